import { RegistryError } from '#libs/errors';
import { judge, type HistoryEntry, type JudgeLimits, type Policy, type Verdict } from '#libs/compat';
import type { Fingerprint, Schema } from '#libs/descriptors';
import type { EntityManager } from 'typeorm';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { TablesRepository } from '../repositories/tables.repository.js';
import type { PublishedVersion, VersionsRepository } from '../repositories/versions.repository.js';
import type { SchemaStore } from './schema-store.service.js';

/** Judges proposed schemas against a subject's history. */
export class Judging {
  constructor(
    private readonly versions: VersionsRepository,
    private readonly tables: TablesRepository,
    private readonly schemaStore: SchemaStore,
    private readonly limits: JudgeLimits = {},
  ) {}

  /** The verdict on a schema as the subject's next version; a null subject has no history. */
  async judge(
    manager: EntityManager,
    subject: SubjectRow | null,
    proposed: Schema,
    policy: Policy,
  ): Promise<Verdict> {
    const today = new Date().toISOString().slice(0, 10);
    const { limits } = this;
    const nothing = { proposed, policy, today, limits, history: [], lives: [], schemaOf: unknownSchema };
    if (subject === null || policy.level === 'NONE') return judge(nothing);
    const depth = policy.level.endsWith('_TRANSITIVE') ? null : 1;
    const history = await this.history(await this.versions.published(subject.id, depth, manager));
    const lives = await this.tables.lives(subject.id, manager);
    const schemas = await this.schemaStore.byFingerprints(lives.map((life) => life.fingerprint));
    const schemaOf = (fingerprint: Fingerprint): Schema =>
      schemas.get(fingerprint) ?? unknownSchema(fingerprint);
    return judge({ ...nothing, history, lives, schemaOf });
  }

  /** Versions of equal content are one schema in memory: that of the latest of them, whose positions findings show. */
  private async history(versions: readonly PublishedVersion[]): Promise<HistoryEntry[]> {
    const digestOf = new Map(versions.map(({ fingerprint, sourceDigest }) => [fingerprint, sourceDigest]));
    const schemas = await this.schemaStore.byDigests([...digestOf.values()]);
    return versions.map(({ version, fingerprint }) => ({
      version,
      schema: schemas.get(digestOf.get(fingerprint)!) ?? unknownSchema(fingerprint),
    }));
  }
}

function unknownSchema(fingerprint: string): never {
  throw new RegistryError('SCHEMA_NOT_FOUND', { ref: fingerprint });
}
