import { RegistryError } from '#libs/errors';
import {
  addTableFindings,
  judge,
  type HistoryEntry,
  type JudgeLimits,
  type Policy,
  type Verdict,
} from '#libs/compat';
import type { Fingerprint, Schema } from '#libs/descriptors';
import type { EntityManager } from 'typeorm';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { TablesRepository } from '../repositories/tables.repository.js';
import type { PublishedVersion, VersionsRepository } from '../repositories/versions.repository.js';
import { tableCases } from '../table-cases.js';
import type { EffectiveConfig } from './policies.service.js';
import type { SchemaStore } from './schema-store.service.js';
import type { TableAdvance } from './tables.service.js';

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
    /** The only version to compare with; null: those that the level names. */
    only: number | null = null,
  ): Promise<Verdict> {
    const { limits } = this;
    const nothing = {
      proposed,
      policy,
      today: today(),
      limits,
      history: [],
      lives: [],
      schemaOf: unknownSchema,
    };
    if (subject === null || policy.level === 'NONE') return judge(nothing);
    const depth = policy.level.endsWith('_TRANSITIVE') || only !== null ? null : 1;
    const published = await this.versions.published(subject.id, depth, manager);
    const history = await this.history(
      only === null ? published : published.filter(({ version }) => version === only),
    );
    const lives = await this.tables.lives(subject.id, manager);
    const schemas = await this.schemaStore.byFingerprints(lives.map((life) => life.fingerprint));
    const schemaOf = (fingerprint: Fingerprint): Schema =>
      schemas.get(fingerprint) ?? unknownSchema(fingerprint);
    return judge({ ...nothing, history, lives, schemaOf });
  }

  /** A verdict with what the proposal does to tables in the dialects that the subject's settings name, of the profile `protokoll`. */
  withTables(
    verdict: Verdict,
    proposed: Schema,
    advances: readonly TableAdvance[],
    { policy, targets }: EffectiveConfig,
  ): Verdict {
    if (policy.profile !== 'protokoll' || targets.length === 0) return verdict;
    return addTableFindings(verdict, tableCases(proposed, advances, targets), policy, today());
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

/** RFC 3339 date. */
function today(): string {
  return new Date().toISOString().slice(0, '2000-01-01'.length);
}

function unknownSchema(fingerprint: string): never {
  throw new RegistryError('SCHEMA_NOT_FOUND', { ref: fingerprint });
}
