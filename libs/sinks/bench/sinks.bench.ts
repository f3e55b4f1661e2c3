// Rows per second into a sink, against the bare prepared statement of the same driver in the same run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell } from '#libs/codec';
import { dialectNamed } from '#libs/ddl';
import { planTable } from '#libs/planner';
import { openSqlite } from '#libs/sqlite';
import { ENVELOPE, type Ledger, type LedgerEntry, type LogicalKind } from '#libs/table-model';
import { openSqliteSink, type EventSource, type RowBatch, type SinkRow } from '../src/index.js';

const BATCHES = 100;
const ROWS = 1_000;
const ROUNDS = 3;
const KINDS: readonly LogicalKind[] = [
  'int64',
  'text',
  'bool',
  'float64',
  'uint64',
  'timestamp',
  'json',
  'bytes',
  'text',
  'int64',
];

const ledger = makeLedger();
const columns = [...ENVELOPE, ...ledger.entries].map(({ name }) => name);
const version = { subject: 's', version: 1, fingerprint: 'ab'.repeat(32) };

for (let round = 0; round < ROUNDS; round += 1) {
  const bare = runBare();
  const { fresh, again } = await runSink();
  const line = [
    `sink ${rate(fresh)}`,
    `all duplicates ${rate(again)}`,
    `bare statement ${rate(bare)}`,
    `sink / bare ${(fresh / bare).toFixed(2)}`,
  ];
  console.log(line.join(', '));
}

/** Rows per second through the sink: fresh ones, then the same ones again. */
async function runSink(): Promise<{ fresh: number; again: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'sinks-bench-'));
  const sink = await openSqliteSink(join(folder, 'events.db'));
  await sink.applyPlan(planTable(dialectNamed('sqlite'), null, ledger), ledger);
  const write = async (): Promise<number> => {
    let elapsedMs = 0;
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const rows: RowBatch[] = [{ table: 'bench', tableVersion: 1, version, columns, rows: makeRows(batch) }];
      const from = performance.now();
      await sink.write({
        rows,
        deadLetters: [],
        parked: [],
        unparked: [],
        accepted: ROWS,
        deliveries: [`d${batch}`],
      });
      elapsedMs += performance.now() - from;
    }
    return (BATCHES * ROWS * 1_000) / elapsedMs;
  };
  const fresh = await write();
  const again = await write();
  await sink.close();
  rmSync(folder, { recursive: true });
  return { fresh, again };
}

/** Rows per second through one prepared statement: no duplicates to tell apart, nothing to count. */
function runBare(): number {
  const folder = mkdtempSync(join(tmpdir(), 'sinks-bench-'));
  const database = openSqlite(join(folder, 'bare.db'));
  for (const { sql } of planTable(dialectNamed('sqlite'), null, ledger).statements) database.exec(sql);
  const insert = database.prepare(`INSERT INTO bench VALUES (${columns.map(() => '?').join(', ')})`);
  let elapsedMs = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const rows = makeRows(batch).map((row) =>
      row.cells.map((cell, index) => (index === 15 ? String(cell) : cell)),
    );
    const from = performance.now();
    database.transaction(() => {
      for (const row of rows) insert.run(...row);
    });
    elapsedMs += performance.now() - from;
  }
  database.close();
  rmSync(folder, { recursive: true });
  return (BATCHES * ROWS * 1_000) / elapsedMs;
}

function makeRows(batch: number): SinkRow[] {
  return Array.from({ length: ROWS }, (_, index) => {
    const number = batch * ROWS + index;
    const source = makeSource(number);
    const { eventId, batchId, appId, appVersion, platform } = source;
    const us = source.ingestTimeMs * 1_000;
    const hash = version.fingerprint;
    const envelope: Cell[] = [eventId, us, us, 's', 1, hash, appId, appVersion, platform, batchId, number];
    const text = `/article/${number % 500}`;
    const own: Cell[] = [number, text, true, 0.5, 7n, us, '["a","b"]', Uint8Array.of(1, 2, 3), text, null];
    return { cells: envelope.concat(own), source, drift: false };
  });
}

function makeSource(number: number): EventSource {
  return {
    eventId: `01890a5d-ac96-774b-bcce-${number.toString(16).padStart(12, '0')}`,
    batchId: '01890a5d-ac96-774b-bcce-000000000000',
    ref: { fingerprint: 'ab'.repeat(16), id: null, type: 'bench.Event' },
    appId: 'news',
    appVersion: '1.2.3',
    platform: 'web',
    createdAtMs: Date.UTC(2026, 0, 1),
    ingestTimeMs: Date.UTC(2026, 0, 1),
    seq: number,
    payload: new Uint8Array(200),
  };
}

function makeLedger(): Ledger {
  const entries = KINDS.map((kind, index): LedgerEntry => ({
    columnId: index + 1,
    key: String(index + 1),
    path: [index + 1],
    incarnation: 1,
    name: `c${index + 1}`,
    logicalNames: [{ version: 1, name: `c${index + 1}` }],
    type: { kind },
    form: 'json',
    introducedVersion: 1,
    lastVersion: 1,
    state: 'active',
    comment: null,
  }));
  return { subject: 's', message: 'bench.Event', table: 'bench', tableVersion: 1, schemaVersion: 1, entries };
}

function rate(perSecond: number): string {
  return `${Math.round(perSecond / 1_000)} k rows/s`;
}
