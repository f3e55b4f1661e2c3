import { RegistryError } from '#libs/errors';
import type { SourceFile } from '#libs/compiler';
import type { EntityManager } from 'typeorm';
import type { SchemasRepository } from '../repositories/schemas.repository.js';
import type { SubjectsRepository } from '../repositories/subjects.repository.js';
import { targetKey, type VersionsRepository } from '../repositories/versions.repository.js';
import { ANONYMOUS_FILE } from '../anonymous-file.js';
import { PROTOBUF } from '../schema-format.js';
import { formatSubjectName, parseSubjectName } from '../subject-name.js';

/** A reference as it was asked for. Version -1 is the subject's latest. */
export interface ReferenceRequest {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** A reference whose version is a number for good. */
export interface ResolvedReference extends ReferenceRequest {
  readonly targetSubjectId: number;
}

/** What references give: their fixed form and every file they make available, their own references' too. */
export interface ResolvedReferences {
  readonly references: readonly ResolvedReference[];
  readonly imports: readonly SourceFile[];
}

/** Most versions that references may draw in, directly or not. */
const MAX_REFERENCED_VERSIONS = 1_000;

/** Turns references into the files that they stand for. */
export class References {
  constructor(
    private readonly subjects: SubjectsRepository,
    private readonly versions: VersionsRepository,
    private readonly schemas: SchemasRepository,
  ) {}

  /** Imports come before what needs them. **Throws** REFERENCE_NOT_FOUND, REFERENCE_CONFLICT, SCHEMA_TOO_LARGE. */
  async resolve(requests: readonly ReferenceRequest[], format = PROTOBUF): Promise<ResolvedReferences> {
    const references: ResolvedReference[] = [];
    const imports = new Map<string, SourceFile>();
    const seen = new Set<string>();
    for (const request of requests) {
      const reference = await this.fix(request);
      references.push(reference);
      await this.collect(reference, imports, seen, format);
      if (!imports.has(reference.name)) {
        const problem = `'${reference.subject}' version ${reference.version} has no file of that path`;
        throw new RegistryError('REFERENCE_CONFLICT', { name: reference.name, problem });
      }
    }
    return { references, imports: [...imports.values()] };
  }

  /** The files that a stored version's references stand for, each before what needs it. */
  async ofVersion(subjectId: number, version: number, format: string): Promise<readonly SourceFile[]> {
    const imports = new Map<string, SourceFile>();
    for (const { name, targetSubjectId, targetVersion } of await this.versions.references(subjectId, version))
      await this.collect({ name, targetSubjectId, version: targetVersion }, imports, new Set(), format);
    return [...imports.values()];
  }

  private async fix(request: ReferenceRequest): Promise<ResolvedReference> {
    const subject = await this.subjects.find(parseSubjectName(request.subject));
    const version =
      subject === null
        ? null
        : request.version === -1
          ? await this.versions.latest(subject.id)
          : await this.versions.find(subject.id, request.version);
    if (subject === null || version === null || version.deletedAt !== null) {
      throw new RegistryError('REFERENCE_NOT_FOUND', { ...request });
    }
    return {
      name: request.name,
      subject: formatSubjectName(subject),
      version: version.version,
      targetSubjectId: subject.id,
    };
  }

  private async collect(
    target: { readonly name: string; readonly targetSubjectId: number; readonly version: number },
    imports: Map<string, SourceFile>,
    seen: Set<string>,
    format: string,
  ): Promise<void> {
    const { name, targetSubjectId: subjectId, version } = target;
    // By name too: a file without one of its own may be there under several.
    const key = `${subjectId}/${version}/${name}`;
    if (seen.has(key)) return;
    if (seen.size === MAX_REFERENCED_VERSIONS) {
      const limit = `${MAX_REFERENCED_VERSIONS} versions`;
      throw new RegistryError('SCHEMA_TOO_LARGE', {
        what: 'What the references draw in',
        size: 'more',
        limit,
        setting: 'nothing: it is fixed',
      });
    }
    seen.add(key);
    const row = await this.versions.find(subjectId, version);
    if (row === null) return;
    if (row.format !== format)
      throw new RegistryError('REFERENCE_CONFLICT', {
        name,
        problem: `it is of format ${row.format}, not ${format}`,
      });
    for (const next of await this.versions.references(subjectId, version))
      await this.collect({ ...next, version: next.targetVersion }, imports, seen, format);
    for (const file of (await this.schemas.source(row.sourceDigest)).files)
      addImport(imports, file.path === ANONYMOUS_FILE ? { ...file, path: name } : file);
  }
}

/**
 * Keeps what references point to until the transaction ends: they were resolved before it, and their targets may have been deleted
 * since. **Throws** REFERENCE_NOT_FOUND.
 */
export async function keepTargets(
  versions: VersionsRepository,
  manager: EntityManager,
  references: readonly ResolvedReference[],
): Promise<void> {
  const missing = await versions.keep(manager, references);
  if (missing === null) return;
  const { name, subject, version } = missing;
  throw new RegistryError('REFERENCE_NOT_FOUND', { name, subject, version });
}

/** The same, when they were kept already; `kept` as the repository answers. **Throws** REFERENCE_NOT_FOUND. */
export function refuseGone(references: readonly ResolvedReference[], kept: ReadonlySet<string>): void {
  for (const reference of references) {
    const { name, subject, version } = reference;
    if (!kept.has(targetKey(reference)))
      throw new RegistryError('REFERENCE_NOT_FOUND', { name, subject, version });
  }
}

function addImport(imports: Map<string, SourceFile>, file: SourceFile): void {
  const known = imports.get(file.path);
  if (known !== undefined && known.content !== file.content) {
    throw new RegistryError('REFERENCE_CONFLICT', {
      name: file.path,
      problem: 'two references hold different files of that path',
    });
  }
  imports.set(file.path, file);
}
