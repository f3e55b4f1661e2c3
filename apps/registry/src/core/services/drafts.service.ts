import { RegistryError } from '#libs/errors';
import type { Verdict } from '#libs/compat';
import { loadSchema } from '#libs/descriptors';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { DraftVersion } from '../draft.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import { checkLabelName } from '../label-name.js';
import type { DraftContent, DraftsRepository } from '../repositories/drafts.repository.js';
import type { NewChange, Stores } from '../repositories/stores.js';
import type { RequestContext } from '../request-context.js';
import { PROTOBUF } from '../schema-format.js';
import { formatSubjectName, type SubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';
import type { Prepared, Proposal } from './preparation.service.js';

/** A proposal that is to be kept. */
export interface DraftEntry {
  readonly name: SubjectName;
  readonly prepared: Prepared;
  readonly proposal: Proposal;
  readonly verdict: Verdict;
}

/** A draft with its subject. */
export interface KeptDraft {
  readonly subject: SubjectRow;
  readonly version: DraftVersion;
}

/** Proposals under labels such as `pr-123`: what is under review. They are no versions: nothing is judged against them. */
export class Drafts {
  constructor(
    private readonly database: Database,
    private readonly stores: Pick<Stores, 'subjects' | 'versions'>,
    private readonly drafts: DraftsRepository,
    private readonly changes: Changes,
    /** Most drafts of a subject. */
    private readonly maxDrafts: number,
  ) {}

  /**
   * Keeps all entries under the label, in one transaction, each in the place of its subject's earlier draft there; one whose
   * content and texts are there already stays as it is. Answers in the order of the entries; an error is why that one was
   * not kept (LABEL_TAKEN, TOO_MANY_DRAFTS). **Throws** BAD_REQUEST for the label.
   */
  async keep(
    context: RequestContext,
    label: string,
    entries: readonly DraftEntry[],
  ): Promise<(KeptDraft | RegistryError)[]> {
    checkLabelName(label);
    const kept = await this.database.write((manager) => this.keepAll(context, manager, label, entries));
    this.changes.wake();
    return kept;
  }

  /** A subject's drafts by label. */
  list(subject: SubjectRow): Promise<DraftVersion[]> {
    return this.drafts.list(subject.id);
  }

  /** Texts and image of a draft. **Throws** VERSION_NOT_FOUND when it has gone meanwhile. */
  async content(draft: DraftVersion): Promise<DraftContent> {
    const content = await this.drafts.content(draft.subjectId, draft.label);
    if (content !== null) return content;
    const subject = formatSubjectName(await this.stores.subjects.byId(draft.subjectId));
    throw new RegistryError('VERSION_NOT_FOUND', { subject, version: draft.label });
  }

  /** The canonical descriptor set of a draft; its SHA-256 is the draft's fingerprint. */
  async canonical(draft: DraftVersion): Promise<Uint8Array> {
    const { files, image } = await this.content(draft);
    return loadSchema(image, { rootFiles: files.map((file) => file.path) }).canonical;
  }

  private async keepAll(
    context: RequestContext,
    manager: EntityManager,
    label: string,
    entries: readonly DraftEntry[],
  ): Promise<(KeptDraft | RegistryError)[]> {
    const at = new Date().toISOString();
    const changes: NewChange[] = [];
    const kept = new Map<DraftEntry, KeptDraft | RegistryError>();
    // Subjects are locked in one order, so that two batches wait for each other and never for each other's second lock.
    for (const entry of [...entries].sort(bySubject)) {
      const subject = await this.stores.subjects.lock(manager, entry.name, at);
      const earlier = await this.drafts.find(subject.id, label, manager);
      const version = toDraft(context, subject, label, entry, at);
      if (earlier !== null && isSame(earlier, version)) {
        kept.set(entry, { subject, version: earlier });
        continue;
      }
      const refusal = await this.refusal(manager, subject, label, earlier === null);
      if (refusal === null) {
        await this.drafts.put(manager, version, entry.prepared.source);
        changes.push(changeOf('draft.stored', subject, version, context));
      }
      kept.set(entry, refusal ?? { subject, version });
    }
    if (changes.length > 0) await this.changes.append(manager, changes, at);
    return entries.map((entry) => kept.get(entry)!);
  }

  private async refusal(
    manager: EntityManager,
    row: SubjectRow,
    label: string,
    isNew: boolean,
  ): Promise<RegistryError | null> {
    const subject = formatSubjectName(row);
    const taken = await this.stores.versions.label(row.id, label, manager);
    if (taken !== null) return new RegistryError('LABEL_TAKEN', { label, subject, version: taken.version });
    const count = isNew ? await this.drafts.count(row.id, manager) : 0;
    if (count < this.maxDrafts) return null;
    return new RegistryError('TOO_MANY_DRAFTS', { subject, count, limit: this.maxDrafts });
  }
}

/** The entry of the change feed about a draft. */
export function changeOf(
  kind: 'draft.stored' | 'draft.removed',
  subject: SubjectRow,
  draft: DraftVersion,
  context: RequestContext,
): NewChange {
  const details = { label: draft.label, actor: context.actor };
  return { kind, subject: formatSubjectName(subject), version: 0, fingerprint: draft.fingerprint, details };
}

function toDraft(
  context: RequestContext,
  subject: SubjectRow,
  label: string,
  { prepared, proposal, verdict }: DraftEntry,
  at: string,
): DraftVersion {
  return {
    subjectId: subject.id,
    label,
    version: 0,
    schemaId: 0,
    fingerprint: prepared.schema.fingerprint,
    format: PROTOBUF,
    sourceDigest: prepared.source.digest,
    contentKey: prepared.contentKey,
    metadata: proposal.metadata,
    references: prepared.references.map(({ name, subject: target, version }) => ({
      name,
      subject: target,
      version,
    })),
    author: proposal.author || context.actor,
    reason: proposal.reason,
    verdict,
    state: 'DRAFT',
    createdAt: at,
    deletedAt: null,
  };
}

function isSame(left: DraftVersion, right: DraftVersion): boolean {
  return left.contentKey === right.contentKey && left.sourceDigest === right.sourceDigest;
}

function bySubject(left: DraftEntry, right: DraftEntry): number {
  const [a, b] = [formatSubjectName(left.name), formatSubjectName(right.name)];
  return a < b ? -1 : a > b ? 1 : 0;
}
