import { RegistryError } from '#libs/errors';
import type { SqliteDatabase, SqliteRow } from '#libs/sqlite';
import type {
  DailyCount,
  DeadLetterQuery,
  EventCounts,
  Page,
  QueryAnswer,
  ReasonCount,
  RecentQuery,
  RecentRow,
  StoredDeadLetter,
  TableInfo,
  Usage,
  UsageQuery,
} from '../reading.js';
import { problemOf } from '../problem-of.js';
import { toJsonCell } from '../json-cell.js';
import { OWN } from './own-tables.js';
import { chosenTables, knownTable, readRecent } from './recent-rows.js';
import { sourceOf } from './source-columns.js';
import { Statements } from './statements.js';
import { typesOf, type KnownTable } from '../tables/known-table.js';
import { DIALECT, ledgerOf } from './table-book.js';

const REASONS = `
SELECT reason, count(*) AS letters,
  (SELECT message FROM ${OWN.deadLetters} AS newest WHERE newest.reason = all_of.reason ORDER BY id DESC LIMIT 1) AS sample
FROM ${OWN.deadLetters} AS all_of GROUP BY reason ORDER BY letters DESC, reason`;
const DEAD = `
SELECT * FROM ${OWN.deadLetters} WHERE id < ?1 AND (?2 IS NULL OR reason = ?2) ORDER BY id DESC LIMIT ?3`;
const DEAD_OF_REASON = `
SELECT * FROM ${OWN.deadLetters} WHERE reason = ?2 AND id < ?1 ORDER BY id DESC LIMIT ?3`;
const USAGE = `
SELECT * FROM ${OWN.usage} WHERE (?1 IS NULL OR subject = ?1) AND (?2 IS NULL OR type = ?2) AND (?3 IS NULL OR hour >= ?3)
ORDER BY hour DESC, type, version, app_id, app_version, platform LIMIT ?4`;

/** The reading side, on a connection of its own that can not write. */
export class Reader {
  private readonly statements: Statements;

  constructor(private readonly database: SqliteDatabase) {
    this.statements = new Statements(database);
  }

  counts(): EventCounts {
    const rows = this.statements
      .of(`SELECT name, value FROM ${OWN.counters} UNION ALL SELECT 'parked', count(*) FROM ${OWN.parked}`)
      .all();
    const of = new Map(rows.map((row) => [row['name'], Number(row['value'])]));
    const value = (name: string): number => of.get(name) ?? 0;
    return {
      accepted: value('accepted'),
      rows: value('rows'),
      duplicates: value('duplicates'),
      dead: value('dead'),
      parked: value('parked'),
    };
  }

  tables(): TableInfo[] {
    return this.statements
      .of(`SELECT ledger, rows FROM ${OWN.tables} ORDER BY name`)
      .all()
      .map((row) => {
        const { table, subject, message, tableVersion, schemaVersion, ...rest } = ledgerOf(row);
        const types = typesOf({ table, subject, message, tableVersion, schemaVersion, ...rest });
        const columns = [...types].map(([name, { kind }]) => ({ name, type: kind }));
        return { table, subject, message, tableVersion, schemaVersion, rows: Number(row['rows']), columns };
      });
  }

  recent(query: RecentQuery): Page<RecentRow> {
    return readRecent(this.statements, chosenTables(this.known(), query.table), query);
  }

  deadLetters({ reason, before, limit }: DeadLetterQuery): StoredDeadLetter[] {
    return this.statements
      .of(reason === null ? DEAD : DEAD_OF_REASON)
      .all(before ?? Number.MAX_SAFE_INTEGER, reason, limit)
      .map((row) => ({
        id: Number(row['id']),
        source: sourceOf(row),
        reason: String(row['reason']),
        message: String(row['message']),
        path: row['path'] === null ? null : String(row['path']),
        deliveryCount: Number(row['delivery_count']),
        firstSeenMs: Number(row['first_seen_ms']),
      }));
  }

  deadReasons(): ReasonCount[] {
    return this.statements
      .of(REASONS)
      .all()
      .map((row) => ({
        reason: String(row['reason']),
        count: Number(row['letters']),
        sample: String(row['sample']),
      }));
  }

  usage({ subject, type, since, limit }: UsageQuery): Usage[] {
    return this.statements.of(USAGE).all(subject, type, since, limit).map(usageOf);
  }

  daily(tableName: string, column: string, limit: number): DailyCount[] {
    const [table] = chosenTables(this.known(), tableName);
    const type = table?.types.get(column);
    if (type === undefined) {
      const known = [...(table?.types.keys() ?? [])].join(', ');
      const problem = `Table '${tableName}' has no column '${column.slice(0, 200)}'. Its columns: ${known}.`;
      throw new RegistryError('BAD_REQUEST', { problem });
    }
    const [from, by] = [DIALECT.quote(tableName), DIALECT.quote(column)];
    const day = `strftime('%Y-%m-%d', event_time / 1000000, 'unixepoch')`;
    const sql = `SELECT ${day} AS day, ${by} AS value, count(*) AS rows FROM ${from}
      GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC, 2 LIMIT ?`;
    return this.statements
      .of(sql)
      .all(limit)
      .map((row) => ({
        day: String(row['day']),
        value: toJsonCell(type, row['value'] ?? null),
        rows: Number(row['rows']),
      }));
  }

  query(sql: string, params: readonly (string | number | null)[], limit: number): QueryAnswer {
    const rows: SqliteRow[] = [];
    try {
      for (const row of this.database.prepare(sql).iterate(...params)) {
        if (rows.length === limit) return { rows, truncated: true };
        rows.push(row);
      }
    } catch (cause) {
      const problem = `The statement can not be run: ${problemOf(cause)}.`;
      throw new RegistryError('BAD_REQUEST', { problem }, { cause });
    }
    return { rows, truncated: false };
  }

  private known(): ReadonlyMap<string, KnownTable> {
    const rows = this.statements.of(`SELECT name, ledger FROM ${OWN.tables} ORDER BY name`).all();
    return new Map(rows.map((row) => [String(row['name']), knownTable(ledgerOf(row))]));
  }
}

function usageOf(row: SqliteRow): Usage {
  return {
    fingerprint: String(row['fingerprint']),
    type: String(row['type']),
    subject: String(row['subject']),
    version: Number(row['version']),
    appId: String(row['app_id']),
    appVersion: String(row['app_version']),
    platform: String(row['platform']),
    hour: String(row['hour']),
    events: Number(row['events']),
    bytes: Number(row['bytes']),
    rejected: Number(row['rejected']),
    drift: Number(row['drift']),
    firstSeenMs: Number(row['first_seen_ms']),
    lastSeenMs: Number(row['last_seen_ms']),
  };
}
