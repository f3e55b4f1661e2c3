import { RegistryError } from '#libs/errors';
import { recordLives, type Policy, type Verdict } from '#libs/compat';
import type { Schema } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { VersionRow } from '../entities/version.entity.js';
import { checkLabelName } from '../label-name.js';
import type { NewChange, Stores } from '../repositories/stores.js';
import type { RequestContext } from '../request-context.js';
import { refuseOtherPlace, refusePlacement, type Placement } from '../placement.js';
import { PROTOBUF } from '../schema-format.js';
import { formatSubjectName, parseSubjectName, type SubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';
import { streamOf, type Judging } from './judging.service.js';
import { logically, type EffectiveConfig, type Policies } from './policies.service.js';
import type { Preparation, Prepared, Proposal } from './preparation.service.js';
import { keepTargets } from './references.service.js';
import { plansOf, type TableAdvance, type Tables } from './tables.service.js';

export type { Placement } from '../placement.js';

/** What came of a publication. */
export interface Published {
  readonly subject: SubjectRow;
  readonly version: VersionRow;
  /** False when the content was there already. */
  readonly created: boolean;
  readonly verdict: Verdict;
  /** Made when they are asked for: not every API answers them. */
  readonly plans: () => readonly registry.TablePlanJson[];
}

const NEXT: Placement = { id: null, version: null, imported: false, streamProperty: null };

/** Makes versions of proposals. */
export class Publishing {
  constructor(
    private readonly database: Database,
    private readonly stores: Stores,
    private readonly preparation: Preparation,
    private readonly rules: {
      readonly policies: Policies;
      readonly tables: Tables;
      readonly judging: Judging;
    },
    private readonly changes: Changes,
  ) {}

  /**
   * Makes the proposal the subject's next version, or answers the live version that has the same content already.
   * **Throws** SCHEMA_INVALID, SCHEMA_INCOMPATIBLE with the verdict, REFERENCE_*, SCHEMA_TOO_LARGE, BAD_REQUEST for a label,
   * PLACE_TAKEN for a placement; nothing is stored then.
   */
  async publish(
    context: RequestContext,
    subjectName: string,
    proposal: Proposal,
    placement: Placement = NEXT,
  ): Promise<Published> {
    const name = parseSubjectName(subjectName);
    for (const label of proposal.labels) checkLabelName(label);
    const prepared = await this.preparation.prepare(proposal);
    const published = await this.database.write((manager) =>
      this.store(context, manager, { name, prepared, proposal, placement }),
    );
    this.changes.wake();
    return published;
  }

  private async store(
    context: RequestContext,
    manager: EntityManager,
    input: { name: SubjectName; prepared: Prepared; proposal: Proposal; placement: Placement },
  ): Promise<Published> {
    const { name, prepared, proposal, placement } = input;
    const at = new Date().toISOString();
    const subject = await this.stores.subjects.lock(manager, name, at);
    const settings = await this.rules.policies.effective(name, manager);
    const config = placement.logical === true ? logically(settings) : settings;
    const isNew = subject.nextVersion === 1;
    const existing = isNew
      ? null
      : await this.stores.versions.byContent(subject.id, prepared.contentKey, manager);
    if (existing !== null) refuseOtherPlace(existing, name, placement);
    if (existing !== null) return this.relabel(context, manager, subject, existing, proposal.labels, at);
    refusePlacement(subject, placement);
    const { schema } = prepared;
    const { verdict, advances } = await this.judge(manager, subject, schema, config, input);
    if (verdict.verdict === 'incompatible') throw refusal(formatSubjectName(name), verdict);
    await keepTargets(this.stores.versions, manager, prepared.references);
    const row = await this.insert(context, manager, { ...input, subject, verdict, at });
    await this.settle(manager, { subject, row, schema, advances });
    await this.moveLabels(manager, subject, row.version, proposal.labels);
    const codecs = namesOf(advances.map(({ after }) => after.message));
    const details = { author: row.author, reason: row.reason, codecs };
    const change: NewChange = {
      kind: 'version.created',
      subject: formatSubjectName(name),
      version: row.version,
      fingerprint: row.fingerprint,
      details,
    };
    await this.changes.append(manager, [change, ...labelChanges(change, proposal.labels)], at);
    const plans = (): readonly registry.TablePlanJson[] => plansOf(advances, config.dialects);
    return { subject, version: row, created: true, verdict, plans };
  }

  private async judge(
    manager: EntityManager,
    subject: SubjectRow,
    schema: Schema,
    config: EffectiveConfig,
    { placement, proposal }: { readonly placement: Placement; readonly proposal: Proposal },
  ): Promise<{ readonly verdict: Verdict; readonly advances: readonly TableAdvance[] }> {
    const unjudged = placement.imported || placement.unjudged === true;
    const policy: Policy = unjudged ? { ...config.policy, level: 'NONE' } : config.policy;
    // A subject that never had a version has no history to read.
    const history = subject.nextVersion === 1 ? null : subject;
    const judged = await this.rules.judging.judge(manager, history, schema, policy, {
      only: null,
      stream: streamOf(placement.streamProperty, proposal.metadata),
    });
    const next = placement.version ?? subject.nextVersion;
    const advances = await this.rules.tables.advance(manager, subject, schema, next, config.tables);
    return {
      verdict: this.rules.judging.withTables(judged, schema, advances, { ...config, policy }),
      advances,
    };
  }

  private async insert(
    context: RequestContext,
    manager: EntityManager,
    input: {
      name: SubjectName;
      subject: SubjectRow;
      prepared: Prepared;
      proposal: Proposal;
      placement: Placement;
      verdict: Verdict;
      at: string;
    },
  ): Promise<VersionRow> {
    const { schema, source, contentKey, references } = input.prepared;
    await this.stores.schemas.store(manager, schema, source, input.at);
    const schemaId = await this.stores.schemas.takeId(
      manager,
      input.name.context,
      contentKey,
      schema.fingerprint,
      input.placement.id,
    );
    const { guidOf } = input.placement;
    if (guidOf !== undefined)
      await this.stores.schemas.keepGuid(manager, input.name.context, schemaId, guidOf(references));
    const version = await this.stores.subjects.takeVersion(
      manager,
      input.subject,
      input.placement.version ?? undefined,
    );
    const row: VersionRow = {
      subjectId: input.subject.id,
      version,
      schemaId,
      fingerprint: schema.fingerprint,
      format: PROTOBUF,
      sourceDigest: source.digest,
      contentKey,
      metadata: input.proposal.metadata,
      author: input.proposal.author || context.actor,
      reason: input.proposal.reason,
      verdict: input.verdict,
      state: 'ACTIVE',
      createdAt: input.at,
      deletedAt: null,
    };
    const targets = references.map((reference) => ({
      subjectId: row.subjectId,
      version,
      name: reference.name,
      targetSubjectId: reference.targetSubjectId,
      targetVersion: reference.version,
    }));
    await this.stores.versions.insert(manager, row, targets);
    return row;
  }

  /** What a version leaves behind for good: the lives of its numbers and its tables' ledgers. */
  private async settle(
    manager: EntityManager,
    input: {
      readonly subject: SubjectRow;
      readonly row: VersionRow;
      readonly schema: Schema;
      readonly advances: readonly TableAdvance[];
    },
  ): Promise<void> {
    const { subject, row, schema, advances } = input;
    const isNew = subject.nextVersion === 1;
    const before = isNew ? [] : await this.stores.tables.lives(subject.id, manager);
    await this.stores.tables.storeLives(
      manager,
      subject.id,
      before,
      recordLives(before, schema, row.version),
    );
    await this.rules.tables.store(manager, subject.id, row.fingerprint, row.version, advances);
  }

  private async relabel(
    _context: RequestContext,
    manager: EntityManager,
    subject: SubjectRow,
    version: VersionRow,
    labels: readonly string[],
    at: string,
  ): Promise<Published> {
    await this.moveLabels(manager, subject, version.version, labels);
    const change: NewChange = {
      kind: 'label.moved',
      subject: formatSubjectName(subject),
      version: version.version,
      fingerprint: version.fingerprint,
      details: {},
    };
    if (labels.length > 0) await this.changes.append(manager, labelChanges(change, labels), at);
    return { subject, version, created: false, verdict: version.verdict, plans: () => [] };
  }

  private async moveLabels(
    manager: EntityManager,
    subject: SubjectRow,
    version: number,
    labels: readonly string[],
  ): Promise<void> {
    for (const name of new Set(labels))
      await this.stores.versions.setLabel(manager, { subjectId: subject.id, name, version });
  }
}

/** The failure that tells a verdict. */
export function refusal(subject: string, verdict: Verdict): RegistryError {
  const refused = verdict.findings.filter((finding) => finding.refused);
  const first = refused[0];
  const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : '';
  const problem = first === undefined ? 'see the verdict.' : `${first.message}${more}`;
  return new RegistryError(
    'SCHEMA_INCOMPATIBLE',
    { subject, level: verdict.level, problem },
    { details: { verdict } },
  );
}

/** Full names of event messages by commas, as many as a reader of the feed may want to fetch codecs of at once. */
function namesOf(messages: readonly string[]): string {
  return messages.slice(0, MAX_CODECS_TOLD).join(',');
}

const MAX_CODECS_TOLD = 100;

function labelChanges(change: NewChange, labels: readonly string[]): NewChange[] {
  return [...new Set(labels)].map((label) => ({ ...change, kind: 'label.moved', details: { label } }));
}
