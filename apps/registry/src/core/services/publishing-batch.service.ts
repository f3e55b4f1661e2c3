import { recordLives, type Policy, type Verdict } from '#libs/compat';
import { isRegistryError } from '#libs/errors';
import type { TableNames } from '#libs/table-model';
import type { EntityManager } from 'typeorm';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { VersionRow } from '../entities/version.entity.js';
import type { Outcome } from '../group-commit.js';
import { refuseOtherPlace, refusePlacement } from '../placement.js';
import {
  changesOf,
  publishedOf,
  referencesOf,
  rowOf,
  type Accepted,
  type Decision,
  type Publication,
  type Published,
} from '../publication.js';
import { refusal } from '../refusal.js';
import type { LockedSubjects, NewChange, Stores } from '../repositories/stores.js';
import { PROTOBUF } from '../schema-format.js';
import { formatSubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';
import { streamOf, type Judging } from './judging.service.js';
import { refuseGone } from './references.service.js';
import { logically, type EffectiveConfig, type Policies } from './policies.service.js';
import type { KnownNames, TableAdvance, Tables } from './tables.service.js';

/** What decides over publications. */
export interface Rules {
  readonly policies: Policies;
  readonly tables: Tables;
  readonly judging: Judging;
}

/** What a transaction knows of all its publications; each kind is read at once. */
interface Known {
  readonly locked: LockedSubjects;
  /** By the publications' place. */
  readonly configs: readonly EffectiveConfig[];
  /** Ids of subjects that have the content already. */
  readonly present: ReadonlySet<number>;
  readonly kept: ReadonlySet<string>;
  /** Names that no table has: of the messages of subjects that are new. */
  readonly free: TableNames;
}

/** Stores publications of different subjects in one transaction, by statements of many rows. */
export class PublishingBatch {
  constructor(
    private readonly stores: Stores,
    private readonly rules: Rules,
    private readonly changes: Changes,
  ) {}

  /**
   * Outcomes in the publications' order; what is refused leaves nothing. One that is alone is refused by rejecting, and may ask for an id.
   */
  async store(manager: EntityManager, publications: readonly Publication[]): Promise<Outcome<Published>[]> {
    const at = new Date().toISOString();
    const known = await this.know(manager, publications, at);
    const decisions = await this.decideAll(manager, publications, known);
    const accepted = decisions.filter((decision) => decision.kind === 'accepted');
    const rows = new Map<Decision, VersionRow>();
    if (accepted.length > 0)
      for (const [index, row] of (await this.insert(manager, accepted, at)).entries())
        rows.set(accepted[index]!, row);
    await this.removeUnused(manager, known.locked, accepted);
    const changes: NewChange[] = [];
    const outcomes: Outcome<Published>[] = [];
    for (const decision of decisions) {
      if (decision.kind === 'refused') outcomes.push({ ok: false, error: decision.error });
      else {
        const version = decision.kind === 'present' ? decision.version : rows.get(decision)!;
        await this.moveLabels(manager, version, decision.publication.proposal.labels);
        changes.push(...changesOf(decision, version));
        outcomes.push({ ok: true, value: publishedOf(decision, version) });
      }
    }
    if (changes.length > 0) await this.changes.append(manager, changes, at);
    return outcomes;
  }

  private async know(
    manager: EntityManager,
    publications: readonly Publication[],
    at: string,
  ): Promise<Known> {
    const names = publications.map(({ name }) => name);
    const locked = await this.stores.subjects.lockAll(manager, names, at);
    const settingsOf = await this.rules.policies.effectiveOf(names, manager);
    const configs = publications.map(({ name, placement }) =>
      placement.logical === true ? logically(settingsOf(name)) : settingsOf(name),
    );
    const subjects = names.map((name) => locked.byName.get(formatSubjectName(name))!);
    const contents = publications.flatMap(({ prepared }, index) => {
      const { id } = subjects[index]!;
      return locked.made.has(id) ? [] : { subjectId: id, contentKey: prepared.contentKey };
    });
    const schemas = publications.flatMap(({ prepared }, index) =>
      locked.made.has(subjects[index]!.id)
        ? { schema: prepared.schema, explicit: configs[index]!.tables }
        : [],
    );
    const targets = publications.flatMap(({ prepared }) => prepared.references);
    return {
      locked,
      configs,
      present: await this.stores.versions.subjectsWithContent(manager, contents),
      kept: await this.stores.versions.kept(manager, targets),
      free: await this.rules.tables.freeNames(manager, schemas),
    };
  }

  private async decideAll(
    manager: EntityManager,
    publications: readonly Publication[],
    known: Known,
  ): Promise<Decision[]> {
    const decisions: Decision[] = [];
    const inUse: string[] = [];
    for (const [index, publication] of publications.entries()) {
      try {
        const decision = await this.decide(manager, publication, known, {
          config: known.configs[index]!,
          inUse,
        });
        if (decision.kind === 'accepted') inUse.push(...decision.advances.map(({ after }) => after.table));
        decisions.push(decision);
      } catch (error) {
        if (publications.length === 1 || !isRegistryError(error)) throw error;
        decisions.push({ kind: 'refused', error });
      }
    }
    return decisions;
  }

  /** Reads, and writes nothing. **Throws** what the publication is refused with. */
  private async decide(
    manager: EntityManager,
    publication: Publication,
    known: Known,
    { config, inUse }: { readonly config: EffectiveConfig; readonly inUse: readonly string[] },
  ): Promise<Decision> {
    const { name, prepared, placement } = publication;
    const subject = known.locked.byName.get(formatSubjectName(name))!;
    const version = known.present.has(subject.id)
      ? await this.stores.versions.byContent(subject.id, prepared.contentKey, manager)
      : null;
    if (version !== null) {
      refuseOtherPlace(version, name, placement);
      return { kind: 'present', publication, subject, version };
    }
    refusePlacement(subject, placement);
    const isMade = known.locked.made.has(subject.id);
    const names = { free: known.free, inUse };
    const history = isMade ? null : subject;
    const { verdict, advances } = await this.judge(manager, publication, { subject, history }, config, names);
    if (verdict.verdict === 'incompatible') throw refusal(formatSubjectName(name), verdict);
    refuseGone(prepared.references, known.kept);
    return { kind: 'accepted', publication, subject, isMade, config, verdict, advances };
  }

  private async judge(
    manager: EntityManager,
    { placement, proposal, prepared }: Publication,
    { subject, history }: { readonly subject: SubjectRow; readonly history: SubjectRow | null },
    config: EffectiveConfig,
    names: KnownNames,
  ): Promise<{ readonly verdict: Verdict; readonly advances: readonly TableAdvance[] }> {
    const { schema } = prepared;
    const unjudged = placement.imported || placement.unjudged === true;
    const policy: Policy = unjudged ? { ...config.policy, level: 'NONE' } : config.policy;
    const judged = await this.rules.judging.judge(manager, history, schema, policy, {
      only: null,
      stream: streamOf(placement.streamProperty, proposal.metadata),
    });
    const next = placement.version ?? subject.nextVersion;
    const advances = await this.rules.tables.advance(manager, subject, schema, next, config.tables, names);
    return {
      verdict: this.rules.judging.withTables(judged, schema, advances, { ...config, policy }),
      advances,
    };
  }

  /** The versions, in order, with all that they leave behind for good: ids, the lives of their numbers, their tables' ledgers. */
  private async insert(
    manager: EntityManager,
    accepted: readonly Accepted[],
    at: string,
  ): Promise<VersionRow[]> {
    const { schemas, subjects, versions, tables } = this.stores;
    await schemas.storeMany(
      manager,
      accepted.map(({ publication: { prepared } }) => ({ ...prepared, at, format: PROTOBUF })),
    );
    const ids = await this.takeIds(manager, accepted);
    for (const [index, { publication }] of accepted.entries()) {
      const { name, placement, prepared } = publication;
      if (placement.guidOf !== undefined)
        await schemas.keepGuid(manager, name.context, ids[index]!, placement.guidOf(prepared.references));
    }
    const rows = accepted.map((one, index) => rowOf(one, ids[index]!, at));
    await subjects.takeVersions(manager, rows);
    const references = accepted.flatMap(({ publication }, index) => referencesOf(publication, rows[index]!));
    await versions.insertMany(manager, rows, references);
    const lives = [];
    for (const [index, { subject, isMade, publication }] of accepted.entries()) {
      const before = isMade ? [] : await tables.lives(subject.id, manager);
      const after = recordLives(before, publication.prepared.schema, rows[index]!.version);
      lives.push({ subjectId: subject.id, before, after });
    }
    await tables.storeLivesOf(manager, lives);
    await this.rules.tables.store(
      manager,
      accepted.map(({ advances }, index) => ({ ...rows[index]!, advances })),
    );
    return rows;
  }

  private async takeIds(manager: EntityManager, accepted: readonly Accepted[]): Promise<number[]> {
    const contents = accepted.map(({ publication: { name, prepared } }) => ({
      context: name.context,
      contentKey: prepared.contentKey,
      fingerprint: prepared.schema.fingerprint,
    }));
    const wanted = accepted[0]!.publication.placement.id;
    if (wanted === null) return this.stores.schemas.takeIds(manager, contents);
    return [await this.stores.schemas.takeId(manager, contents[0]!, wanted)];
  }

  private async moveLabels(
    manager: EntityManager,
    { subjectId, version }: VersionRow,
    labels: readonly string[],
  ): Promise<void> {
    for (const name of new Set(labels))
      await this.stores.versions.setLabel(manager, { subjectId, name, version });
  }

  /** A refused publication leaves no subject and no context that was made for it. */
  private async removeUnused(
    manager: EntityManager,
    { made, contexts }: LockedSubjects,
    accepted: readonly Accepted[],
  ): Promise<void> {
    const used = new Set(accepted.map(({ subject }) => subject.id));
    const unused = [...made].filter((id) => !used.has(id));
    if (unused.length > 0) await this.stores.subjects.removeMade(manager, unused, contexts);
  }
}
