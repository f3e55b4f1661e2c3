import { RegistryError } from '#libs/errors';
import type { SourceFile } from '#libs/compiler';
import type { registry } from '#libs/gen';
import { ANONYMOUS_FILE } from '../anonymous-file.js';
import type { SchemasRepository } from '../repositories/schemas.repository.js';
import type { SubjectsRepository } from '../repositories/subjects.repository.js';
import type { VersionsRepository } from '../repositories/versions.repository.js';
import { formatSubjectName, parseSubjectName } from '../subject-name.js';

/** What others may import of a version. */
interface Provided {
  readonly files: readonly SourceFile[];
  readonly references: readonly registry.ReferenceJson[];
}

/** Most versions that references may draw in, directly or not. */
const MAX_REFERENCED_VERSIONS = 1_000;

/** Finds what the references of records stand for: among the records themselves, else in what is stored, also when that is softly deleted. */
export class ImportSources {
  private readonly known = new Map<string, Provided | null>();

  constructor(
    private readonly stores: {
      readonly subjects: SubjectsRepository;
      readonly versions: VersionsRepository;
      readonly schemas: SchemasRepository;
    },
    records: readonly registry.MoveVersionJson[],
  ) {
    for (const record of records)
      this.known.set(keyOf(record), { files: filesOf(record), references: record.references ?? [] });
  }

  /** Files that a record may import. **Throws** REFERENCE_NOT_FOUND, REFERENCE_CONFLICT, SCHEMA_TOO_LARGE. */
  async imports(record: registry.MoveVersionJson): Promise<SourceFile[]> {
    const imports = new Map<string, SourceFile>();
    const seen = new Set<string>();
    const waiting = [...(record.references ?? [])];
    for (let reference = waiting.pop(); reference !== undefined; reference = waiting.pop()) {
      const { name = '' } = reference;
      const key = `${keyOf(reference)}/${name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > MAX_REFERENCED_VERSIONS) throw tooMany();
      const provided = await this.provided(reference);
      if (provided === null) throw notFound(reference);
      for (const file of provided.files)
        add(imports, file.path === ANONYMOUS_FILE ? { ...file, path: name } : file);
      waiting.push(...provided.references);
    }
    return [...imports.values()];
  }

  private async provided(reference: registry.ReferenceJson): Promise<Provided | null> {
    const key = keyOf(reference);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const stored = await this.stored(reference);
    this.known.set(key, stored);
    return stored;
  }

  private async stored({
    subject: name = '',
    version = 0,
  }: registry.ReferenceJson): Promise<Provided | null> {
    const { subjects, versions, schemas } = this.stores;
    const subject = await subjects.find(parseSubjectName(name));
    const row = subject === null ? null : await versions.find(subject.id, version);
    if (row === null) return null;
    const references = await versions.references(row.subjectId, row.version);
    return {
      files: (await schemas.source(row.sourceDigest)).files,
      references: await Promise.all(
        references.map(async (one) => ({
          name: one.name,
          subject: formatSubjectName(await subjects.byId(one.targetSubjectId)),
          version: one.targetVersion,
        })),
      ),
    };
  }
}

/** The failure of a reference to what is not there. */
export function notFound({ name = '', subject = '', version = 0 }: registry.ReferenceJson): RegistryError {
  return new RegistryError('REFERENCE_NOT_FOUND', { name, subject, version });
}

/** A record's sources. */
export function filesOf({ files = [] }: registry.MoveVersionJson): SourceFile[] {
  return files.map(({ path = '', content = '' }) => ({ path, content }));
}

/** A version's place as a key of maps. */
export function keyOf({ subject = '', version = 0 }: { subject?: string; version?: number }): string {
  return `${formatSubjectName(parseSubjectName(subject))}/${version}`;
}

function tooMany(): RegistryError {
  const limit = `${MAX_REFERENCED_VERSIONS} versions`;
  const what = 'What the references draw in';
  return new RegistryError('SCHEMA_TOO_LARGE', {
    what,
    size: 'more',
    limit,
    setting: 'nothing: it is fixed',
  });
}

function add(imports: Map<string, SourceFile>, file: SourceFile): void {
  const known = imports.get(file.path);
  if (known !== undefined && known.content !== file.content) {
    const problem = 'two references hold different files of that path';
    throw new RegistryError('REFERENCE_CONFLICT', { name: file.path, problem });
  }
  imports.set(file.path, file);
}
