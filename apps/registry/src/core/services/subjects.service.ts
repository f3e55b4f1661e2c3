import { RegistryError } from '#libs/errors';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { isDraft, type DraftVersion } from '../draft.js';
import type { LabelRow } from '../entities/label.entity.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { VersionRow, VersionState } from '../entities/version.entity.js';
import { checkLabelName } from '../label-name.js';
import type { NewChange } from '../repositories/changes.repository.js';
import type { DraftsRepository } from '../repositories/drafts.repository.js';
import type { SubjectsRepository } from '../repositories/subjects.repository.js';
import type { VersionsRepository } from '../repositories/versions.repository.js';
import type { RequestContext } from '../request-context.js';
import { formatSubjectName, parseSubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';
import { changeOf as draftChange } from './drafts.service.js';

/** A version with the subject it belongs to. */
export interface FoundVersion {
  readonly subject: SubjectRow;
  readonly version: VersionRow;
}

/** Subjects, their versions, labels and drafts: reading, deleting, states. */
export class Subjects {
  constructor(
    private readonly database: Database,
    private readonly subjects: SubjectsRepository,
    private readonly versions: VersionsRepository,
    private readonly drafts: DraftsRepository,
    private readonly changes: Changes,
    /** Whether numbers of versions that are gone for good are given again. */
    private readonly options: { readonly reuseVersions: boolean } = { reuseVersions: false },
  ) {}

  /** Names of a context's subjects that have live versions, in order, past `after`. */
  list(
    _context: RequestContext,
    options: { prefix: string; context: string; after: string; limit: number },
  ): Promise<string[]> {
    return this.subjects.list(options);
  }

  /** **Throws** SUBJECT_NOT_FOUND also when every version is deleted and `deleted` is not set. */
  async get(
    _context: RequestContext,
    subjectName: string,
    options: { deleted: boolean } = { deleted: false },
  ): Promise<SubjectRow> {
    const subject = await this.subjects.find(parseSubjectName(subjectName));
    const versions = subject === null ? [] : await this.versions.list(subject.id, options);
    if (subject === null || versions.length === 0)
      throw new RegistryError('SUBJECT_NOT_FOUND', { subject: subjectName });
    return subject;
  }

  /** The subject's versions in order. **Throws** SUBJECT_NOT_FOUND. */
  async listVersions(
    context: RequestContext,
    subjectName: string,
    options: { deleted: boolean },
  ): Promise<{ subject: SubjectRow; versions: VersionRow[] }> {
    const subject = await this.get(context, subjectName, options);
    return { subject, versions: await this.versions.list(subject.id, options) };
  }

  /** A version by number, `latest` or label, or the draft under a label. **Throws** SUBJECT_NOT_FOUND, VERSION_NOT_FOUND. */
  async version(
    context: RequestContext,
    subjectName: string,
    which: string,
    options: { deleted: boolean } = { deleted: false },
  ): Promise<FoundVersion> {
    const subject = await this.subjects.find(parseSubjectName(subjectName));
    const version = subject === null ? null : await this.pick(subject, which);
    if (subject !== null && version !== null && (version.deletedAt === null || options.deleted))
      return { subject, version };
    await this.get(context, subjectName, options);
    throw new RegistryError('VERSION_NOT_FOUND', { subject: subjectName, version: which.slice(0, 80) });
  }

  /** Moves a version to another state. **Throws** VERSION_STATE for a draft. */
  async setState(
    context: RequestContext,
    subjectName: string,
    which: string,
    state: VersionState,
  ): Promise<FoundVersion> {
    const found = await this.version(context, subjectName, which);
    refuseDraft(found);
    if (found.version.state === state) return found;
    await this.commit((manager, at) => this.changeState(context, manager, found, state, at));
    return { subject: found.subject, version: { ...found.version, state } };
  }

  /**
   * Deletes a version: softly, so that it leaves lists, `latest` and checks but stays readable by id; or for good, when it
   * was deleted softly before. A draft is gone at once. Answers the number, 0 for a draft. **Throws** VERSION_REFERENCED,
   * VERSION_STATE.
   */
  async deleteVersion(
    context: RequestContext,
    subjectName: string,
    which: string,
    permanent: boolean,
  ): Promise<number> {
    const { subject, version } = await this.version(context, subjectName, which, { deleted: true });
    await this.commit((manager, at) =>
      isDraft(version)
        ? this.removeDrafts(context, manager, subject, [version], at)
        : this.erase(context, manager, subject, [version], permanent, at),
    );
    return version.version;
  }

  /** Deletes all versions, see {@link deleteVersion}, and drafts. Answers the versions' numbers. */
  async deleteSubject(context: RequestContext, subjectName: string, permanent: boolean): Promise<number[]> {
    const { subject, versions } = await this.listVersions(context, subjectName, { deleted: permanent });
    const drafts = await this.drafts.list(subject.id);
    await this.commit(async (manager, at) => {
      await this.erase(context, manager, subject, versions, permanent, at);
      await this.removeDrafts(context, manager, subject, drafts, at);
    });
    return versions.map((version) => version.version);
  }

  labels(subject: SubjectRow): Promise<LabelRow[]> {
    return this.versions.labels(subject.id);
  }

  /** What is under review for the subject, by label. **Throws** SUBJECT_NOT_FOUND when nothing was ever stored for it. */
  async listDrafts(
    context: RequestContext,
    subjectName: string,
  ): Promise<{ subject: SubjectRow; drafts: DraftVersion[] }> {
    const subject = await this.subjects.find(parseSubjectName(subjectName));
    const drafts = subject === null ? [] : await this.drafts.list(subject.id);
    return { subject: drafts.length > 0 ? subject! : await this.get(context, subjectName), drafts };
  }

  /** Puts a label on a version. **Throws** BAD_REQUEST, see checkLabelName, and VERSION_STATE for a draft. */
  async setLabel(
    context: RequestContext,
    subjectName: string,
    label: string,
    which: string,
  ): Promise<FoundVersion> {
    checkLabelName(label);
    const found = await this.version(context, subjectName, which);
    refuseDraft(found);
    await this.commit(async (manager, at) => {
      await this.subjects.lock(manager, found.subject, at);
      await this.versions.setLabel(manager, {
        subjectId: found.subject.id,
        name: label,
        version: found.version.version,
      });
      await this.changes.append(
        manager,
        [changeOf('label.moved', found, { label, actor: context.actor })],
        at,
      );
    });
    return found;
  }

  /** **Throws** LABEL_NOT_FOUND. */
  async removeLabel(context: RequestContext, subjectName: string, label: string): Promise<void> {
    const subject = await this.get(context, subjectName);
    await this.commit(async (manager, at) => {
      const removed = await this.versions.removeLabel(manager, subject.id, label);
      if (!removed) throw new RegistryError('LABEL_NOT_FOUND', { subject: subjectName, label });
      const change: NewChange = {
        kind: 'label.removed',
        subject: formatSubjectName(subject),
        version: 0,
        fingerprint: '',
        details: { label, actor: context.actor },
      };
      await this.changes.append(manager, [change], at);
    });
  }

  /** The references of a version, with the names of the subjects they point to. */
  async references(version: VersionRow): Promise<{ name: string; subject: string; version: number }[]> {
    if (isDraft(version)) return [...version.references];
    const rows = await this.versions.references(version.subjectId, version.version);
    return Promise.all(
      rows.map(async (row) => ({
        name: row.name,
        subject: formatSubjectName(await this.subjects.byId(row.targetSubjectId)),
        version: row.targetVersion,
      })),
    );
  }

  private async pick(subject: SubjectRow, which: string): Promise<VersionRow | null> {
    if (/^[1-9]\d{0,9}$/.test(which))
      return this.versions.find(subject.id, Math.min(Number(which), 2 ** 31 - 1));
    if (which === 'latest') return this.versions.latest(subject.id);
    const label = await this.versions.label(subject.id, which);
    return label === null
      ? this.drafts.find(subject.id, which)
      : this.versions.find(subject.id, label.version);
  }

  private async removeDrafts(
    context: RequestContext,
    manager: EntityManager,
    subject: SubjectRow,
    drafts: readonly DraftVersion[],
    at: string,
  ): Promise<void> {
    for (const { label } of drafts) await this.drafts.remove(manager, subject.id, label);
    const changes = drafts.map((draft) => draftChange('draft.removed', subject, draft, context));
    if (changes.length > 0) await this.changes.append(manager, changes, at);
  }

  private async commit(work: (manager: EntityManager, at: string) => Promise<void>): Promise<void> {
    await this.database.write((manager) => work(manager, new Date().toISOString()));
    this.changes.wake();
  }

  private async changeState(
    context: RequestContext,
    manager: EntityManager,
    found: FoundVersion,
    state: VersionState,
    at: string,
  ): Promise<void> {
    await this.versions.update(manager, found.version, { state });
    const details = { before: found.version.state, after: state, actor: context.actor };
    await this.changes.append(manager, [changeOf('version.state', found, details)], at);
  }

  private async erase(
    context: RequestContext,
    manager: EntityManager,
    subject: SubjectRow,
    versions: readonly VersionRow[],
    permanent: boolean,
    at: string,
  ): Promise<void> {
    const changes: NewChange[] = [];
    for (const stale of versions) {
      const deletedAt = await this.versions.lock(manager, subject.id, stale.version);
      if (deletedAt === undefined) {
        const params = { subject: formatSubjectName(subject), version: stale.version };
        throw new RegistryError('VERSION_NOT_FOUND', params);
      }
      const version = { ...stale, deletedAt };
      await this.refuseErase(manager, subject, version, permanent);
      if (permanent) await this.versions.remove(manager, version);
      else await this.versions.update(manager, version, { deletedAt: at });
      changes.push(
        changeOf(
          'version.deleted',
          { subject, version },
          { permanent: String(permanent), actor: context.actor },
        ),
      );
    }
    if (permanent && this.options.reuseVersions) await this.subjects.reuseVersions(manager, subject);
    await this.changes.append(manager, changes, at);
  }

  private async refuseErase(
    manager: EntityManager,
    subject: SubjectRow,
    version: VersionRow,
    permanent: boolean,
  ): Promise<void> {
    const params = { subject: formatSubjectName(subject), version: version.version };
    if (!permanent && version.deletedAt !== null) {
      throw new RegistryError('VERSION_STATE', {
        ...params,
        state: 'deleted',
        problem: 'delete it with permanent=true to remove it for good.',
      });
    }
    if (permanent && version.deletedAt === null) {
      throw new RegistryError('VERSION_STATE', {
        ...params,
        state: 'live',
        problem: 'delete it without permanent=true first.',
      });
    }
    const by = await this.versions.referencedBy(subject.id, version.version, { deleted: permanent }, manager);
    const first = by[0];
    if (first !== undefined)
      throw new RegistryError('VERSION_REFERENCED', {
        ...params,
        by: `${formatSubjectName(first)} version ${first.version}`,
      });
  }
}

function refuseDraft({ subject, version }: FoundVersion): void {
  if (!isDraft(version)) return;
  throw new RegistryError('VERSION_STATE', {
    subject: formatSubjectName(subject),
    version: version.label,
    state: 'a draft',
    problem: 'it has no number. Publish it first.',
  });
}

function changeOf(kind: string, found: FoundVersion, details: Readonly<Record<string, string>>): NewChange {
  return {
    kind,
    subject: formatSubjectName(found.subject),
    version: found.version.version,
    fingerprint: found.version.fingerprint,
    details,
  };
}
