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
import { otherFormat } from '../other-format.js';
import { PROTOBUF } from '../schema-format.js';
import { tableCases } from '../table-cases.js';
import type { EffectiveConfig } from './policies.service.js';
import type { SchemaStore } from './schema-store.service.js';
import type { TableAdvance } from './tables.service.js';

/** Which of a subject's versions a proposal is compared with, of those that the level names. */
export interface Comparable {
  /** The only one; null: any. */
  readonly only: number | null;
  /** Those whose value of a metadata property is the given one, or who have none either; null: any. */
  readonly stream: { readonly property: string; readonly value: string | undefined } | null;
}

/** Every version that the level names. */
export const ANY: Comparable = { only: null, stream: null };

/** The stream of a proposal with these metadata, where a property divides versions into streams. */
export function streamOf(
  property: string | null,
  metadata: Readonly<Record<string, string>>,
): Comparable['stream'] {
  return property === null ? null : { property, value: valueOf(metadata, property) };
}

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
    comparable: Comparable = ANY,
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
    const all =
      policy.level.endsWith('_TRANSITIVE') || comparable.only !== null || comparable.stream !== null;
    const published = await this.versions.published(subject.id, all ? null : 1, manager);
    const compared = published.filter((version) => isComparable(version, comparable));
    const other = compared.findLast(({ format }) => format !== PROTOBUF);
    if (other !== undefined) return otherFormat(policy.level, other.version);
    const history = await this.history(compared);
    const everyLife = await this.tables.lives(subject.id, manager);
    // A number that only another stream took is free in this one.
    const lives =
      comparable.stream === null
        ? everyLife
        : everyLife.filter(({ firstVersion, lastVersion }) =>
            compared.some(({ version }) => firstVersion <= version && version <= lastVersion),
          );
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
    { policy, targets, strictTables }: EffectiveConfig,
  ): Verdict {
    if (policy.profile !== 'protokoll' || targets.length === 0) return verdict;
    const refuse = strictTables ? [...policy.refuse, 'hygiene' as const] : policy.refuse;
    return addTableFindings(verdict, tableCases(proposed, advances, targets), { ...policy, refuse }, today());
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

/** Whether a proposal is compared with a version. */
export function isComparable({ version, metadata }: PublishedVersion, { only, stream }: Comparable): boolean {
  if (only !== null && version !== only) return false;
  if (stream === null) return true;
  return valueOf(JSON.parse(metadata) as Record<string, string>, stream.property) === stream.value;
}

function valueOf(metadata: Readonly<Record<string, string>>, property: string): string | undefined {
  return Object.hasOwn(metadata, property) ? metadata[property] : undefined;
}

function unknownSchema(fingerprint: string): never {
  throw new RegistryError('SCHEMA_NOT_FOUND', { ref: fingerprint });
}
