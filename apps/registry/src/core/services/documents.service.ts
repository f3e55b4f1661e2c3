import { isDeepStrictEqual } from 'node:util';
import type { Verdict } from '#libs/compat';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { VersionRow } from '../entities/version.entity.js';
import { refuseOtherPlace, refusePlacement, type Placement } from '../placement.js';
import { refusal } from '../refusal.js';
import type { CatalogRepository, CatalogVersion, Liveness } from '../repositories/catalog.repository.js';
import type { Stores } from '../repositories/stores.js';
import type { RequestContext } from '../request-context.js';
import { formatSubjectName, type SubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';
import type { DocumentJudging } from './document-judging.service.js';
import type { Document, DocumentStore, PreparedDocument } from './document-store.service.js';
import { streamOf } from './judging.service.js';
import type { Policies } from './policies.service.js';
import { keepTargets, type ResolvedReference } from './references.service.js';

/** A document with the place that it is to have. */
interface Publication {
  readonly name: SubjectName;
  readonly document: Document;
  readonly prepared: PreparedDocument;
  readonly placement: Placement;
}

/**
 * Versions whose schema is a text of another format than Protobuf. They share subjects, ids, references, metadata, deletes and the
 * feed of changes with the others, and have no elements, tables and codecs.
 */
export class Documents {
  constructor(
    private readonly database: Database,
    private readonly stores: Stores & { readonly catalog: CatalogRepository },
    private readonly documents: DocumentStore,
    private readonly rules: { readonly policies: Policies; readonly judging: DocumentJudging },
    private readonly changes: Changes,
  ) {}

  /** Makes the document the subject's next version, or answers the live one of that content. **Throws** as Publishing does. */
  async publish(
    context: RequestContext,
    name: SubjectName,
    document: Document,
    placement: Placement,
  ): Promise<VersionRow> {
    const prepared = await this.documents.prepare(document, !placement.imported);
    const version = await this.database.write((manager) =>
      this.store(context, manager, { name, document, prepared, placement }),
    );
    this.changes.wake();
    return version;
  }

  /** The subject's newest version of the document's content, or null. **Throws** SCHEMA_INVALID and the like. */
  async find(name: SubjectName, document: Document, liveness: Liveness): Promise<CatalogVersion | null> {
    const { contentKey } = await this.documents.prepare(document, false);
    const subject = await this.stores.subjects.find(name);
    return subject === null ? null : this.stores.catalog.versionOfContent(subject.id, contentKey, liveness);
  }

  /** The same, whatever its metadata. */
  async findText(name: SubjectName, document: Document, liveness: Liveness): Promise<CatalogVersion | null> {
    const { schema, references } = await this.documents.prepare(document, false);
    const wanted = references.map(keyOf).sort();
    const versions = await this.stores.catalog.versionsOf(name, liveness);
    for (const version of versions.toReversed()) {
      if (version.fingerprint !== schema.fingerprint) continue;
      const kept = await this.stores.versions.references(version.subjectId, version.version);
      const keys = kept.map((one) => keyOf({ ...one, version: one.targetVersion }));
      if (isDeepStrictEqual(keys.sort(), wanted)) return version;
    }
    return null;
  }

  /** The verdict on a document, see Comparing. */
  async judge(
    name: SubjectName,
    document: Document,
    only: number | null,
    streamProperty: string | null,
  ): Promise<Verdict> {
    const { parsed } = await this.documents.prepare(document, true);
    const subject = await this.stores.subjects.find(name);
    const { policy } = await this.rules.policies.effective(name);
    const stream = streamOf(streamProperty, document.metadata);
    return this.rules.judging.judge(this.database.reads, subject, parsed, policy, { only, stream });
  }

  private async store(
    context: RequestContext,
    manager: EntityManager,
    publication: Publication,
  ): Promise<VersionRow> {
    const { name, document, prepared, placement } = publication;
    const at = new Date().toISOString();
    const subject = await this.stores.subjects.lock(manager, name, at);
    const existing = await this.stores.versions.byContent(subject.id, prepared.contentKey, manager);
    if (existing !== null) refuseOtherPlace(existing, name, placement);
    if (existing !== null) return existing;
    refusePlacement(subject, placement);
    const { policy } = await this.rules.policies.effective(name, manager);
    const unjudged = placement.imported || placement.unjudged === true;
    const verdict = await this.rules.judging.judge(
      manager,
      subject,
      prepared.parsed,
      unjudged ? { ...policy, level: 'NONE' } : policy,
      { only: null, stream: streamOf(placement.streamProperty, document.metadata) },
    );
    if (verdict.verdict === 'incompatible') throw refusal(formatSubjectName(name), verdict);
    await keepTargets(this.stores.versions, manager, prepared.references);
    const row = await this.insert(context, manager, publication, { subject, verdict, at });
    const { version, fingerprint, author, reason } = row;
    const details = { author, reason, format: document.format };
    const change = {
      kind: 'version.created' as const,
      subject: formatSubjectName(name),
      version,
      fingerprint,
    };
    await this.changes.append(manager, [{ ...change, details }], at);
    return row;
  }

  private async insert(
    context: RequestContext,
    manager: EntityManager,
    { name, document, prepared, placement }: Publication,
    made: { readonly subject: SubjectRow; readonly verdict: Verdict; readonly at: string },
  ): Promise<VersionRow> {
    const { schema, source, contentKey } = prepared;
    const { subjects, schemas, versions } = this.stores;
    const { fingerprint } = schema;
    await schemas.store(manager, schema, source, made.at, document.format);
    const schemaId = await schemas.takeId(
      manager,
      { context: name.context, contentKey, fingerprint },
      placement.id,
    );
    if (placement.guidOf !== undefined)
      await schemas.keepGuid(manager, name.context, schemaId, placement.guidOf(prepared.references));
    const version = await subjects.takeVersion(manager, made.subject, placement.version ?? undefined);
    const row: VersionRow = {
      subjectId: made.subject.id,
      version,
      schemaId,
      fingerprint,
      format: document.format,
      sourceDigest: source.digest,
      contentKey,
      metadata: document.metadata,
      author: document.author || context.actor,
      reason: document.reason,
      verdict: made.verdict,
      state: 'ACTIVE',
      createdAt: made.at,
      deletedAt: null,
    };
    const references = prepared.references.map((reference) => ({
      subjectId: row.subjectId,
      version,
      name: reference.name,
      targetSubjectId: reference.targetSubjectId,
      targetVersion: reference.version,
    }));
    await versions.insert(manager, row, references);
    return row;
  }
}

/** A reference as a text: the same names of the same texts mean the same. */
function keyOf({
  name,
  targetSubjectId,
  version,
}: Pick<ResolvedReference, 'name' | 'targetSubjectId' | 'version'>): string {
  return JSON.stringify([name, targetSubjectId, version]);
}
