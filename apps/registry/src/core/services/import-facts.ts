import type { DescMessage } from '@bufbuild/protobuf';
import type { Life } from '#libs/compat';
import type { Fingerprint, Schema } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import { eventMessages, type Ledger } from '#libs/table-model';
import type { EntityManager } from 'typeorm';
import type { SourceRow } from '../entities/source.entity.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { VersionRow } from '../entities/version.entity.js';
import { groupBy } from '../group-by.js';
import type { ImportRepository, PlacedVersion } from '../repositories/import.repository.js';
import { ImportRows } from '../repositories/import-rows.js';
import type { Stores } from '../repositories/stores.js';
import { formatSubjectName, type SubjectName } from '../subject-name.js';
import { ImportTables } from './import-tables.js';
import type { EffectiveConfig, Policies } from './policies.service.js';

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

/** A reference of a record, read. */
export interface ReadReference {
  readonly name: string;
  /** As the API names it. */
  readonly subject: string;
  readonly target: SubjectName;
  readonly version: number;
}

/** A record that may be stored. */
export interface ReadyVersion {
  readonly record: registry.MoveVersionJson;
  readonly name: SubjectName;
  readonly compiled: ImportedSchema;
  readonly references: readonly ReadReference[];
  /** Of its content. */
  readonly key: string;
}

/** A subject as it is after what was gathered so far. */
export interface SubjectFacts {
  readonly id: number;
  readonly context: string;
  readonly name: string;
  readonly createdAt: string;
  nextVersion: number;
  readonly livesBefore: readonly Life[];
  lives: readonly Life[];
  /** Newest ledger by message. */
  readonly ledgers: Map<string, Ledger>;
  /** What nobody else may be called, by message. */
  readonly ownTables: ReadonlyMap<string, string>;
}

/** A version that is there, or will be. */
export interface VersionFacts extends Omit<PlacedVersion, 'deletedAt'> {
  deletedAt: string | null;
  /** The row that is about to be written; null when it was there before. */
  readonly row: VersionRow | null;
}

/** All that decides over some records, read with few statements and kept up to date as they are taken one after the other. */
export class ImportFacts {
  readonly rows = new ImportRows();
  readonly tables = new ImportTables();
  /** By {@link nameKey}: own subjects, made and locked, and those that are referred to. */
  readonly subjects = new Map<string, SubjectFacts>();
  /** By subject's key and number. */
  readonly versions = new Map<string, VersionFacts>();
  /** Content of an id, by context and id. */
  readonly contentOfId = new Map<string, string>();
  /** Ids of a content, by context and content. */
  readonly idsOfContent = new Map<string, number[]>();
  /** Fingerprint by GUID. */
  readonly guids = new Map<string, string>();
  /** Live version by subject's key and content. */
  readonly live = new Map<string, number>();
  /** What holds for a subject. */
  configOf: (subject: SubjectName) => EffectiveConfig = () => {
    throw new Error('the facts are not read yet');
  };

  private constructor(
    private readonly manager: EntityManager,
    private readonly repository: ImportRepository,
    private readonly stores: Stores,
  ) {}

  /** Reads what there is to know of records, in a transaction; their subjects are made and locked. */
  static async read(
    manager: EntityManager,
    records: readonly ReadyVersion[],
    parts: { readonly repository: ImportRepository; readonly stores: Stores; readonly policies: Policies },
    at: string,
  ): Promise<ImportFacts> {
    const facts = new ImportFacts(manager, parts.repository, parts.stores);
    if (records.length === 0) return facts;
    await facts.readSubjects(records, at);
    await facts.readVersions(records);
    await facts.readIds(records);
    facts.configOf = await parts.policies.effectiveOf(
      records.map(({ name }) => name),
      manager,
    );
    await facts.tables.read(
      (names) => parts.stores.tables.tableNamesOf(names, manager),
      records.flatMap((one) => facts.newTables(one)),
    );
    return facts;
  }

  /** Adds an id of a content. */
  addId(context: string, id: number, contentKey: string): void {
    this.contentOfId.set(`${context}/${id}`, contentKey);
    const key = `${context}/${contentKey}`;
    const ids = this.idsOfContent.get(key) ?? [];
    if (!ids.includes(id)) this.idsOfContent.set(key, [...ids, id]);
  }

  private async readSubjects(records: readonly ReadyVersion[], at: string): Promise<void> {
    const own = new Map(records.map(({ name }) => [nameKey(name), name]));
    const rows = await this.repository.lockSubjects(this.manager, [...own.values()], at);
    const others = records.flatMap(({ references }) => references.map(({ target }) => target));
    const targets = await this.repository.subjects(
      this.manager,
      others.filter((target) => !own.has(nameKey(target))),
    );
    // What was never at a version has no past.
    const past = rows.filter(({ nextVersion }) => nextVersion > 1).map(({ id }) => id);
    const lives = groupBy(await this.repository.lives(this.manager, past), ({ subjectId }) => subjectId);
    const ledgers = groupBy(await this.repository.ledgers(this.manager, past), ({ subjectId }) => subjectId);
    const named = groupBy(
      await this.repository.ownTables(
        this.manager,
        rows.map(({ id }) => id),
      ),
      ({ subjectId }) => subjectId,
    );
    const factsOf = (row: SubjectRow): SubjectFacts => {
      const before = (lives.get(row.id) ?? []).map(({ life }) => life);
      return {
        ...row,
        livesBefore: before,
        lives: before,
        ledgers: new Map((ledgers.get(row.id) ?? []).map(({ message, ledger }) => [message, ledger])),
        ownTables: new Map((named.get(row.id) ?? []).map(({ message, name }) => [message, name])),
      };
    };
    for (const row of [...targets, ...rows]) this.subjects.set(nameKey(row), factsOf(row));
  }

  private async readVersions(records: readonly ReadyVersion[]): Promise<void> {
    const wanted: [number, number][] = [];
    const want = (name: SubjectName, version: number): void => {
      const subject = this.subjects.get(nameKey(name));
      if (subject !== undefined) wanted.push([subject.id, version]);
    };
    for (const { name, record, references } of records) {
      want(name, record.version ?? 0);
      for (const { target, version } of references) want(target, version);
    }
    for (const row of await this.repository.versions(this.manager, wanted))
      this.versions.set(`${row.subjectId}/${row.version}`, { ...row, row: null });
    // Nobody deletes for good what is referred to while this goes on.
    const targets = records.flatMap(({ references }) =>
      references.flatMap(({ target, version }) => {
        const targetSubjectId = this.subjects.get(nameKey(target))?.id;
        const known = targetSubjectId !== undefined && this.versions.has(`${targetSubjectId}/${version}`);
        return known ? [{ targetSubjectId, version }] : [];
      }),
    );
    const distinct = new Map(targets.map((one) => [`${one.targetSubjectId}/${one.version}`, one]));
    const gone = await this.stores.versions.keep(this.manager, [...distinct.values()], { deleted: true });
    if (gone !== null) this.versions.delete(`${gone.targetSubjectId}/${gone.version}`);
    const contents = records.flatMap(({ name, key }) => {
      const subject = this.subjects.get(nameKey(name));
      return subject === undefined || subject.nextVersion === 1 ? [] : [[subject.id, key] as const];
    });
    for (const one of await this.repository.liveContents(this.manager, contents))
      this.live.set(`${one.subjectId}/${one.contentKey}`, one.version);
  }

  private async readIds(records: readonly ReadyVersion[]): Promise<void> {
    const wanted = records.map(({ name: { context }, record: { id = 0 }, key }) => ({
      context,
      id,
      contentKey: key,
      fingerprint: '',
    }));
    for (const { context, id, contentKey } of await this.repository.placed(this.manager, wanted))
      this.addId(context, id, contentKey);
    const guids = records.flatMap(({ record: { guid = '' } }) => (guid === '' ? [] : [guid]));
    for (const { guid, fingerprint } of await this.repository.guids(this.manager, guids))
      this.guids.set(guid, fingerprint);
  }

  /** Messages that have no table yet, with the name that is kept for each, if any. */
  private newTables({ name, compiled: { proto } }: ReadyVersion): DescMessage[] {
    const subject = this.subjects.get(nameKey(name));
    if (proto === null || subject === undefined) return [];
    return messagesOf(proto, this.configOf(name)).filter(
      ({ typeName }) => !subject.ledgers.has(typeName) && !subject.ownTables.has(typeName),
    );
  }
}

/** Messages of a schema that are tables. */
export function messagesOf(proto: Schema, { tables }: EffectiveConfig): readonly DescMessage[] {
  return eventMessages(proto, tables.length > 0 ? tables : undefined);
}

/** A subject's name as a key of maps. */
export function nameKey({ context, name }: SubjectName): string {
  return formatSubjectName({ context, name });
}
