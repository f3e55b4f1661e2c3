import { RegistryError } from '#libs/errors';
import { judge, type HistoryEntry, type Policy, type Verdict } from '#libs/compat';
import type { Fingerprint, Schema } from '#libs/descriptors';
import type { EntityManager } from 'typeorm';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { VersionRow } from '../entities/version.entity.js';
import type { TablesRepository } from '../repositories/tables.repository.js';
import type { VersionsRepository } from '../repositories/versions.repository.js';
import type { SchemaStore } from './schema-store.service.js';

/** Judges proposed schemas against a subject's history. */
export class Judging {
  constructor(
    private readonly versions: VersionsRepository,
    private readonly tables: TablesRepository,
    private readonly schemaStore: SchemaStore,
  ) {}

  /** The verdict on a schema as the subject's next version; a null subject has no history. */
  async judge(
    manager: EntityManager,
    subject: SubjectRow | null,
    proposed: Schema,
    policy: Policy,
  ): Promise<Verdict> {
    const rows = subject === null ? [] : await this.versions.list(subject.id, { deleted: false }, manager);
    const history = await this.history(rows, policy);
    const lives =
      subject === null || policy.level === 'NONE' ? [] : await this.tables.lives(subject.id, manager);
    const schemas = new Map<string, Schema>();
    for (const { fingerprint } of lives) {
      if (!schemas.has(fingerprint))
        schemas.set(fingerprint, await this.schemaStore.byFingerprint(fingerprint));
    }
    const schemaOf = (fingerprint: Fingerprint): Schema => {
      const schema = schemas.get(fingerprint);
      if (schema === undefined) throw new RegistryError('SCHEMA_NOT_FOUND', { ref: fingerprint });
      return schema;
    };
    return judge({
      proposed,
      history,
      lives,
      schemaOf,
      policy,
      today: new Date().toISOString().slice(0, 10),
    });
  }

  /** Only the versions that the level compares are loaded: one, or all of them when it is transitive. */
  private async history(rows: readonly VersionRow[], policy: Policy): Promise<HistoryEntry[]> {
    const published = rows.filter((row) => row.state !== 'DRAFT');
    const wanted =
      policy.level === 'NONE' ? [] : policy.level.endsWith('_TRANSITIVE') ? published : published.slice(-1);
    const history: HistoryEntry[] = [];
    for (const row of wanted)
      history.push({ version: row.version, schema: await this.schemaStore.byDigestOf(row.sourceDigest) });
    return history;
  }
}
