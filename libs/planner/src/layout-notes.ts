import { dayStatements, type Dialect } from '#libs/ddl';
import type { Ledger } from '#libs/table-model';

/** What a dialect makes of the annotations of a table that it can not follow, or that people have to follow, a sentence each. */
export function describeLayout(dialect: Dialect, before: Ledger | null, after: Ledger): readonly string[] {
  const { partition, cluster, ttlDays } = after.layout ?? {};
  const notes: string[] = [];
  if (before === null && partition !== undefined && dialect.rows.partition === 'never')
    notes.push(`${dialect.title} sets no rows apart by day: partition = INGEST_DAY has no effect there.`);
  if (before === null) notes.push(...describeDays(dialect, after));
  if (before === null && cluster !== undefined && !dialect.rows.cluster)
    notes.push(`${dialect.title} keeps rows in no order of ours: cluster has no effect there.`);
  if (before !== null && before.layout?.ttlDays === ttlDays) return notes;
  if (ttlDays !== undefined && dialect.expiry === null)
    notes.push(
      `${dialect.title} removes no rows by itself: have a job delete those whose ingest_time is more than ${ttlDays} days ago.`,
    );
  if (before !== null && ttlDays === undefined)
    notes.push(`Rows of '${after.table}' are kept for ever from now on.`);
  return notes;
}

/** How the days of a table are made and dropped that its author has set apart. */
function describeDays(dialect: Dialect, ledger: Ledger): readonly string[] {
  const day = dayStatements(dialect, ledger, '2026-01-31');
  if (day === null) return [];
  return [
    `Rows of '${ledger.table}' are set apart by the day of their arrival, and the key is (event_id, ingest_time): an event that comes twice is told by the sink, which looks into every day.`,
    `Have a job make days ahead: ${day.make}. Rows of days without a partition go to the rest.`,
    `Have it drop those that are over: ${day.drop}. Nothing makes or drops them by itself.`,
  ];
}
