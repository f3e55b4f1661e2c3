import { RegistryError } from '#libs/errors';
import type { Verdict } from '#libs/compat';
import type { Fingerprint } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import type { Database } from '../database/database.js';
import type { VersionRow } from '../entities/version.entity.js';
import { checkLabelName } from '../label-name.js';
import type { Stores } from '../repositories/stores.js';
import type { RequestContext } from '../request-context.js';
import { formatSubjectName, parseSubjectName, type SubjectName } from '../subject-name.js';
import type { Drafts, KeptDraft } from './drafts.service.js';
import type { Judging } from './judging.service.js';
import type { Policies } from './policies.service.js';
import type { Preparation, Prepared, Proposal } from './preparation.service.js';
import { plansOf, type Tables } from './tables.service.js';

/** What a publication would come to. */
export interface Checked {
  readonly verdict: Verdict;
  readonly fingerprint: Fingerprint;
  /** The live version that has the content already; null when none has. */
  readonly existing: VersionRow | null;
  readonly plans: readonly registry.TablePlanJson[];
  /** What was kept under the label; null when none was given. */
  readonly draft: KeptDraft | null;
}

/** A proposal for one subject of a batch. */
export interface SubjectProposal {
  readonly subject: string;
  readonly proposal: Proposal;
}

interface Examined extends Omit<Checked, 'draft'> {
  readonly name: SubjectName;
  readonly proposal: Proposal;
  readonly prepared: Prepared;
}

/** Subjects of one batch that are worked on at once: enough to keep the compiler's processes busy. */
const PARALLEL_CHECKS = 4;

/** Says what publishing would come to. Changes nothing but drafts. */
export class Checking {
  constructor(
    private readonly database: Database,
    private readonly stores: Stores,
    private readonly preparation: Preparation,
    private readonly rules: {
      readonly policies: Policies;
      readonly tables: Tables;
      readonly judging: Judging;
    },
    private readonly drafts: Drafts,
    /** Most subjects of a batch. */
    private readonly maxSubjects: number,
  ) {}

  /**
   * The verdict and plans that publishing would come to; the proposal is kept under the label when one is given, whatever
   * the verdict. **Throws** SCHEMA_INVALID, REFERENCE_*, SCHEMA_TOO_LARGE, LABEL_TAKEN; nothing is kept then.
   */
  async check(
    context: RequestContext,
    subject: string,
    proposal: Proposal,
    draftLabel: string | null,
  ): Promise<Checked> {
    if (draftLabel !== null) checkLabelName(draftLabel);
    const examined = await this.examine(subject, proposal);
    if (draftLabel === null) return { ...examined, draft: null };
    const [draft] = await this.drafts.keep(context, draftLabel, [examined]);
    if (draft instanceof RegistryError) throw draft;
    return { ...examined, draft: draft ?? null };
  }

  /**
   * One answer for each proposal, in their order: what {@link check} answers, or the failure of that subject alone. Failures
   * that are not the caller's (no turn, no database) fail the batch: it can be sent again. Drafts are kept all at once.
   * **Throws** TOO_MANY_SUBJECTS, BAD_REQUEST for the label and when a subject comes twice.
   */
  async checkAll(
    context: RequestContext,
    proposals: readonly SubjectProposal[],
    draftLabel: string | null,
  ): Promise<(Checked | RegistryError)[]> {
    if (draftLabel !== null) checkLabelName(draftLabel);
    this.refuse(proposals);
    const examined = await inParallel(proposals, PARALLEL_CHECKS, ({ subject, proposal }) =>
      refusalOr(() => this.examine(subject, proposal)),
    );
    if (draftLabel === null)
      return examined.map((one) => (one instanceof RegistryError ? one : { ...one, draft: null }));
    const sound = examined.filter((one): one is Examined => !(one instanceof RegistryError));
    const kept = await this.drafts.keep(context, draftLabel, sound);
    const draftOf = new Map(sound.map((one, index) => [one, kept[index]!]));
    return examined.map((one) => {
      if (one instanceof RegistryError) return one;
      const draft = draftOf.get(one)!;
      return draft instanceof RegistryError ? draft : { ...one, draft };
    });
  }

  private refuse(proposals: readonly SubjectProposal[]): void {
    const count = proposals.length;
    if (count > this.maxSubjects)
      throw new RegistryError('TOO_MANY_SUBJECTS', { count, limit: this.maxSubjects });
    const seen = new Set<string>();
    for (const { subject } of proposals) {
      const key = qualified(subject);
      if (seen.has(key)) {
        const problem = `Subject '${subject.slice(0, 80)}' comes twice. Give each subject once, with all its files.`;
        throw new RegistryError('BAD_REQUEST', { problem });
      }
      seen.add(key);
    }
  }

  private async examine(subjectName: string, proposal: Proposal): Promise<Examined> {
    const name = parseSubjectName(subjectName);
    const prepared = await this.preparation.prepare(proposal);
    const subject = await this.stores.subjects.find(name);
    const config = await this.rules.policies.effective(name);
    const reads = this.database.reads;
    const existing =
      subject === null ? null : await this.stores.versions.byContent(subject.id, prepared.contentKey, reads);
    const { schema } = prepared;
    // Content that is live already was accepted once: publishing it again changes nothing, so nothing can refuse it.
    const next = existing?.version ?? subject?.nextVersion ?? 1;
    const owner = { ...name, id: subject?.id ?? null };
    const advances =
      existing === null ? await this.rules.tables.advance(undefined, owner, schema, next, config.tables) : [];
    const verdict =
      existing?.verdict ??
      this.rules.judging.withTables(
        await this.rules.judging.judge(reads, subject, schema, config.policy),
        schema,
        advances,
        config,
      );
    const plans = plansOf(advances, config.dialects);
    return { name, proposal, prepared, verdict, fingerprint: schema.fingerprint, existing, plans };
  }
}

/** One spelling a subject: `x` and `:.:x` are the same. A name that is not allowed is told with its result. */
function qualified(subject: string): string {
  try {
    return formatSubjectName(parseSubjectName(subject));
  } catch {
    return subject;
  }
}

/** What the work answers, or its failure when the caller's input is the reason. */
async function refusalOr<T>(work: () => Promise<T>): Promise<T | RegistryError> {
  try {
    return await work();
  } catch (error) {
    const TOO_MANY_REQUESTS = 429;
    if (!(error instanceof RegistryError)) throw error;
    if (error.row.http >= 500 || error.row.http === TOO_MANY_REQUESTS) throw error;
    return error;
  }
}

/** Results in the order of the items, with at most `width` of them under way. The first failure ends it. */
async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
