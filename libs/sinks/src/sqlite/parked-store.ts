import type { ParkReason, ParkedEvent } from '../event.js';
import type { ParkedGroup } from '../reading.js';
import { refKey } from './batch-writer.js';
import { OWN } from './own-tables.js';
import { sourceOf } from './source-columns.js';
import type { Statements } from './statements.js';

// SQLite takes the bare columns of a query with one min() from the row that has the minimum.
const GROUPS = `
SELECT fingerprint, schema_id, type, reason, count(*) AS events, min(parked_at_ms) AS oldest
FROM ${OWN.parked} GROUP BY ref ORDER BY oldest, ref`;
const EVENTS = `SELECT * FROM ${OWN.parked} WHERE ref = ? AND parked_at_ms < ? ORDER BY parked_at_ms, id LIMIT ?`;

/** What waits, by the schema that it waits for. */
export function readParkedGroups(statements: Statements): ParkedGroup[] {
  return statements
    .of(GROUPS)
    .all()
    .map((row) => ({
      ref: {
        fingerprint: row['fingerprint'] === null ? null : String(row['fingerprint']),
        id: row['schema_id'] === null ? null : Number(row['schema_id']),
        type: String(row['type']),
      },
      count: Number(row['events']),
      oldestMs: Number(row['oldest']),
      reason: String(row['reason']) as ParkReason,
    }));
}

/** The longest waiting events of a group. */
export function readParkedEvents(
  statements: Statements,
  ref: ParkedGroup['ref'],
  options: { readonly limit: number; readonly beforeMs?: number },
): ParkedEvent[] {
  return statements
    .of(EVENTS)
    .all(refKey(ref), options.beforeMs ?? Number.MAX_SAFE_INTEGER, options.limit)
    .map((row) => ({
      source: sourceOf(row),
      reason: String(row['reason']) as ParkReason,
      parkedAtMs: Number(row['parked_at_ms']),
    }));
}
