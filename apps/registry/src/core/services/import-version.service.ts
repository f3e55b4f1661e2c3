import { recordLives, type Verdict } from '#libs/compat';
import { RegistryError } from '#libs/errors';
import type { Fingerprint, Schema } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import { guidOf } from '#libs/registry-client';
import type { TableNames } from '#libs/table-model';
import type { EntityManager } from 'typeorm';
import type { SourceRow } from '../entities/source.entity.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { VersionRow, VersionState } from '../entities/version.entity.js';
import { checkLabelName } from '../label-name.js';
import type { ImportRepository } from '../repositories/import.repository.js';
import type { NewChange, Stores } from '../repositories/stores.js';
import { formatSubjectName, parseSubjectName, type SubjectName } from '../subject-name.js';
import { notFound } from './import-sources.service.js';
import type { Policies } from './policies.service.js';
import { contentKeyOf } from './preparation.service.js';
import type { TableAdvance, Tables } from './tables.service.js';

/** What came of a record; the change that it is told by, when it is new. */
export interface Imported {
  readonly outcome: 'created' | 'present' | 'changed';
  readonly note?: string;
  readonly change?: NewChange;
}

/** What imports of one transaction share. */
export interface ImportScope {
  readonly manager: EntityManager;
  /** RFC 3339: of what the records leave open. */
  readonly at: string;
  readonly actor: string;
  readonly taken: TableNames;
}

/** A schema that can be stored. */
export interface StorableSchema {
  /** PROTOBUF, AVRO or JSON. */
  readonly format: string;
  readonly schema: Pick<Schema, 'fingerprint' | 'canonical'>;
  readonly source: SourceRow;
  /** Null for what has no elements. */
  readonly proto: Schema | null;
}

/** One that can, or that is stored in the record's place already. */
export type ImportedSchema =
  | StorableSchema
  | {
      readonly format: string;
      readonly schema: { readonly fingerprint: Fingerprint; readonly canonical: null };
      readonly source: Pick<SourceRow, 'digest'>;
      readonly proto: null;
    };

/** Not judged, as in Confluent's mode IMPORT: it was accepted elsewhere. */
const UNJUDGED: Verdict = { verdict: 'compatible', level: 'NONE', versions: [], findings: [] };

/** Stores versions with the numbers that they have elsewhere. */
export class ImportVersion {
  constructor(
    private readonly repository: ImportRepository,
    private readonly stores: Stores,
    private readonly policies: Policies,
    private readonly tables: Tables,
  ) {}

  /**
   * Stores a version, or finds that it is there. What is in its way is found before anything is written. **Throws** PLACE_TAKEN,
   * REFERENCE_NOT_FOUND.
   */
  async store(
    scope: ImportScope,
    record: registry.MoveVersionJson,
    compiled: ImportedSchema,
  ): Promise<Imported> {
    const { manager } = scope;
    const name = parseSubjectName(record.subject ?? '');
    for (const label of record.labels ?? []) checkLabelName(label);
    const references = await this.references(manager, record);
    const subject = await this.stores.subjects.lock(manager, name, scope.at);
    const key = contentKeyOf(compiled.schema, { references }, record.metadata ?? {});
    const version = record.version ?? 0;
    const existing = await this.stores.versions.find(subject.id, version, manager);
    if (existing !== null) {
      const { schema, source } = compiled;
      const byText = contentKeyOf(schema, { references }, record.metadata ?? {}, source.digest);
      return this.meet(scope, record, name, existing, [key, byText]);
    }
    if (!isStorable(compiled)) {
      const problem = `${record.subject} version ${version} was removed meanwhile`;
      throw new RegistryError('CONFLICT', { problem });
    }
    if (version < subject.nextVersion) {
      const problem = `the subject is at ${subject.nextVersion}; versions come in ascending order.`;
      throw taken(formatSubjectName(name), 'version', version, problem);
    }
    if ((await this.stores.versions.keep(manager, references, { deleted: true })) !== null) {
      const problem = `what ${record.subject} version ${version} refers to was removed meanwhile`;
      throw new RegistryError('CONFLICT', { problem });
    }
    const { row, note, isNewId } = await this.rowOf(scope, { record, name, subject, key, compiled });
    const advances = await this.advance(scope, name, subject, compiled, version);
    await this.stores.schemas.store(
      manager,
      compiled.schema,
      compiled.source,
      row.createdAt,
      compiled.format,
    );
    if (isNewId.contentKey !== null)
      await this.repository.insertId(manager, { ...isNewId, contentKey: isNewId.contentKey });
    await this.stores.versions.insert(
      manager,
      row,
      references.map((one) => ({
        subjectId: subject.id,
        version,
        name: one.name,
        targetSubjectId: one.targetSubjectId,
        targetVersion: one.version,
      })),
    );
    await this.settle(scope, subject, row, compiled, advances, record);
    const details = { author: row.author, reason: row.reason, actor: scope.actor };
    const change = {
      kind: 'version.created',
      subject: formatSubjectName(name),
      version,
      fingerprint: row.fingerprint,
      details,
    };
    return { outcome: 'created', change, ...(note === '' ? {} : { note }) };
  }

  /** A record whose place has a version: it is that version, or in the way of it. */
  private async meet(
    { manager, at }: ImportScope,
    record: registry.MoveVersionJson,
    name: SubjectName,
    existing: VersionRow,
    keys: readonly string[],
  ): Promise<Imported> {
    const { version = 0, id = 0, deleted = false } = record;
    const subject = formatSubjectName(name);
    if (!keys.includes(baseOf(existing.contentKey)))
      throw taken(subject, 'version', version, 'it has other content here.');
    if (existing.schemaId !== id)
      throw taken(name.context, 'id', id, `the version has id ${existing.schemaId} here.`);
    const isDeleted = existing.deletedAt !== null;
    if (deleted === isDeleted) return { outcome: 'present' };
    if (!deleted) throw taken(subject, 'version', version, 'it is deleted here.');
    await this.stores.versions.update(manager, existing, { deletedAt: record.deletedAt || at });
    return { outcome: 'changed', note: 'it is deleted now' };
  }

  private async rowOf(
    { manager, at, actor }: ImportScope,
    input: {
      readonly record: registry.MoveVersionJson;
      readonly name: SubjectName;
      readonly subject: SubjectRow;
      readonly key: string;
      readonly compiled: StorableSchema;
    },
  ): Promise<{ row: VersionRow; note: string; isNewId: NewId }> {
    const { record, name, subject, key, compiled } = input;
    const { version = 0, id = 0 } = record;
    const { fingerprint } = compiled.schema;
    const { context } = name;
    const placed = await this.repository.placed(manager, { context, id, contentKey: key, fingerprint });
    const same = placed.find((one) => one.id === id);
    if (same !== undefined && baseOf(same.contentKey) !== key)
      throw taken(context, 'id', id, 'it is of another schema.');
    const twin = placed.find((one) => one.id !== id);
    await this.refuseGuid(manager, record, fingerprint);
    const deletedAt = record.deleted === true ? record.deletedAt || at : null;
    const sibling =
      deletedAt === null ? await this.stores.versions.byContent(subject.id, key, manager) : null;
    const notes = [
      ...(twin === undefined ? [] : [`its content has id ${twin.id} too`]),
      ...(sibling === null ? [] : [`it is version ${sibling.version} once more`]),
    ];
    return {
      note: notes.join('; '),
      isNewId: {
        context,
        id,
        fingerprint,
        contentKey: same !== undefined ? null : twin === undefined ? key : `${key}#${id}`,
      },
      row: {
        subjectId: subject.id,
        version,
        schemaId: id,
        fingerprint,
        format: compiled.format,
        sourceDigest: compiled.source.digest,
        contentKey: sibling === null ? key : `${key}#v${version}`,
        metadata: record.metadata ?? {},
        author: record.author || actor,
        reason: record.reason ?? '',
        verdict: UNJUDGED,
        state: (record.state || 'ACTIVE') as VersionState,
        createdAt: record.createdAt || at,
        deletedAt,
      },
    };
  }

  private async refuseGuid(
    manager: EntityManager,
    { guid = '' }: registry.MoveVersionJson,
    fingerprint: string,
  ): Promise<void> {
    if (guid === '') return;
    const known = await this.repository.fingerprintOfGuid(manager, guid);
    if (known !== null && known !== fingerprint)
      throw taken('any', 'GUID', guid, `it is of the schema ${known}.`);
  }

  private async advance(
    { manager, taken: names }: ImportScope,
    name: SubjectName,
    subject: SubjectRow,
    { proto }: StorableSchema,
    version: number,
  ): Promise<TableAdvance[]> {
    if (proto === null) return [];
    const config = await this.policies.effective(name, manager);
    const own = await this.repository.reservedTables(manager, subject.id);
    return this.tables.advance(manager, subject, proto, version, config.tables, {
      taken: names,
      own,
    });
  }

  private async settle(
    { manager }: ImportScope,
    subject: SubjectRow,
    row: VersionRow,
    { schema, proto }: StorableSchema,
    advances: readonly TableAdvance[],
    record: registry.MoveVersionJson,
  ): Promise<void> {
    const { tables, versions, subjects } = this.stores;
    const { version, fingerprint } = row;
    await subjects.takeVersion(manager, subject, version);
    if (proto !== null) {
      const before = version === 1 ? [] : await tables.lives(subject.id, manager);
      await tables.storeLives(manager, subject.id, before, recordLives(before, proto, version));
    }
    await this.tables.store(manager, subject.id, fingerprint, version, advances);
    for (const label of record.labels ?? [])
      await versions.setLabel(manager, { subjectId: subject.id, name: label, version });
    const { guid = '' } = record;
    if (guid !== '' && guid !== guidOf(schema.fingerprint))
      await this.repository.insertGuid(manager, {
        guid,
        context: subject.context,
        id: row.schemaId,
        fingerprint,
      });
  }

  private async references(
    manager: EntityManager,
    record: registry.MoveVersionJson,
  ): Promise<{ name: string; subject: string; version: number; targetSubjectId: number }[]> {
    const found = [];
    for (const reference of record.references ?? []) {
      const { name = '', version = 0 } = reference;
      const target = parseSubjectName(reference.subject ?? '');
      const subject = await this.stores.subjects.find(target, manager);
      const row = subject === null ? null : await this.stores.versions.find(subject.id, version, manager);
      if (subject === null || row === null) throw notFound(reference);
      found.push({ name, subject: formatSubjectName(target), version, targetSubjectId: subject.id });
    }
    return found;
  }
}

interface NewId {
  readonly context: string;
  readonly id: number;
  readonly fingerprint: string;
  /** Null when the id is the content's already. */
  readonly contentKey: string | null;
}

function isStorable(compiled: ImportedSchema): compiled is StorableSchema {
  return compiled.schema.canonical !== null;
}

/** The key of a content without what tells a twin of it. */
function baseOf(contentKey: string): string {
  return contentKey.replace(/#.*$/, '');
}

function taken(subject: string, what: string, value: number | string, problem: string): RegistryError {
  return new RegistryError('PLACE_TAKEN', { subject, what, value, problem });
}
