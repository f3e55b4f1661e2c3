import type { Decoded, Cell } from '#libs/codec';
import type { EventSource } from '#libs/sinks';
import { ENVELOPE } from '#libs/table-model';
import { gather } from './gather.js';
import { expire, judge, quarantine, type Arrival, type Judgement } from './judge.js';
import type { Resolution } from './resolver.js';

const source: EventSource = {
  eventId: '00112233-4455-6677-8899-aabbccddeeff',
  batchId: '10112233-4455-6677-8899-aabbccddeeff',
  ref: { fingerprint: 'ab'.repeat(16), id: null, type: 'a.B' },
  appId: 'news',
  appVersion: '',
  platform: 'web',
  createdAtMs: 5,
  ingestTimeMs: 7,
  seq: 3,
  payload: Uint8Array.of(1),
};
const arrival: Arrival = { source, deliveryCount: 2, waitsSinceMs: 9 };
const version = { subject: 's', version: 4, fingerprint: 'ab'.repeat(32) };
const destination = { table: 't', tableVersion: 1, version, columns: ['x'] };
const ready = (decode: () => Decoded<Cell[]>): Resolution => ({
  kind: 'ready',
  maker: { destination, decode },
});
const waiting = { kind: 'waiting', reason: 'UNKNOWN_SCHEMA', message: 'Not known.' } as const;

function cellsOf(judgement: Judgement): Record<string, Cell> {
  if (judgement.kind !== 'row') throw new Error('no row');
  const names = [...ENVELOPE.map(({ name }) => name), 'x'];
  return Object.fromEntries(names.map((name, index) => [name, judgement.row.cells[index] ?? null]));
}

describe('judge', () => {
  it('makes a row of envelope and cells, in the order of the table', () => {
    const judged = judge(
      arrival,
      ready(() => ({ ok: true, value: ['cell'], unknownFields: true })),
    );
    expect(judged).toMatchObject({ kind: 'row', destination, row: { drift: true, source } });
    expect(cellsOf(judged)).toEqual({
      event_id: source.eventId,
      event_time: 5_000,
      ingest_time: 7_000,
      subject: 's',
      schema_version: 4,
      fingerprint: version.fingerprint,
      app_id: 'news',
      app_version: null,
      platform: 'web',
      batch_id: source.batchId,
      seq: 3,
      x: 'cell',
    });
  });

  it.each([
    [0, 7_000],
    [8_640_000_000_000_000, 8_640_000_000_000_000_000n],
    [-62_135_596_800_000, -62_135_596_800_000_000n],
    [-1, -1_000],
  ])('takes %d ms for %d µs', (createdAtMs, us) => {
    const dated = { ...arrival, source: { ...source, createdAtMs } };
    const judged = judge(
      dated,
      ready(() => ({ ok: true, value: [], unknownFields: false })),
    );
    expect(cellsOf(judged)['event_time']).toBe(us);
  });

  it.each([
    ['TOO_LARGE', 'TOO_LARGE'],
    ['TRUNCATED', 'DECODE_ERROR'],
    ['MISSING_REQUIRED', 'DECODE_ERROR'],
  ] as const)('makes %s a dead letter %s', (reason, expected) => {
    const failure = { ok: false, reason, message: 'why', path: 'a.b' } as const;
    expect(
      judge(
        arrival,
        ready(() => failure),
      ),
    ).toEqual({
      kind: 'dead',
      letter: { source, reason: expected, message: `${reason}: why`, path: 'a.b', version, deliveryCount: 2 },
    });
  });

  it('takes a decoder that fails for the fault of this one event', () => {
    const judged = judge(
      arrival,
      ready(() => {
        throw new RangeError('oops');
      }),
    );
    expect(judged).toMatchObject({ kind: 'dead', letter: { reason: 'DECODE_ERROR', version } });
  });

  it('parks what has to wait since when it waits', () => {
    expect(judge(arrival, waiting)).toEqual({
      kind: 'parked',
      event: { source, reason: 'UNKNOWN_SCHEMA', parkedAtMs: 9 },
    });
    expect(expire(arrival, waiting)).toMatchObject({ kind: 'dead', letter: { reason: 'UNKNOWN_SCHEMA' } });
  });

  it('gives up what can never be', () => {
    const never = { kind: 'never', reason: 'NO_TABLE', message: 'None.', version } as const;
    expect(judge(arrival, never)).toMatchObject({ kind: 'dead', letter: { reason: 'NO_TABLE', version } });
    expect(quarantine(arrival)).toMatchObject({
      kind: 'dead',
      letter: { reason: 'QUARANTINED', version: null },
    });
  });
});

describe('gather', () => {
  it('puts rows of one destination together and keeps the order', () => {
    const row = (number: number, table = destination): Judgement => ({
      kind: 'row',
      destination: table,
      row: { cells: [number], source, drift: false },
    });
    const other = { ...destination, table: 'u' };
    const parked = judge(arrival, waiting);
    const dead = quarantine(arrival);
    const facts = { accepted: 5, deliveries: ['d'], unparked: [] };
    const batch = gather([row(1), row(2, other), parked, row(3), dead], facts);
    expect(batch).toMatchObject({
      ...facts,
      deadLetters: [{ reason: 'QUARANTINED' }],
      parked: [{ parkedAtMs: 9 }],
    });
    expect(batch.rows.map(({ table, rows }) => [table, rows.map(({ cells }) => cells[0])])).toEqual([
      ['t', [1, 3]],
      ['u', [2]],
    ]);
  });
});
