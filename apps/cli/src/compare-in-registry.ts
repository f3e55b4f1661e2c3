import type { Finding, Verdict } from '#libs/compat';
import type { SourceFile } from '#libs/compiler';
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
  const answer = await client.request<registry.CheckResponseJson>('POST', `${subjectPath(subject)}/check`, {
    files: after,
    references,
  });
  const verdict = readVerdict(answer.verdict);
  return { verdict, before: await sourcesBefore(client, subject, verdict), after };
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
    waiver: null,
  };
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
