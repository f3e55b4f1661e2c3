import type { TableLayout } from '#libs/table-model';
import type { DayStatements } from './partitions.js';

/** Parts of CREATE TABLE, names quoted and texts as literals. */
export interface TableParts {
  readonly table: string;
  /** Definitions of the columns, in order. */
  readonly columns: readonly string[];
  /** Null when the engine has none, or says it in another statement. */
  readonly comment: string | null;
  readonly quote: (name: string) => string;
  /** Columns of the key. */
  readonly key: readonly string[];
  /** Name of the partition for days that have none; null when rows are not set apart because the author asks for it. */
  readonly rest: string | null;
  /** What the author said of the table beyond its columns. */
  readonly layout: TableLayout;
}

/** A column in a statement, name quoted and comment as a literal. */
export interface ColumnParts {
  readonly table: string;
  readonly column: string;
  /** Type with its words for null. */
  readonly type: string;
  /** Null for none. */
  readonly comment: string | null;
}

/** A day of a partitioned table, in UTC; names are quoted. */
export interface DayParts {
  readonly table: string;
  readonly partition: string;
  readonly rest: string;
  /** `2026-01-31`, and the day after. */
  readonly from: string;
  readonly to: string;
}

/** How an engine's statements are worded. Everything given is quoted already. */
export interface SqlWords {
  createTable(parts: TableParts): string;
  /** Makes the partition for days that have none, of a table that its author has set apart; null where CREATE TABLE does, or nothing. */
  readonly createRest: ((table: string, partition: string) => string) | null;
  /** Makes and drops the partition of one day; null when the engine does by itself, or has none. */
  readonly day: ((parts: DayParts) => DayStatements) | null;
  dropTable(table: string): string;
  /** Null when the engine needs no index by time: then none is made. */
  readonly createIndex: ((table: string, index: string, column: string) => string) | null;
  dropIndex(table: string, index: string): string;
  addColumn(table: string, definition: string): string;
  dropColumn(table: string, column: string): string;
  /** Takes the column to another type in place. */
  changeType(parts: ColumnParts, bareType: string): string;
  commentTable(table: string, comment: string | null): string;
  commentColumn(parts: ColumnParts): string;
  /** Makes a view, or makes it anew; null when the engine can only drop and make it. */
  readonly replaceView: ((view: string, select: string) => string) | null;
  /** A value as another type. */
  cast(value: string, columnType: string): string;
  /** Follows a column's type and says its comment; null when only a statement of its own can. */
  readonly inlineComment: ((comment: string) => string) | null;
}

/** Statements as SQL has them, and as most engines take them. */
export const STANDARD_WORDS: SqlWords = {
  createTable: (parts) => createTableText(parts, [keyLine(parts)], ''),
  createRest: null,
  day: null,
  dropTable: (table) => `DROP TABLE ${table}`,
  createIndex: (table, index, column) => `CREATE INDEX IF NOT EXISTS ${index} ON ${table} (${column})`,
  dropIndex: (_table, index) => `DROP INDEX ${index}`,
  addColumn: (table, definition) => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${definition}`,
  dropColumn: (table, column) => `ALTER TABLE ${table} DROP COLUMN ${column}`,
  changeType: ({ table, column }, bareType) =>
    `ALTER TABLE ${table} ALTER COLUMN ${column} SET DATA TYPE ${bareType}`,
  commentTable: (table, comment) => `COMMENT ON TABLE ${table} IS ${comment ?? 'NULL'}`,
  commentColumn: ({ table, column, comment }) =>
    `COMMENT ON COLUMN ${table}.${column} IS ${comment ?? 'NULL'}`,
  replaceView: (view, select) => `CREATE OR REPLACE VIEW ${view} AS\n${select}`,
  cast: (value, columnType) => `CAST(${value} AS ${columnType})`,
  inlineComment: null,
};

/** CREATE TABLE of its columns, more lines such as a key, and what follows the closing bracket. */
export function createTableText(parts: TableParts, lines: readonly string[], suffix: string): string {
  const all = [...parts.columns, ...lines].map((line) => `  ${line}`).join(',\n');
  return `CREATE TABLE IF NOT EXISTS ${parts.table} (\n${all}\n)${suffix}`;
}

/** The columns by which rows lie together: what the author asked for, else these; without those that are in the key anyway. */
export function clusterOf(
  { layout }: TableParts,
  otherwise: readonly string[],
  without: readonly string[] = [],
): readonly string[] {
  return (layout.cluster ?? otherwise).filter((name) => !without.includes(name));
}

/** The key of an event table. */
export function keyLine({ quote, key }: TableParts): string {
  return `PRIMARY KEY (${key.map(quote).join(', ')})`;
}

/** Adds a column for engines that have no IF NOT EXISTS there. */
export function addColumnOnce(table: string, definition: string): string {
  return `ALTER TABLE ${table} ADD COLUMN ${definition}`;
}
