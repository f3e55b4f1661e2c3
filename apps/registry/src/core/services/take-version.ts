import { recordLives, type Verdict } from '#libs/compat';
import { RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { guidOf } from '#libs/registry-client';
import { advanceLedger, buildTable, type TableModel } from '#libs/table-model';
import type { VersionReferenceRow } from '../entities/version-reference.entity.js';
import type { VersionRow, VersionState } from '../entities/version.entity.js';
import type { NewChange } from '../repositories/stores.js';
import { formatSubjectName } from '../subject-name.js';
import {
  messagesOf,
  nameKey,
  type ImportedSchema,
  type ImportFacts,
  type ReadyVersion,
  type StorableSchema,
  type SubjectFacts,
  type VersionFacts,
} from './import-facts.js';
import { notFound } from './import-sources.service.js';
import { contentKeyOf } from './preparation.service.js';

/** What came of a record; the change that it is told by, when it is new. */
export interface Imported {
  readonly outcome: 'created' | 'present' | 'changed';
  readonly note?: string;
  readonly change?: NewChange;
}

/** What imports of one transaction share. */
export interface ImportScope {
  readonly facts: ImportFacts;
  /** RFC 3339: of what the records leave open. */
  readonly at: string;
  readonly actor: string;
}

/** Not judged, as in Confluent's mode IMPORT: it was accepted elsewhere. */
const UNJUDGED: Verdict = { verdict: 'compatible', level: 'NONE', versions: [], findings: [] };

/**
 * Takes a version with the numbers that it has elsewhere into what is about to be written, or finds that it is there. What is in its way is
 * found before anything is taken. **Throws** PLACE_TAKEN, REFERENCE_NOT_FOUND, CONFLICT.
 */
export function takeVersion(scope: ImportScope, ready: ReadyVersion): Imported {
  const { facts, actor } = scope;
  const { record, name, compiled } = ready;
  const subject = facts.subjects.get(nameKey(name))!;
  const references = referencesOf(facts, ready);
  const version = record.version ?? 0;
  const existing = facts.versions.get(`${subject.id}/${version}`);
  if (existing !== undefined) return meet(scope, ready, existing);
  if (!isStorable(compiled)) {
    const problem = `${record.subject} version ${version} was removed meanwhile`;
    throw new RegistryError('CONFLICT', { problem });
  }
  if (version < subject.nextVersion) {
    const problem = `the subject is at ${subject.nextVersion}; versions come in ascending order.`;
    throw taken(formatSubjectName(name), 'version', version, problem);
  }
  const { row, note, isNewId } = rowOf(scope, subject, ready, compiled);
  const { rows } = facts;
  rows.schemas.push({ ...compiled, at: row.createdAt });
  if (isNewId !== null) {
    const { context } = name;
    rows.ids.push({ context, id: row.schemaId, contentKey: isNewId, fingerprint: row.fingerprint });
    facts.addId(context, row.schemaId, isNewId);
  }
  rows.versions.push(row);
  facts.versions.set(`${subject.id}/${version}`, { ...row, row });
  if (row.deletedAt === null) facts.live.set(`${subject.id}/${row.contentKey}`, version);
  for (const one of references) rows.references.push({ ...one, subjectId: subject.id, version });
  advance(facts, subject, compiled, ready, row);
  settle(facts, subject, row, record);
  const details = { author: row.author, reason: row.reason, actor };
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
function meet({ facts, at }: ImportScope, ready: ReadyVersion, existing: VersionFacts): Imported {
  const { record, name, key, references, compiled } = ready;
  const { version = 0, id = 0, deleted = false } = record;
  const subject = formatSubjectName(name);
  const byText = contentKeyOf(compiled.schema, { references }, record.metadata ?? {}, compiled.source.digest);
  if (![key, byText].includes(baseOf(existing.contentKey)))
    throw taken(subject, 'version', version, 'it has other content here.');
  if (existing.schemaId !== id)
    throw taken(name.context, 'id', id, `the version has id ${existing.schemaId} here.`);
  const isDeleted = existing.deletedAt !== null;
  if (deleted === isDeleted) return { outcome: 'present' };
  if (!deleted) throw taken(subject, 'version', version, 'it is deleted here.');
  const deletedAt = record.deletedAt || at;
  existing.deletedAt = deletedAt;
  facts.live.delete(`${existing.subjectId}/${existing.contentKey}`);
  if (existing.row === null) facts.rows.deletions.push({ ...existing, deletedAt });
  else existing.row.deletedAt = deletedAt;
  return { outcome: 'changed', note: 'it is deleted now' };
}

/** The row, and under which key its id is new; null when the id is the content's already. */
function rowOf(
  { facts, at, actor }: ImportScope,
  subject: SubjectFacts,
  { record, name: { context }, key }: ReadyVersion,
  compiled: StorableSchema,
): { readonly row: VersionRow; readonly note: string; readonly isNewId: string | null } {
  const { version = 0, id = 0, guid = '' } = record;
  const { fingerprint } = compiled.schema;
  const placed = facts.contentOfId.get(`${context}/${id}`);
  if (placed !== undefined && baseOf(placed) !== key)
    throw taken(context, 'id', id, 'it is of another schema.');
  const twin = (facts.idsOfContent.get(`${context}/${key}`) ?? []).find((one) => one !== id);
  const known = facts.guids.get(guid);
  if (known !== undefined && known !== fingerprint)
    throw taken('any', 'GUID', guid, `it is of the schema ${known}.`);
  const deletedAt = record.deleted === true ? record.deletedAt || at : null;
  const sibling = deletedAt === null ? facts.live.get(`${subject.id}/${key}`) : undefined;
  const notes = [
    ...(twin === undefined ? [] : [`its content has id ${twin} too`]),
    ...(sibling === undefined ? [] : [`it is version ${sibling} once more`]),
  ];
  return {
    note: notes.join('; '),
    isNewId: placed !== undefined ? null : twin === undefined ? key : `${key}#${id}`,
    row: {
      subjectId: subject.id,
      version,
      schemaId: id,
      fingerprint,
      format: compiled.format,
      sourceDigest: compiled.source.digest,
      contentKey: sibling === undefined ? key : `${key}#v${version}`,
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

/** Takes the subject's tables and lives on. */
function advance(
  facts: ImportFacts,
  subject: SubjectFacts,
  { proto }: StorableSchema,
  { name }: ReadyVersion,
  { version, fingerprint }: VersionRow,
): void {
  if (proto === null) return;
  for (const message of messagesOf(proto, facts.configOf(name))) {
    const before = subject.ledgers.get(message.typeName) ?? null;
    const own = before?.table ?? subject.ownTables.get(message.typeName);
    const model: TableModel =
      own === undefined ? facts.tables.modelOf(message) : buildTable(message, { table: own });
    const { ledger } = advanceLedger(before, formatSubjectName(name), model, version);
    subject.ledgers.set(message.typeName, ledger);
    facts.rows.ledgers.push({
      subjectId: subject.id,
      message: message.typeName,
      version,
      fingerprint,
      ledger,
    });
    if (before === null)
      facts.rows.tableNames.push({ name: ledger.table, subjectId: subject.id, message: message.typeName });
  }
  subject.lives = recordLives(subject.lives, proto, version);
}

function settle(
  facts: ImportFacts,
  subject: SubjectFacts,
  { version, schemaId, fingerprint }: VersionRow,
  { labels = [], guid = '' }: registry.MoveVersionJson,
): void {
  subject.nextVersion = version + 1;
  facts.rows.subjects.add(subject);
  for (const label of labels) facts.rows.labels.push({ subjectId: subject.id, name: label, version });
  if (guid === '' || guid === guidOf(fingerprint as StorableSchema['schema']['fingerprint'])) return;
  facts.guids.set(guid, fingerprint);
  facts.rows.guids.push({ guid, context: subject.context, id: schemaId, fingerprint });
}

/** What a record refers to, which must be there or come before it. */
function referencesOf(
  facts: ImportFacts,
  { record, references }: ReadyVersion,
): Omit<VersionReferenceRow, 'subjectId' | 'version'>[] {
  return references.map(({ name, target, version }, place) => {
    const targetSubjectId = facts.subjects.get(nameKey(target))?.id;
    if (targetSubjectId === undefined || !facts.versions.has(`${targetSubjectId}/${version}`))
      throw notFound(record.references?.[place] ?? {});
    return { name, targetSubjectId, targetVersion: version };
  });
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
