import type { Fingerprint } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import { dependencyOrder, guidOf } from '#libs/registry-client';
import {
  keyText,
  type ExportedSubject,
  type ExportedVersion,
  type ExportRepository,
  type VersionKey,
} from '../repositories/export.repository.js';
import { groupBy } from '../group-by.js';
import { DEFAULT_CONTEXT, formatSubjectName } from '../subject-name.js';

/** Version of the form in which a registry is exported. */
export const EXPORT_FORMAT = 1;

const SUBJECTS_AT_ONCE = 500;
const VERSIONS_AT_ONCE = 100;

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
    const places = await this.versionPlaces();
    for await (const subject of this.subjects()) {
      count.subjects += 1;
      yield { subject: subjectRecord(subject) };
    }
    for await (const version of this.versions(places)) {
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

  private async versionPlaces(): Promise<VersionKey[]> {
    const keys = await this.repository.versionKeys();
    const targets = groupBy(await this.repository.referenceKeys(), keyText);
    const items = keys.map((key, place) => {
      const before = keys[place - 1];
      const earlier = before?.subjectId === key.subjectId ? [keyText(before)] : [];
      const references = targets.get(keyText(key)) ?? [];
      return {
        key: keyText(key),
        after: [
          ...earlier,
          ...references.map((target) => `${target.targetSubjectId}/${target.targetVersion}`),
        ],
      };
    });
    // References are to what was there before, so that there are no cycles.
    return dependencyOrder(items).order.map((place) => keys[place]!);
  }

  private async *versions(places: readonly VersionKey[]): AsyncGenerator<ExportedVersion> {
    for (let start = 0; start < places.length; start += VERSIONS_AT_ONCE)
      yield* await this.repository.versions(places.slice(start, start + VERSIONS_AT_ONCE));
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
