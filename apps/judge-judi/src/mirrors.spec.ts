import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialectNamed } from '#libs/ddl';
import { planTable } from '#libs/planner';
import { openSqliteSink, type EventSink, type SinkBatch, type SinkRow } from '#libs/sinks';
import { ENVELOPE, advanceLedger, buildTable } from '#libs/table-model';
import { messageOf } from '#libs/testing';
import { Mirrors } from './mirrors.js';

const id = (number: number): string => `01890a5d-ac96-774b-bcce-${String(number).padStart(12, '0')}`;
const model = buildTable(messageOf([{ number: 1, name: 'n', kind: 'int64', oneof: null }]), {
  table: 'event',
});
const { ledger } = advanceLedger(null, 's', model, 1);
const columns = [...ENVELOPE, ...ledger.entries].map(({ name }) => name);

function row(number: number, n: number | bigint): SinkRow {
  const source = {
    eventId: id(number),
    batchId: id(0),
    ref: { fingerprint: 'ab'.repeat(16), id: null, type: 'h.Event' },
    appId: 'a',
    appVersion: '1',
    platform: 'p',
    createdAtMs: 1,
    ingestTimeMs: 1,
    seq: number,
    payload: Uint8Array.of(1),
  };
  const cells = [id(number), 1_000, 1_000, 's', 1, 'ab'.repeat(32), 'a', '1', 'p', id(0), number, n];
  return { source, drift: false, cells };
}

function batch(...rows: SinkRow[]): SinkBatch {
  const version = { subject: 's', version: 1, fingerprint: 'ab'.repeat(32) };
  const parts = [{ table: 'event', tableVersion: 1, version, columns, rows }];
  return { rows: parts, deadLetters: [], parked: [], unparked: [], deliveries: [], accepted: rows.length };
}

describe('mirrors', () => {
  let folder: string;
  let first: EventSink;
  let second: EventSink;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mirrors-'));
    first = await openSqliteSink(join(folder, 'first.db'));
    second = await openSqliteSink(join(folder, 'second.db'));
  });

  afterEach(async () => {
    await Promise.all([first.close(), second.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const migrate = async (...sinks: EventSink[]): Promise<void> => {
    for (const sink of sinks) await sink.applyPlan(planTable(dialectNamed('sqlite'), null, ledger), ledger);
  };
  const seqs = async (sink: EventSink): Promise<unknown[]> =>
    (await sink.readRows('event', 99)).map((stored) => stored['seq']);

  it('have the rows, once, and hand on the batch as it was', async () => {
    await migrate(first, second);
    const mirrors = new Mirrors([first, second]);
    const given = batch(row(1, 1), row(2, 2));
    expect(await mirrors.write(given)).toBe(given);
    expect(await mirrors.write(given)).toBe(given);
    expect([await seqs(first), await seqs(second)]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('make a dead letter of what one refuses, and nobody after it gets the row', async () => {
    await migrate(first, second);
    const left = await new Mirrors([first, second]).write(batch(row(1, 1), row(2, 2n ** 63n), row(3, 3)));
    expect(left.rows.flatMap(({ rows }) => rows.map(({ source }) => source.seq))).toEqual([1, 3]);
    expect(left.deadLetters).toMatchObject([{ reason: 'SINK_REJECTED', source: { seq: 2 } }]);
    expect(left.deadLetters[0]!.message).toMatch(/^sqlite: UNREPRESENTABLE: /);
    expect(left.accepted).toBe(3);
    expect(await seqs(second)).toEqual([1, 3]);
  });

  it('hold the batch when one is behind', async () => {
    await migrate(first);
    const writing = new Mirrors([first, second]).write(batch(row(1, 1)));
    await expect(writing).rejects.toMatchObject({ code: 'TABLE_BEHIND' });
  });

  it('hold the batch when one is away', async () => {
    await migrate(first, second);
    await second.close();
    const writing = new Mirrors([first, second]).write(batch(row(1, 1)));
    await expect(writing).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
  });

  it('are not asked without rows', async () => {
    const none = { ...batch(), rows: [] };
    await first.close();
    expect(await new Mirrors([first]).write(none)).toBe(none);
  });
});
