import type { Life } from '#libs/compat';
import type { Fingerprint } from '#libs/descriptors';
import type { Ledger } from '#libs/table-model';
import { MoreThanOrEqual, type EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { insertRows } from '../database/insert-rows.js';
import type { LedgerRow } from '../entities/ledger.entity.js';
import type { LifeRow } from '../entities/life.entity.js';
import type { TableNameRow } from '../entities/table-name.entity.js';

/** The version whose table takes the rows of a schema's message. */
export interface TableOwner {
  readonly subjectId: number;
  readonly context: string;
  readonly name: string;
  readonly version: number;
  readonly state: string;
}

const ASCII = /^[\x20-\x7e]*$/;

/** Names that one statement asks for. */
const NAMES_AT_ONCE = 200;

const LIFE_COLUMNS = [
  'subject_id',
  'kind',
  'owner',
  'number',
  'name',
  'signature',
  'fingerprint',
  'first_version',
  'last_version',
];
const SEEN_AGAIN = `ON CONFLICT ("subject_id", "kind", "owner", "number", "name", "signature")
  DO UPDATE SET "fingerprint" = excluded."fingerprint", "last_version" = excluded."last_version"`;

/** Reads and writes what outlives versions: ledgers, table names, and the lives of numbers. */
export class TablesRepository {
  constructor(private readonly database: Database) {}

  /** The ledger as it stood after the given version, or the newest when it is null; null when there is no table yet. */
  async ledger(
    subjectId: number,
    message: string,
    version: number | null,
    manager: EntityManager = this.database.reads,
  ): Promise<Ledger | null> {
    const builder = manager
      .getRepository<LedgerRow>('ledger')
      .createQueryBuilder('ledger')
      .where({ subjectId, message });
    if (version !== null) builder.andWhere('ledger.version <= :version', { version });
    const row = await builder.orderBy('ledger.version', 'DESC').limit(1).getOne();
    return row?.ledger ?? null;
  }

  /** Ledgers that a version advanced: its tables, by message. */
  async ofVersion(
    subjectId: number,
    version: number,
    manager: EntityManager = this.database.reads,
  ): Promise<Ledger[]> {
    const rows = await manager
      .getRepository<LedgerRow>('ledger')
      .find({ where: { subjectId, version }, order: { message: 'ASC' } });
    return rows.map((row) => row.ledger);
  }

  /** Messages that became tables, for each version of the subject. */
  async messagesByVersion(subjectId: number): Promise<ReadonlyMap<number, readonly string[]>> {
    const rows = await this.database.query<{ version: number; message: string }>(
      `SELECT "version", "message" FROM "ledger" WHERE "subject_id" = ? ORDER BY "version", "message"`,
      [subjectId],
    );
    const byVersion = new Map<number, string[]>();
    for (const row of rows) byVersion.set(row.version, [...(byVersion.get(row.version) ?? []), row.message]);
    return byVersion;
  }

  /** The oldest registration whose table takes rows of (schema, message); null when none does. */
  async forCodec(fingerprint: string, message: string): Promise<TableOwner | null> {
    const rows = await this.database.query<TableOwner>(
      `SELECT l."subject_id" AS "subjectId", s."context" AS "context", s."name" AS "name", l."version" AS "version", v."state" AS "state" FROM "ledger" l
         JOIN "subject" s ON s."id" = l."subject_id"
         JOIN "version" v ON v."subject_id" = l."subject_id" AND v."version" = l."version"
       WHERE l."fingerprint" = ? AND l."message" = ? ORDER BY v."created_at", l."subject_id", l."version" LIMIT 1`,
      [fingerprint, message],
    );
    return rows[0] ?? null;
  }

  /** The newest live version of the default context that has the message as a table. */
  async newestWithMessage(
    message: string,
  ): Promise<{ name: string; version: number; fingerprint: string; schema_id: number } | null> {
    const rows = await this.database.query<{
      name: string;
      version: number;
      fingerprint: string;
      schema_id: number;
    }>(
      `SELECT s."name" AS "name", v."version" AS "version", v."fingerprint" AS "fingerprint", v."schema_id" AS "schema_id" FROM "ledger" l
         JOIN "version" v ON v."subject_id" = l."subject_id" AND v."version" = l."version"
         JOIN "subject" s ON s."id" = v."subject_id"
       WHERE l."message" = ? AND s."context" = '.' AND v."deleted_at" IS NULL AND v."state" NOT IN ('DRAFT', 'RETIRED')
       ORDER BY v."created_at" DESC, v."version" DESC LIMIT 1`,
      [message],
    );
    return rows[0] ?? null;
  }

  /** Names of all messages that are tables, in order. */
  async messages(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ message: string }>(
      `SELECT DISTINCT "message" FROM "ledger" ORDER BY "message" LIMIT ?`,
      [limit],
    );
    return rows.map((row) => row.message);
  }

  async insertLedgers(manager: EntityManager, rows: readonly LedgerRow[]): Promise<void> {
    const columns = ['subject_id', 'message', 'version', 'fingerprint', 'ledger'];
    const values = rows.map(({ subjectId, message, version, fingerprint, ledger }) => [
      subjectId,
      message,
      version,
      fingerprint,
      JSON.stringify(ledger),
    ]);
    await insertRows(this.database, manager, 'ledger', columns, values);
  }

  /** Makes room for a version that has the number of one that is gone: the newest ledger of each message is kept as version 0. */
  async rewind(manager: EntityManager, subjectId: number, version: number): Promise<void> {
    const repository = manager.getRepository<LedgerRow>('ledger');
    const gone = await repository.find({
      where: { subjectId, version: MoreThanOrEqual(version) },
      order: { version: 'ASC' },
    });
    if (gone.length === 0) return;
    const newest = [...new Map(gone.map((row) => [row.message, { ...row, version: 0 }])).values()];
    await repository.delete({ subjectId, version: MoreThanOrEqual(version) });
    for (const { message } of newest) await repository.delete({ subjectId, message, version: 0 });
    await this.insertLedgers(manager, newest);
  }

  /** Physical names of all tables. */
  async tableNames(manager: EntityManager = this.database.reads): Promise<string[]> {
    const rows = await this.database.run<{ name: string }>(manager, `SELECT "name" FROM "table_name"`);
    return rows.map((row) => row.name);
  }

  /** The names that could be one of the given ones, apart from the case of letters: usually few or none. */
  async tableNamesOf(
    names: readonly string[],
    manager: EntityManager = this.database.reads,
  ): Promise<string[]> {
    // Databases differ in how they fold other letters.
    if (names.some((name) => !ASCII.test(name))) return this.tableNames(manager);
    const found: string[] = [];
    for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
      const chunk = names.slice(start, start + NAMES_AT_ONCE).map((name) => name.toLowerCase());
      const rows = await this.database.run<{ name: string }>(
        manager,
        `SELECT "name" FROM "table_name" WHERE lower("name") IN (${chunk.map(() => '?').join(', ')})`,
        chunk,
      );
      for (const { name } of rows) found.push(name);
    }
    return found;
  }

  /** Makes the names their messages' own, of those that have none yet. A unique violation means that another transaction took one first. */
  async claimTableNames(manager: EntityManager, rows: readonly TableNameRow[]): Promise<void> {
    const values = rows.map((row) => [row.name, row.subjectId, row.message]);
    const columns = ['name', 'subject_id', 'message'];
    const owned = 'ON CONFLICT ("subject_id", "message") DO NOTHING';
    await insertRows(this.database, manager, 'table_name', columns, values, owned);
  }

  async lives(subjectId: number, manager: EntityManager = this.database.reads): Promise<Life[]> {
    const rows = await this.database.run<LifeRow>(
      manager,
      `SELECT "kind", "owner", "number", "name", "signature", "fingerprint", "first_version" AS "firstVersion",
         "last_version" AS "lastVersion" FROM "life" WHERE "subject_id" = ?
       ORDER BY "kind", "owner", "number", "first_version", "name", "signature"`,
      [subjectId],
    );
    return rows.map(toLife);
  }

  /** Stores lives that are new or were seen again. */
  storeLives(
    manager: EntityManager,
    subjectId: number,
    before: readonly Life[],
    after: readonly Life[],
  ): Promise<void> {
    return this.storeLivesOf(manager, [{ subjectId, before, after }]);
  }

  /** Like {@link storeLives}, for several subjects, each once. */
  async storeLivesOf(
    manager: EntityManager,
    subjects: readonly {
      readonly subjectId: number;
      readonly before: readonly Life[];
      readonly after: readonly Life[];
    }[],
  ): Promise<void> {
    const rows = subjects.flatMap(({ subjectId, before, after }) => {
      const known = new Map(before.map((life) => [keyOf(life), life]));
      const changed = after.filter((life) => known.get(keyOf(life))?.lastVersion !== life.lastVersion);
      return changed.map((life) => [
        subjectId,
        life.kind,
        life.owner,
        life.number,
        life.name,
        life.signature,
        life.fingerprint,
        life.firstVersion,
        life.lastVersion,
      ]);
    });
    await insertRows(this.database, manager, 'life', LIFE_COLUMNS, rows, SEEN_AGAIN);
  }
}

/** A row as it is meant. */
export function toLife(row: LifeRow): Life {
  const { kind, owner, number, name, signature, fingerprint, firstVersion, lastVersion } = row;
  return {
    kind,
    owner,
    number,
    name,
    signature,
    fingerprint: fingerprint as Fingerprint,
    firstVersion,
    lastVersion,
  };
}

function keyOf(life: Life): string {
  return JSON.stringify([life.kind, life.owner, life.number, life.name, life.signature]);
}
