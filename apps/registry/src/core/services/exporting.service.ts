import { setImmediate as turn } from 'node:timers/promises';
import type { Fingerprint } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import { guidOf } from '#libs/registry-client';
import { exportOrder } from '../export-order.js';
import { IntRows } from '../int-rows.js';
import type {
  ExportedSubject,
  ExportedVersion,
  ExportRepository,
  NamedKey,
  ReferenceKey,
  VersionKey,
} from '../repositories/export.repository.js';
import { DEFAULT_CONTEXT, formatSubjectName } from '../subject-name.js';

/** Version of the form in which a registry is exported. */
export const EXPORT_FORMAT = 1;

const SUBJECTS_AT_ONCE = 500;
const VERSIONS_AT_ONCE = 100;
/** Places that one statement reads: numbers and a name. */
const KEYS_AT_ONCE = 5_000;

/** Tells all that a registry holds, in the order in which it can be taken in. */
export class Exporting {
  constructor(private readonly repository: ExportRepository) {}

  /**
   * Contexts, settings and subjects by name, then versions, each after its subject's earlier ones and what it refers to. The order depends on the content
   * alone. What is stored meanwhile may be left out; a version is told whole.
   */
  async *records(): AsyncGenerator<registry.MoveRecordJson> {
    const count = { contexts: 0, configs: 0, settings: 0, subjects: 0, versions: 0 };
    yield { header: { format: EXPORT_FORMAT, source: 'protokoll' } };
    for (const context of await this.repository.contexts()) {
      count.contexts += 1;
      yield { context };
    }
    for (const { scope, config } of await this.repository.configs()) {
      count.configs += 1;
      yield { config: { scope: scopeName(scope), config } };
    }
    for (const { surface, scope, settings } of await this.repository.settings()) {
      count.settings += 1;
      yield {
        settings: { surface, scope, settings: settings as registry.MoveSettingsJson['settings'] & {} },
      };
    }
    // Places first: a version that comes between is then left out, rather than told without its subject.
    const { versions, references } = await this.places();
    for await (const subject of this.subjects()) {
      count.subjects += 1;
      yield { subject: subjectRecord(subject) };
    }
    for await (const version of this.versions(versions, exportOrder(versions, references))) {
      count.versions += 1;
      yield { version: versionRecord(version) };
    }
    yield { end: count };
  }

  private async *subjects(): AsyncGenerator<ExportedSubject> {
    let last = { context: '', name: '' };
    for (;;) {
      const page = await this.repository.subjects(last, SUBJECTS_AT_ONCE);
      yield* page;
      if (page.length < SUBJECTS_AT_ONCE) return;
      last = page.at(-1) ?? last;
    }
  }

  /** Subject and number of every version, and who refers to whom. */
  private async places(): Promise<{ readonly versions: IntRows; readonly references: IntRows }> {
    const versions = new IntRows(2);
    for await (const { subjectId, version } of all<NamedKey>((after) =>
      this.repository.versionKeys(after, KEYS_AT_ONCE),
    ))
      versions.add(subjectId, version);
    const references = new IntRows(4);
    for await (const one of all<ReferenceKey>((after) => this.repository.referenceKeys(after, KEYS_AT_ONCE)))
      references.add(one.subjectId, one.version, one.targetSubjectId, one.targetVersion);
    return { versions, references };
  }

  private async *versions(places: IntRows, order: Iterable<number>): AsyncGenerator<ExportedVersion> {
    let keys: VersionKey[] = [];
    for (const row of order) {
      keys.push({ subjectId: places.at(row, 0), version: places.at(row, 1) });
      if (keys.length < VERSIONS_AT_ONCE) continue;
      yield* await this.repository.versions(keys);
      await turn();
      keys = [];
    }
    yield* await this.repository.versions(keys);
  }
}

/** Every row of a list that is read a page at a time. */
async function* all<T>(read: (after: T | null) => Promise<T[]>): AsyncGenerator<T> {
  for (let page = await read(null); page.length > 0; page = await read(page.at(-1)!)) {
    yield* page;
    // SQLite answers at once: without a turn of the loop nobody else would be answered until the end.
    await turn();
  }
}

function subjectRecord({
  context,
  name,
  nextVersion,
  createdAt,
  tables,
}: ExportedSubject): registry.MoveSubjectJson {
  return { name: formatSubjectName({ context, name }), nextVersion, createdAt, tables: { ...tables } };
}

function versionRecord(version: ExportedVersion): registry.MoveVersionJson {
  return {
    subject: formatSubjectName(version),
    version: version.version,
    id: version.schemaId,
    guid: version.guid ?? guidOf(version.fingerprint as Fingerprint),
    fingerprint: version.fingerprint,
    schemaType: version.format,
    files: version.files.map(({ path, content }) => ({ path, content })),
    references: version.references.map(({ name, context, subject, version: number }) => ({
      name,
      subject: formatSubjectName({ context, name: subject }),
      version: number,
    })),
    metadata: { ...version.metadata },
    state: version.state,
    author: version.author,
    reason: version.reason,
    createdAt: version.createdAt,
    deleted: version.deletedAt !== null,
    ...(version.deletedAt === null ? {} : { deletedAt: version.deletedAt }),
    labels: [...version.labels],
  };
}

/** A stored scope of settings as the API names it: subjects of the default context without it. */
function scopeName(stored: string): string {
  const start = `:${DEFAULT_CONTEXT}:`;
  return stored.startsWith(start) && stored !== start ? stored.slice(start.length) : stored;
}
