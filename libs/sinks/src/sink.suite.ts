/** What a sink of events has to do beside what every sink has to: see table-sink.suite.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '#libs/table-model';
import type { EventSink } from './contract.js';
import type { DeadLetter, ParkedEvent } from './event.js';
import {
  START_MS,
  V1,
  V2,
  batchOf,
  field,
  ledgersOf,
  migrate,
  rowOf,
  sinkBatch,
  sourceOf,
  uuid,
} from './sink-fixtures.suite.js';

const HOUR_MS = 3_600_000;

const deadLetter = (number: number, reason: string, more: Partial<DeadLetter> = {}): DeadLetter => ({
  source: sourceOf(number),
  reason,
  message: `event ${number} is bad`,
  path: null,
  version: null,
  deliveryCount: 1,
  ...more,
});
const parkedEvent = (number: number, more: Partial<ParkedEvent> = {}): ParkedEvent => ({
  source: sourceOf(number),
  reason: 'UNKNOWN_SCHEMA',
  parkedAtMs: START_MS + number,
  ...more,
});

/** Runs the suite on a kind of sink; `open` makes or opens the one that lives in the folder. */
export function sinkSuite(name: string, open: (folder: string) => Promise<EventSink>): void {
  describe(`${name} as a sink`, () => {
    const [v1, v2] = ledgersOf([V1, V2], 'event') as [Ledger, Ledger];
    let folder: string;
    let sink: EventSink;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'sink-'));
      sink = await open(folder);
    });

    afterEach(async () => {
      await sink.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const reopen = async (): Promise<void> => {
      await sink.close();
      sink = await open(folder);
    };
    const rowsOf = async (table = 'event'): Promise<readonly Readonly<Record<string, unknown>>[]> =>
      (await sink.recent({ table, after: null, limit: 1_000 })).items.map((item) => item.row);
    const balance = async (): Promise<void> => {
      const { accepted, rows, duplicates, dead, parked } = await sink.counts();
      expect(rows + duplicates + dead + parked).toBe(accepted);
    };

    describe('rows', () => {
      beforeEach(() => migrate(sink, v1));

      it('that can not be stored become dead letters and take nobody with them', async () => {
        const bad = rowOf(v1, sourceOf(2), { whole: 2n ** 63n });
        const rows = [rowOf(v1, sourceOf(1)), bad, rowOf(v1, sourceOf(3))];
        const result = await sink.write(sinkBatch({ rows: [batchOf(v1, rows)] }));
        expect(result).toMatchObject({ rows: 2, deadLetters: 1, rejected: [{ eventId: uuid(2) }] });
        const [letter] = await sink.deadLetters({ reason: null, before: null, limit: 10 });
        expect(letter).toMatchObject({ reason: 'SINK_REJECTED', source: { eventId: uuid(2) } });
        expect(Buffer.from(letter!.source.payload)).toEqual(Buffer.from([2, 0]));
        await balance();
      });

      it('of a table that is not ready are refused together with their batch', async () => {
        const rows = [batchOf(v1, [rowOf(v1, sourceOf(1))]), batchOf(v2, [rowOf(v2, sourceOf(2))])];
        const write = sink.write(sinkBatch({ rows, deadLetters: [deadLetter(3, 'X')], deliveries: ['d'] }));
        await expect(write).rejects.toMatchObject({ code: 'TABLE_BEHIND' });
        expect(await sink.counts()).toEqual({ accepted: 0, rows: 0, duplicates: 0, dead: 0, parked: 0 });
        expect(await sink.settled(['d'])).toEqual(new Set());
        await migrate(sink, v2);
        await sink.write(sinkBatch({ rows }));
        expect(await rowsOf()).toHaveLength(2);
      });
    });

    describe('dead letters', () => {
      it('are kept once for each event and reason', async () => {
        await sink.write(sinkBatch({ deadLetters: [deadLetter(1, 'A'), deadLetter(1, 'B')] }));
        const again = await sink.write(sinkBatch({ deadLetters: [deadLetter(1, 'A'), deadLetter(2, 'A')] }));
        expect(again).toMatchObject({ deadLetters: 1, duplicates: 1 });
        expect(await sink.deadReasons()).toEqual([
          { reason: 'A', count: 2, sample: 'event 2 is bad' },
          { reason: 'B', count: 1, sample: 'event 1 is bad' },
        ]);
        await balance();
      });

      it('can always be written, whatever the sender put into its texts', async () => {
        const source = sourceOf(1, { appId: 'a\0b', platform: 'x'.repeat(100_000), appVersion: '' });
        const letter = deadLetter(1, 'A', { source, message: 'm\0', path: '\0' });
        await sink.write(sinkBatch({ deadLetters: [letter] }));
        const [stored] = await sink.deadLetters({ reason: 'A', before: null, limit: 1 });
        expect(stored!.source.appId).toBe('a\ufffdb');
        expect(stored!.source.platform.length).toBeLessThan(2_000);
      });

      it('are read newest first, page by page', async () => {
        const letters = [1, 2, 3].map((number) => deadLetter(number, number === 2 ? 'B' : 'A'));
        await sink.write(sinkBatch({ deadLetters: letters }));
        const ids = async (reason: string | null, before: number | null): Promise<string[]> =>
          (await sink.deadLetters({ reason, before, limit: 2 })).map((letter) => letter.source.eventId);
        expect(await ids(null, null)).toEqual([uuid(3), uuid(2)]);
        const [, second] = await sink.deadLetters({ reason: null, before: null, limit: 2 });
        expect(await ids(null, second!.id)).toEqual([uuid(1)]);
        expect(await ids('A', null)).toEqual([uuid(3), uuid(1)]);
        expect(await ids('A', 1)).toEqual([]);
      });
    });

    describe('parked events', () => {
      it('are kept once, grouped by schema, longest waiting first', async () => {
        const byId = parkedEvent(3, {
          source: sourceOf(3, { ref: { fingerprint: null, id: 7, type: 'h.Event' } }),
          reason: 'TABLE_BEHIND',
        });
        const first = await sink.write(sinkBatch({ parked: [parkedEvent(2), parkedEvent(1), byId] }));
        expect(first.parked).toBe(3);
        const again = await sink.write(sinkBatch({ parked: [parkedEvent(1, { parkedAtMs: 5 })] }));
        expect(again).toMatchObject({ parked: 0, duplicates: 1 });
        await reopen();
        const groups = await sink.parkedGroups();
        expect(groups).toEqual([
          { ref: sourceOf(1).ref, count: 2, oldestMs: START_MS + 1, reason: 'UNKNOWN_SCHEMA' },
          { ref: byId.source.ref, count: 1, oldestMs: START_MS + 3, reason: 'TABLE_BEHIND' },
        ]);
        const waiting = await sink.parkedEvents(groups[0]!.ref, { limit: 10 });
        expect(waiting.map((event) => event.source.seq)).toEqual([1, 2]);
        expect(Buffer.from(waiting[0]!.source.payload)).toEqual(Buffer.from([1, 0]));
        const old = await sink.parkedEvents(groups[0]!.ref, { limit: 10, beforeMs: START_MS + 2 });
        expect(old.map((event) => event.source.seq)).toEqual([1]);
        await balance();
      });

      it('leave as rows or dead letters, and the account stays balanced', async () => {
        await migrate(sink, v1);
        await sink.write(sinkBatch({ parked: [1, 2, 3].map((number) => parkedEvent(number)) }));
        await sink.write(
          sinkBatch({
            rows: [batchOf(v1, [rowOf(v1, sourceOf(1))])],
            deadLetters: [deadLetter(2, 'UNKNOWN_SCHEMA')],
            unparked: [uuid(1), uuid(2)],
          }),
        );
        expect(await sink.counts()).toEqual({ accepted: 3, rows: 1, duplicates: 0, dead: 1, parked: 1 });
      });
    });

    describe('dead letters that are revived', () => {
      it('wait to be judged again, and the account stays balanced', async () => {
        const more = deadLetter(4, 'A', {
          source: sourceOf(4, { ref: { ...sourceOf(4).ref, type: 'h.Other' } }),
        });
        const letters = [
          deadLetter(1, 'A'),
          deadLetter(1, 'B'),
          deadLetter(2, 'A'),
          deadLetter(3, 'A'),
          more,
        ];
        await sink.write(sinkBatch({ deadLetters: letters }));
        expect(await sink.reviveDeadLetters({ reason: 'A', type: 'h.Event', limit: 2 })).toBe(2);
        expect(await sink.counts()).toEqual({ accepted: 5, rows: 0, duplicates: 0, dead: 3, parked: 2 });
        const [group] = await sink.parkedGroups();
        expect(group).toMatchObject({ reason: 'REPLAYED', count: 2 });
        const revived = await sink.parkedEvents(group!.ref, { limit: 9 });
        expect(revived.map((event) => event.source.seq)).toEqual([1, 2]);
        // Event 1 is parked already: its other letter has nothing to add.
        expect(await sink.reviveDeadLetters({ reason: 'B', type: null, limit: 9 })).toBe(1);
        expect(await sink.reviveDeadLetters({ reason: 'A', type: null, limit: 9 })).toBe(2);
        expect(await sink.counts()).toEqual({ accepted: 5, rows: 0, duplicates: 1, dead: 0, parked: 4 });
        expect(await sink.reviveDeadLetters({ reason: 'A', type: null, limit: 9 })).toBe(0);
      });
    });

    describe('usage', () => {
      it('counts what was really written, by version, app and hour', async () => {
        await migrate(sink, v1);
        const later = sourceOf(2, { ingestTimeMs: START_MS + HOUR_MS });
        const row = rowOf(v1, sourceOf(1));
        const rows = [batchOf(v1, [row, row, { ...rowOf(v1, later), drift: true }])];
        await sink.write(sinkBatch({ rows, deadLetters: [deadLetter(9, 'A')] }));
        await sink.write(sinkBatch({ rows, deadLetters: [deadLetter(9, 'A')] }));
        const usage = await sink.usage({ subject: null, type: null, since: null, limit: 10 });
        expect(usage).toMatchObject([
          { hour: '2026-01-02T11', version: 1, events: 1, drift: 1, bytes: 2, rejected: 0 },
          { hour: '2026-01-02T10', version: 0, subject: '', events: 0, rejected: 1 },
          {
            hour: '2026-01-02T10',
            version: 1,
            subject: 's',
            appId: 'news',
            events: 1,
            rejected: 0,
            drift: 0,
          },
        ]);
        expect(usage[2]).toMatchObject({ firstSeenMs: START_MS + 1, lastSeenMs: START_MS + 1 });
      });

      it('is filtered', async () => {
        await migrate(sink, v1);
        await sink.write(sinkBatch({ rows: [batchOf(v1, [rowOf(v1, sourceOf(1))])] }));
        const count = async (query: object): Promise<number> =>
          (await sink.usage({ subject: null, type: null, since: null, limit: 10, ...query })).length;
        expect(await count({ subject: 's', type: 'h.Event', since: '2026-01-02T10' })).toBe(1);
        expect(await count({ subject: 't' })).toBe(0);
        expect(await count({ type: 'x' })).toBe(0);
        expect(await count({ since: '2026-01-02T11' })).toBe(0);
      });
    });

    describe('deliveries and attempts', () => {
      it('are remembered across a restart', async () => {
        await sink.write(sinkBatch({ deliveries: ['one', 'two'] }));
        await sink.write(sinkBatch({ deliveries: ['two'] }));
        await reopen();
        expect(await sink.settled(['one', 'two', 'three'])).toEqual(new Set(['one', 'two']));
      });

      it('count attempts until the delivery is settled', async () => {
        expect(await sink.noteAttempt('one')).toBe(1);
        await reopen();
        expect(await sink.noteAttempt('one')).toBe(2);
        await sink.write(sinkBatch({ deliveries: ['one'] }));
        expect(await sink.noteAttempt('one')).toBe(1);
      });
    });

    it('keeps cursors', async () => {
      expect(await sink.cursor('feed')).toBeNull();
      await sink.saveCursor('feed', '1');
      await sink.saveCursor('feed', '2');
      await reopen();
      expect(await sink.cursor('feed')).toBe('2');
    });

    describe('reading', () => {
      const [other] = ledgersOf([[field(1, 'rowid', 'int32')]], 'other', 't') as [Ledger];
      const write = (ledger: Ledger, ...numbers: number[]): Promise<unknown> =>
        sink.write(
          sinkBatch({
            rows: [
              batchOf(
                ledger,
                numbers.map((n) => rowOf(ledger, sourceOf(n), { rowid: 5, name: `n${n % 2}` })),
              ),
            ],
          }),
        );

      beforeEach(async () => {
        await migrate(sink, v1);
        await migrate(sink, other);
      });

      it('follows all tables or one, oldest first, from a cursor', async () => {
        await write(v1, 1, 4);
        await write(other, 2, 3);
        const seqs = (items: readonly { row: Readonly<Record<string, unknown>> }[]): unknown[] =>
          items.map((item) => item.row['seq']);
        const newest = await sink.recent({ table: null, after: null, limit: 3 });
        expect(seqs(newest.items)).toEqual([2, 3, 4]);
        expect(newest.items.map((item) => item.table)).toEqual(['other', 'other', 'event']);
        expect(newest.items[0]!.row).toMatchObject({ rowid: 5 });
        expect((await sink.recent({ table: null, after: newest.next, limit: 3 })).items).toEqual([]);
        await write(v1, 5, 7);
        await write(other, 6);
        const next = await sink.recent({ table: null, after: newest.next, limit: 2 });
        expect(seqs(next.items)).toEqual([5, 6]);
        const last = await sink.recent({ table: null, after: next.next, limit: 2 });
        expect(seqs(last.items)).toEqual([7]);
        expect(seqs((await sink.recent({ table: 'event', after: null, limit: 2 })).items)).toEqual([5, 7]);
      });

      it('misses nothing when older events come late', async () => {
        await write(v1, 9);
        const { next } = await sink.recent({ table: null, after: null, limit: 10 });
        await write(v1, 1, 8);
        await write(other, 2);
        const seen: unknown[] = [];
        for (let after = next; seen.length < 3;) {
          const page = await sink.recent({ table: null, after, limit: 1 });
          seen.push(page.items[0]!.row['seq']);
          after = page.next;
        }
        expect(seen.sort()).toEqual([1, 2, 8]);
      });

      it('describes tables', async () => {
        await write(v1, 1, 2);
        expect(await sink.tables()).toMatchObject([
          { table: 'event', subject: 's', message: 'h.Event', tableVersion: 1, schemaVersion: 1, rows: 2 },
          { table: 'other', subject: 't', rows: 0 },
        ]);
        const columns = (await sink.tables())[1]!.columns;
        expect(columns.at(-1)).toEqual({ name: 'rowid', type: 'int64' });
      });

      it('counts by day and value', async () => {
        await write(v1, 1, 2, 3);
        expect(await sink.daily('event', 'name', 10)).toEqual([
          { day: '2026-01-02', value: 'n1', rows: 2 },
          { day: '2026-01-02', value: 'n0', rows: 1 },
        ]);
        expect(await sink.daily('event', 'name', 1)).toHaveLength(1);
      });

      it.each(['nope', '"; DROP TABLE event; --', '__proto__'])('refuses column %s', async (column) => {
        await expect(sink.daily('event', column, 1)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      });

      it('refuses tables and cursors that it does not know', async () => {
        for (const table of ['nope', '_protokoll_parked', '__proto__']) {
          await expect(sink.recent({ table, after: null, limit: 1 })).rejects.toMatchObject({
            code: 'TABLE_NOT_FOUND',
          });
        }
        for (const after of ['', 'x', Buffer.from('[[1]]').toString('base64url')])
          await expect(sink.recent({ table: null, after, limit: 1 })).rejects.toMatchObject({
            code: 'BAD_CURSOR',
          });
      });

      it('runs one reading statement, up to a number of rows', async () => {
        await write(v1, 1, 2, 3);
        const all = await sink.query('SELECT seq FROM event ORDER BY seq', [], 3);
        expect(all.truncated).toBe(false);
        expect(all.rows.map((row) => row['seq'])).toEqual([1, 2, 3]);
        expect(await sink.query('SELECT seq FROM event', [], 2)).toMatchObject({ truncated: true });
        for (const sql of ['DELETE FROM event', 'SELEKT'])
          await expect(sink.query(sql, [], 1)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      });
    });

    it('says that it is closed', async () => {
      await sink.close();
      await sink.close();
      await expect(sink.counts()).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
    });
  });
}
