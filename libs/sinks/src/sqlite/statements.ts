import type { SqliteDatabase, SqliteStatement } from '#libs/sqlite';

/** Most statements that are kept: some for each table and version that is written to. */
const MAX_KEPT = 500;

/** Prepared statements of one connection, by their text. */
export class Statements {
  private readonly kept = new Map<string, SqliteStatement>();

  constructor(private readonly database: SqliteDatabase) {}

  /** **Throws** SQLite's error when the SQL is wrong. */
  of(sql: string): SqliteStatement {
    const known = this.kept.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    if (this.kept.size >= MAX_KEPT) this.kept.clear();
    this.kept.set(sql, statement);
    return statement;
  }
}
