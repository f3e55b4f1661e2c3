import { dialectNamed, type Dialect } from '#libs/ddl';
import type { SqliteRow } from '#libs/sqlite';
import type { Ledger } from '#libs/table-model';
import { typesOf, type KnownTable } from '../tables/known-table.js';
import { OWN } from './own-tables.js';
import type { Statements } from './statements.js';

/** SQLite's way of saying things. */
export const DIALECT: Dialect = dialectNamed('sqlite');

const READ = `SELECT ledger FROM ${OWN.tables} WHERE name = ?`;
const SAVE = `
INSERT INTO ${OWN.tables} (name, subject, message, table_version, schema_version, ledger) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET subject = excluded.subject, message = excluded.message, table_version = excluded.table_version,
  schema_version = excluded.schema_version, ledger = excluded.ledger`;

/** The ledgers of the tables that are there. Kept in memory; what is stored is the truth, since others may migrate. */
export class TableBook {
  private readonly known = new Map<string, KnownTable>();

  constructor(private readonly statements: Statements) {}

  /** The table in at least this version, or in the one that is stored; null when there is none. */
  find(table: string, atLeast: number): KnownTable | null {
    const known = this.known.get(table);
    return known !== undefined && known.ledger.tableVersion >= atLeast ? known : this.read(table);
  }

  /** The table as it is stored now. */
  read(table: string): KnownTable | null {
    const row = this.statements.of(READ).get(table);
    if (row === undefined) return null;
    const ledger = ledgerOf(row);
    const known = { ledger, types: typesOf(ledger) };
    this.known.set(table, known);
    return known;
  }

  /** Stores a ledger; within a transaction. What is kept in memory is forgotten, since the transaction may yet fail. */
  save(ledger: Ledger): void {
    const { table, subject, message, tableVersion, schemaVersion } = ledger;
    this.known.delete(table);
    this.statements
      .of(SAVE)
      .run(table, subject, message, tableVersion, schemaVersion, JSON.stringify(ledger));
  }

  /** Other tables of the same message: an event that is in one of them must not come into this one. */
  siblings(ledger: Ledger): readonly string[] {
    const rows = this.statements
      .of(`SELECT name FROM ${OWN.tables} WHERE message = ? AND name <> ? ORDER BY name`)
      .all(ledger.message, ledger.table);
    return rows.map((row) => String(row['name']));
  }
}

/** The ledger in a row of the book. */
export function ledgerOf(row: SqliteRow): Ledger {
  return JSON.parse(String(row['ledger'])) as Ledger;
}
