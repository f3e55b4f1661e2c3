import { RegistryError } from '#libs/errors';
import { EVENT_KEY, fitIdentifier, type Ledger } from '#libs/table-model';
import type { Dialect } from './dialect.js';

/** The time of arrival, by whose days rows are set apart. */
const ARRIVAL = 'ingest_time';
const DAY_MS = 86_400_000;

/** Statements for one day of a partitioned table. */
export interface DayStatements {
  /** Makes the partition, before the first row of the day arrives. */
  readonly make: string;
  /** Takes it away with its rows, at once. */
  readonly drop: string;
}

/** True when the dialect sets the rows of this table apart only because its author asks for it. */
export function isPartitioned(dialect: Dialect, { layout }: Pick<Ledger, 'layout'>): boolean {
  return dialect.rows.partition === 'asked' && layout?.partition !== undefined;
}

/** Columns of the table's key. An engine that is asked for partitions wants the column that they are made by in it. */
export function keyColumns(dialect: Dialect, ledger: Pick<Ledger, 'layout'>): readonly string[] {
  return isPartitioned(dialect, ledger) ? [EVENT_KEY, ARRIVAL] : [EVENT_KEY];
}

/** Name of the partition that takes the rows of days which have none. */
export function restPartition(ledger: Ledger): string {
  return fitIdentifier(`${ledger.table}__rest`, ledger.table);
}

/**
 * The statements for one day, `2026-01-31`, in UTC; null where the engine needs none. Rows that lie in the rest already go on to lie
 * there in PostgreSQL, which then refuses to make their day: make days ahead. **Throws** BAD_REQUEST for what is no day.
 */
export function dayStatements(dialect: Dialect, ledger: Ledger, day: string): DayStatements | null {
  const { words } = dialect;
  const startMs = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(startMs) || isoDay(startMs) !== day)
    throw new RegistryError('BAD_REQUEST', { problem: `${JSON.stringify(day.slice(0, 40))} is no day.` });
  if (words === null || words.day === null || !isPartitioned(dialect, ledger)) return null;
  const plain = day.replaceAll('-', '');
  return words.day({
    table: dialect.quote(ledger.table),
    partition: dialect.quote(fitIdentifier(`${ledger.table}__d${plain}`, `${ledger.table}/${plain}`)),
    rest: dialect.quote(restPartition(ledger)),
    from: day,
    to: isoDay(startMs + DAY_MS),
  });
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
