import type { Finding, Verdict } from '#libs/compat';
import type { SourceFile } from '#libs/compiler';
import { isRegistryError, RegistryError, type ErrorCode } from '#libs/errors';
import type { registry } from '#libs/gen';
import type { RegistryClient } from '#libs/registry-client';
import type { Comparison } from './compare-locally.js';
import { subjectPath } from './registry-access.js';

/** Asks the registry what publishing would come to; nothing is stored. **Throws** what the registry refuses, REGISTRY_UNREACHABLE. */
export async function compareInRegistry(
  client: RegistryClient,
  subject: string,
  after: readonly SourceFile[],
  references: readonly registry.ReferenceJson[],
): Promise<Comparison> {
  const answer = await client.check(subject, { files: [...after], references: [...references] });
  const verdict = readVerdict(answer.verdict);
  return { verdict, before: await sourcesBefore(client, subject, verdict), after };
}

/** Sources that a subject's policy and history are asked about. */
export interface SubjectSources {
  readonly subject: string;
  readonly after: readonly SourceFile[];
}

/** What a registry says that has no batches, or takes no such large ones. */
const ASK_ONE_BY_ONE: ReadonlySet<ErrorCode> = new Set([
  'ROUTE_NOT_FOUND',
  'TOO_MANY_SUBJECTS',
  'BODY_TOO_LARGE',
] as const);

/**
 * The same of several subjects by one request, in their order; a failure is that of its subject alone. One by one when a subject is there
 * twice, or the registry has no batches or takes none so large. **Throws** REGISTRY_UNREACHABLE.
 */
export async function compareAllInRegistry(
  client: RegistryClient,
  all: readonly SubjectSources[],
  references: readonly registry.ReferenceJson[],
): Promise<readonly (() => Promise<Comparison>)[]> {
  const oneByOne = all.map(
    ({ subject, after }) =>
      (): Promise<Comparison> =>
        compareInRegistry(client, subject, after, references),
  );
  const subjects = new Set(all.map(({ subject }) => subject));
  if (all.length < 2 || subjects.size < all.length) return oneByOne;
  const checks = all.map(({ subject, after }) => ({
    subject,
    files: [...after],
    references: [...references],
  }));
  const answer = await client.checkAll({ checks }).catch((error: unknown) => {
    if (isRegistryError(error) && ASK_ONE_BY_ONE.has(error.code)) return null;
    throw error;
  });
  return oneByOne.map((alone, index) => {
    const result = answer?.results?.[index];
    const { subject, after } = all[index] as SubjectSources;
    if (result?.problem?.code === 'SCHEMA_INVALID' && (result.problem.diagnostics ?? []).length > 0) {
      const problem = invalid(result.problem);
      return () => Promise.reject(problem);
    }
    // What else it could not do is said best by the subject's own endpoint.
    if (result?.check === undefined || result.subject !== subject) return alone;
    const verdict = readVerdict(result.check.verdict);
    return async () => ({ verdict, before: await sourcesBefore(client, subject, verdict), after });
  });
}

function invalid({ detail = '', diagnostics = [] }: registry.ProblemJson): RegistryError {
  return new RegistryError('SCHEMA_INVALID', { problem: detail }, { details: { diagnostics } });
}

/** A verdict of the API as the judge's own. What is not there is empty: an older registry may know less. */
export function readVerdict(json: registry.VerdictJson | undefined): Verdict {
  return {
    verdict: json?.verdict === 'compatible' ? 'compatible' : 'incompatible',
    level: (json?.level ?? 'NONE') as Verdict['level'],
    versions: json?.versions ?? [],
    findings: (json?.findings ?? []).map(readFinding),
  };
}

/** Sources of the latest version that a finding compares with; none when the registry does not say. */
export async function sourcesBefore(
  client: RegistryClient,
  subject: string,
  verdict: Verdict,
): Promise<readonly SourceFile[]> {
  const versions = verdict.findings.flatMap((finding) => finding.versions);
  if (versions.length === 0) return [];
  const path = `${subjectPath(subject)}/versions/${Math.max(...versions)}/files`;
  // Only the excerpts are made of it; the verdict stands without them.
  const answer = await client.request<registry.FilesResponseJson>('GET', path).catch(() => null);
  return (answer?.files ?? []).map(({ path: file = '', content = '' }) => ({ path: file, content }));
}

function readFinding(json: registry.FindingJson): Finding {
  return {
    ruleId: json.ruleId ?? '',
    class: (json.class ?? 'break') as Finding['class'],
    encodings: (json.encodings ?? []) as Finding['encodings'],
    directions: (json.directions ?? []) as Finding['directions'],
    path: json.path ?? '',
    before: readPoint(json.before),
    after: readPoint(json.after),
    versions: json.versions ?? [],
    message: json.message ?? '',
    hint: json.hint ?? '',
    witness: readWitness(json.witness),
    refused: json.refused ?? false,
    waiver: readWaiver(json.waiver),
  };
}

function readWaiver(json: registry.WaiverJson | null | undefined): Finding['waiver'] {
  if (json === undefined || json === null) return null;
  const { ruleId, path, reason = '', author = '', expires } = json;
  return { ruleId: ruleId || null, path: path || null, reason, author, expires: expires || null };
}

// A refusal's verdict says null where an answer leaves out.
function readPoint(json: registry.SourcePointJson | null | undefined): Finding['before'] {
  return json === undefined || json === null
    ? null
    : { file: json.file ?? '', line: json.line ?? 0, column: json.column ?? 0 };
}

function readWitness(json: registry.WitnessJson | null | undefined): Finding['witness'] {
  if (json === undefined || json === null) return null;
  return {
    type: json.type ?? '',
    encoding: (json.encoding ?? 'binary') as 'binary',
    bytesHex: json.bytesHex ?? '',
    written: json.written ?? '',
    read: json.read ?? '',
    path: json.path ?? '',
  };
}
