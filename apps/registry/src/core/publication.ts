import type { Verdict } from '#libs/compat';
import type { registry } from '#libs/gen';
import type { SubjectRow } from './entities/subject.entity.js';
import type { VersionReferenceRow } from './entities/version-reference.entity.js';
import type { VersionRow } from './entities/version.entity.js';
import type { Placement } from './placement.js';
import type { NewChange } from './repositories/stores.js';
import type { RequestContext } from './request-context.js';
import { PROTOBUF } from './schema-format.js';
import type { EffectiveConfig } from './services/policies.service.js';
import type { Prepared, Proposal } from './services/preparation.service.js';
import { plansOf, type TableAdvance } from './services/tables.service.js';
import { formatSubjectName, type SubjectName } from './subject-name.js';

/** A proposal that is ready to become a version. */
export interface Publication {
  readonly context: RequestContext;
  readonly name: SubjectName;
  readonly prepared: Prepared;
  readonly proposal: Proposal;
  readonly placement: Placement;
}

/** What is told of a version and is not in its row. Each in order. */
export interface VersionFacts {
  readonly references: readonly {
    readonly name: string;
    readonly subject: string;
    readonly version: number;
  }[];
  /** Names of those that are on it. */
  readonly labels: readonly string[];
  /** Full names of its messages that are tables. */
  readonly tables: readonly string[];
}

/** What came of a publication. */
export interface Published {
  readonly subject: SubjectRow;
  readonly version: VersionRow;
  /** False when the content was there already. */
  readonly created: boolean;
  readonly verdict: Verdict;
  /** Of a version that was created now, which need not be read again; else null. */
  readonly facts: VersionFacts | null;
  /** Made when they are asked for: not every API answers them. */
  readonly plans: () => readonly registry.TablePlanJson[];
}

/** One that is to be stored. */
export interface Accepted {
  readonly kind: 'accepted';
  readonly publication: Publication;
  readonly subject: SubjectRow;
  /** That the transaction has made it: it has no history. */
  readonly isMade: boolean;
  readonly config: EffectiveConfig;
  readonly verdict: Verdict;
  readonly advances: readonly TableAdvance[];
}

/** What is to be done with a publication. */
export type Decision =
  | Accepted
  | {
      readonly kind: 'present';
      readonly publication: Publication;
      readonly subject: SubjectRow;
      readonly version: VersionRow;
    }
  | { readonly kind: 'refused'; readonly error: unknown };

/** The version that it becomes. */
export function rowOf({ publication, subject, verdict }: Accepted, schemaId: number, at: string): VersionRow {
  const { context, prepared, proposal, placement } = publication;
  return {
    subjectId: subject.id,
    version: placement.version ?? subject.nextVersion,
    schemaId,
    fingerprint: prepared.schema.fingerprint,
    format: PROTOBUF,
    sourceDigest: prepared.source.digest,
    contentKey: prepared.contentKey,
    metadata: proposal.metadata,
    author: proposal.author || context.actor,
    reason: proposal.reason,
    verdict,
    state: 'ACTIVE',
    createdAt: at,
    deletedAt: null,
  };
}

/** What its version refers to. */
export function referencesOf(
  { prepared }: Publication,
  { subjectId, version }: VersionRow,
): VersionReferenceRow[] {
  return prepared.references.map((reference) => ({
    subjectId,
    version,
    name: reference.name,
    targetSubjectId: reference.targetSubjectId,
    targetVersion: reference.version,
  }));
}

/** What is told to who published. */
export function publishedOf(
  decision: Exclude<Decision, { kind: 'refused' }>,
  version: VersionRow,
): Published {
  const { subject } = decision;
  if (decision.kind === 'present')
    return { subject, version, created: false, verdict: version.verdict, facts: null, plans: () => [] };
  const { verdict, advances, config } = decision;
  const { prepared, proposal } = decision.publication;
  const facts = {
    references: prepared.references
      .map(({ name, subject: target, version: number }) => ({ name, subject: target, version: number }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
    labels: [...new Set(proposal.labels)].sort(),
    tables: advances.map(({ after }) => after.message).sort(),
  };
  const plans = (): readonly registry.TablePlanJson[] => plansOf(advances, config.dialects);
  return { subject, version, created: true, verdict, facts, plans };
}

/** What the feed of changes tells of it. */
export function changesOf(
  decision: Exclude<Decision, { kind: 'refused' }>,
  { version, fingerprint, author, reason }: VersionRow,
): NewChange[] {
  const { name, proposal } = decision.publication;
  const told = { subject: formatSubjectName(name), version, fingerprint };
  const labels = [...new Set(proposal.labels)].map((label): NewChange => ({
    kind: 'label.moved',
    ...told,
    details: { label },
  }));
  if (decision.kind === 'present') return labels;
  const codecs = namesOf(decision.advances.map(({ after }) => after.message));
  return [{ kind: 'version.created', ...told, details: { author, reason, codecs } }, ...labels];
}

/** Full names of event messages by commas, as many as a reader of the feed may want to fetch codecs of at once. */
function namesOf(messages: readonly string[]): string {
  return messages.slice(0, MAX_CODECS_TOLD).join(',');
}

const MAX_CODECS_TOLD = 100;
