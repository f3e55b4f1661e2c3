/** What holds of a sink after any sequence of batches, told by a model that is a few maps. Part of the suite of every sink. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Ledger } from '#libs/table-model';
import type { EventSink } from './contract.js';
import type { SinkBatch } from './event.js';
import { ledgersOf, migrate, rowOf, sinkBatch, sourceOf } from './sink-fixtures.suite.js';

/** What is done with one event of a step. */
interface Act {
  readonly what: 'row' | 'refused' | 'dead' | 'parked';
  readonly event: number;
}

/** A batch from the log, parked events that are released, or dead letters that are revived. */
type Step =
  | { readonly kind: 'batch'; readonly acts: readonly Act[] }
  | { readonly kind: 'release'; readonly events: readonly number[] }
  | { readonly kind: 'revive' };

const event = fc.integer({ min: 0, max: 12 });
const act = fc.record<Act>({ what: fc.constantFrom('row', 'row', 'refused', 'dead', 'parked'), event });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('batch' as const), acts: fc.array(act, { maxLength: 8 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('release' as const), events: fc.uniqueArray(event) }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'revive' }) },
);

/** The truth, as simply as it can be said. */
class Model {
  readonly rows = new Set<number>();
  readonly dead = new Set<string>();
  readonly parked = new Set<number>();
  accepted = 0;
  duplicates = 0;
  everDead = 0;

  take({ what, event: number }: Act): void {
    const places = { row: this.rows, parked: this.parked } as const;
    if (what === 'row' || what === 'parked') {
      if (places[what].has(number)) this.duplicates += 1;
      places[what].add(number);
      return;
    }
    const key = `${what}/${number}`;
    if (this.dead.has(key)) this.duplicates += 1;
    else this.everDead += 1;
    this.dead.add(key);
  }

  revive(reason: string): void {
    for (const key of [...this.dead].filter((one) => one.startsWith(`${reason}/`))) {
      this.dead.delete(key);
      const number = Number(key.slice(reason.length + 1));
      if (this.parked.has(number)) this.duplicates += 1;
      this.parked.add(number);
    }
  }
}

const ORDER = ['row', 'refused', 'dead', 'parked'] as const;

function batchFor(ledger: Ledger, acts: readonly Act[], more: Partial<SinkBatch>): SinkBatch {
  const of = (what: Act['what']): number[] => acts.filter((one) => one.what === what).map((one) => one.event);
  const columns = [...rowNames(ledger)];
  const version = { subject: ledger.subject, version: 1, fingerprint: 'ab'.repeat(32) };
  const rows = [
    ...of('row').map((number) => rowOf(ledger, sourceOf(number), { n: number })),
    ...of('refused').map((number) => rowOf(ledger, sourceOf(number), { n: 2n ** 63n })),
  ];
  return sinkBatch({
    rows: [{ table: ledger.table, tableVersion: 1, version, columns, rows }],
    deadLetters: of('dead').map((number) => ({
      source: sourceOf(number),
      reason: 'BAD',
      message: 'bad',
      path: null,
      version: null,
      deliveryCount: 1,
    })),
    parked: of('parked').map((number) => ({
      source: sourceOf(number),
      reason: 'UNKNOWN_SCHEMA',
      parkedAtMs: number,
    })),
    ...more,
  });
}

function rowNames(ledger: Ledger): string[] {
  const envelope =
    'event_id,event_time,ingest_time,subject,schema_version,fingerprint,app_id,app_version,platform,batch_id,seq';
  return [...envelope.split(','), ...ledger.entries.map(({ name }) => name)];
}

async function perform(sink: EventSink, model: Model, ledger: Ledger, done: Step): Promise<void> {
  switch (done.kind) {
    case 'batch': {
      await sink.write(batchFor(ledger, done.acts, { accepted: done.acts.length }));
      model.accepted += done.acts.length;
      const inOrder = ORDER.flatMap((what) => done.acts.filter((one) => one.what === what));
      for (const one of inOrder) model.take(one);
      return;
    }
    case 'release': {
      const waiting = done.events.filter((number) => model.parked.has(number));
      const acts = waiting.map((number): Act => ({ what: 'row', event: number }));
      const unparked = waiting.map((number) => sourceOf(number).eventId);
      await sink.write(batchFor(ledger, acts, { accepted: 0, unparked }));
      for (const number of waiting) model.parked.delete(number);
      for (const one of acts) model.take(one);
      return;
    }
    case 'revive':
      await sink.reviveDeadLetters({ reason: 'BAD', type: null, limit: 1_000 });
      model.revive('dead');
  }
}

async function expectModel(sink: EventSink, model: Model, table: string): Promise<void> {
  const counts = await sink.counts();
  const { accepted, duplicates } = model;
  expect(counts).toEqual({
    accepted,
    duplicates,
    rows: model.rows.size,
    dead: model.dead.size,
    parked: model.parked.size,
  });
  expect(counts.rows + counts.duplicates + counts.dead + counts.parked).toBe(accepted);
  const { items } = await sink.recent({ table, after: null, limit: 1_000 });
  expect(items.map((item) => item.row['seq']).sort()).toEqual([...model.rows].sort());
  expect((await sink.tables())[0]?.rows).toBe(model.rows.size);
  const usage = await sink.usage({ subject: null, type: null, since: null, limit: 1_000 });
  const sum = (pick: (one: (typeof usage)[number]) => number): number =>
    usage.reduce((total, one) => total + pick(one), 0);
  // Revived letters were rejected once, whatever becomes of them.
  expect([sum((one) => one.events), sum((one) => one.rejected)]).toEqual([model.rows.size, model.everDead]);
}

/** Runs the laws on a kind of sink; `open` makes the one that lives in the folder. */
export function sinkLaws(name: string, open: (folder: string) => Promise<EventSink>): void {
  describe(`${name} as a sink, after anything`, () => {
    const [ledger] = ledgersOf([[{ number: 1, name: 'n', kind: 'int64', oneof: null }]], 'event') as [Ledger];

    const withSink = async (work: (sink: EventSink) => Promise<void>): Promise<void> => {
      const folder = mkdtempSync(join(tmpdir(), 'sink-laws-'));
      const sink = await open(folder);
      try {
        await migrate(sink, ledger);
        await work(sink);
      } finally {
        await sink.close();
        rmSync(folder, { recursive: true, force: true });
      }
    };

    it('has what the model has, and its account balances', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) =>
          withSink(async (sink) => {
            const model = new Model();
            for (const one of steps) await perform(sink, model, ledger, one);
            await expectModel(sink, model, ledger.table);
          }),
        ),
        { seed: 20_260_103, numRuns: 40 },
      );
    }, 60_000);

    it('has gained nothing by the same batch again, but duplicates', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 10 }), (acts) =>
          withSink(async (sink) => {
            await sink.write(batchFor(ledger, acts, {}));
            const before = await sink.counts();
            const again = await sink.write(batchFor(ledger, acts, {}));
            expect(again).toMatchObject({ rows: 0, deadLetters: 0, parked: 0, duplicates: acts.length });
            const { rows, dead, parked } = before;
            expect(await sink.counts()).toMatchObject({ rows, dead, parked });
          }),
        ),
        { seed: 20_260_104, numRuns: 30 },
      );
    }, 60_000);
  });
}
