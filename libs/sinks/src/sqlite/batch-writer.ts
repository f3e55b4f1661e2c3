import type {
  DeadLetter,
  ParkedEvent,
  RejectedRow,
  SinkBatch,
  SinkResult,
  SinkRow,
  RowBatch,
} from '../event.js';
import { refusalClass } from './failures.js';
import { OWN } from './own-tables.js';
import { RowWriter } from './row-writer.js';
import { SOURCE_COLUMNS, sourceParams, storable } from './source-columns.js';
import type { Statements } from './statements.js';
import type { TableBook } from './table-book.js';
import { UsageTally } from './usage-tally.js';

const MARKS = SOURCE_COLUMNS.replaceAll(/\w+/g, '?');
const INSERT_DEAD = `
INSERT INTO ${OWN.deadLetters} (${SOURCE_COLUMNS}, reason, message, path, delivery_count, first_seen_ms)
VALUES (${MARKS}, ?, ?, ?, ?, ?) ON CONFLICT (event_id, reason) DO NOTHING`;
/** Parks an event: its source, then key of its reference, reason, time. */
export const INSERT_PARKED = `
INSERT INTO ${OWN.parked} (${SOURCE_COLUMNS}, ref, reason, parked_at_ms)
VALUES (${MARKS}, ?, ?, ?) ON CONFLICT (event_id) DO NOTHING`;
/** Adds to a counter: name, difference. */
export const COUNT = `
INSERT INTO ${OWN.counters} (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`;

/** How many settled deliveries are remembered: far more than a log can hand out again. */
const MAX_DELIVERIES = 100_000;

/** Reason of dead letters that the database made. */
const REJECTED = 'SINK_REJECTED';

/** Writes one batch, within a transaction that belongs to the caller, and counts what came of it. */
export class BatchWriter {
  private readonly usage = new UsageTally();
  private readonly refused: RejectedRow[] = [];
  private rows = 0;
  private duplicates = 0;
  private dead = 0;
  private parked = 0;

  constructor(
    private readonly statements: Statements,
    private readonly book: TableBook,
    private readonly nowMs: number,
  ) {}

  /** **Throws** TABLE_BEHIND and SQLite's own errors; the caller then rolls back. */
  write(batch: SinkBatch): SinkResult {
    // First what leaves: an event that is parked once more by this very batch has to come back in.
    const unpark = this.statements.of(`DELETE FROM ${OWN.parked} WHERE event_id = ?`);
    for (const eventId of batch.unparked) unpark.run(eventId);
    const writer = new RowWriter(this.statements, this.book);
    for (const rowBatch of batch.rows) writer.write(rowBatch, this.outcomesOf(rowBatch));
    for (const letter of batch.deadLetters) this.addDeadLetter(letter);
    for (const event of batch.parked) this.addParked(event);
    this.usage.store(this.statements);
    this.count(batch.accepted);
    this.settle(batch.deliveries);
    const { rows, duplicates, dead, parked, refused } = this;
    return { rows, duplicates, deadLetters: dead, parked, rejected: refused };
  }

  private outcomesOf({ version }: RowBatch): Parameters<RowWriter['write']>[1] {
    return {
      inserted: (row) => {
        this.rows += 1;
        this.usage.row(row.source, version, row.drift);
      },
      duplicate: () => {
        this.duplicates += 1;
      },
      refused: (row, error) => this.reject(row, version, error),
    };
  }

  private reject({ source }: SinkRow, version: RowBatch['version'], error: Error): void {
    const errorClass = refusalClass(error);
    this.refused.push({ eventId: source.eventId, errorClass, column: null, message: error.message });
    const message = `${errorClass}: ${error.message}`;
    this.addDeadLetter({ source, reason: REJECTED, message, path: null, version, deliveryCount: 1 });
  }

  private addDeadLetter({ source, reason, message, path, version, deliveryCount }: DeadLetter): void {
    const { changes } = this.statements
      .of(INSERT_DEAD)
      .run(
        ...sourceParams(source),
        reason,
        storable(message),
        path === null ? null : storable(path),
        deliveryCount,
        this.nowMs,
      );
    if (changes > 0) {
      this.dead += 1;
      this.usage.deadLetter(source, version);
    } else this.duplicates += 1;
  }

  private addParked({ source, reason, parkedAtMs }: ParkedEvent): void {
    const { changes } = this.statements
      .of(INSERT_PARKED)
      .run(...sourceParams(source), refKey(source.ref), reason, parkedAtMs);
    if (changes > 0) this.parked += 1;
    else this.duplicates += 1;
  }

  private count(accepted: number): void {
    const { rows, duplicates, dead } = this;
    const add = this.statements.of(COUNT);
    for (const [name, value] of Object.entries({ accepted, rows, duplicates, dead }))
      if (value > 0) add.run(name, value);
  }

  private settle(deliveries: readonly string[]): void {
    const settle = this.statements.of(`INSERT OR IGNORE INTO ${OWN.deliveries} (name) VALUES (?)`);
    const forget = this.statements.of(`DELETE FROM ${OWN.attempts} WHERE name = ?`);
    let newest = 0;
    for (const name of deliveries) {
      const { changes, lastInsertRowid } = settle.run(name);
      if (changes > 0) newest = lastInsertRowid;
      forget.run(name);
    }
    if (newest > MAX_DELIVERIES)
      this.statements.of(`DELETE FROM ${OWN.deliveries} WHERE id <= ?`).run(newest - MAX_DELIVERIES);
  }
}

/** One text for a schema reference: events of one text wait for the same thing. */
export function refKey(ref: ParkedEvent['source']['ref']): string {
  return storable(`${ref.fingerprint ?? `id:${ref.id}`}/${ref.type}`);
}
