/** Laws that hold in every sink, whatever rows come: part of the suite of tables, apart for its length. */
import * as fc from 'fast-check';
import type { Ledger } from '#libs/table-model';
import type { TableSink } from './contract.js';
import type { SinkRow } from './event.js';
import { V1, batchOf, ledgersOf, migrate, rowOf, sourceOf, uuid } from './sink-fixtures.suite.js';
import type { SinkTraits } from './table-sink.suite.js';

/** What is set up for each test, as far as it is used here. */
interface Bench {
  readonly sink: () => TableSink;
  readonly rows: () => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

const [v1] = ledgersOf([V1], 'event') as [Ledger];
/** Cells of one row, by column. */
interface Cells {
  readonly whole: bigint;
  readonly big: bigint;
  readonly name: string;
  readonly on: boolean;
  readonly ratio: number;
  readonly at: bigint;
  readonly raw: Uint8Array;
}

// Text that an engine may read as something else, beside any text without U+0000 and lone surrogates.
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\\N',
    '\\',
    "'",
    '"',
    '`',
    '\t',
    '\r\n',
    'NULL',
    'null',
    '{}',
    '\\x41',
    '\u{10ffff}',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((one) => !one.includes('\0')),
);

const cells = fc.record<Cells>({
  whole: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  big: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  name: text,
  on: fc.boolean(),
  ratio: fc.double({ noNaN: true }).filter((one) => !Object.is(one, -0)),
  at: fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }),
  raw: fc.uint8Array({ maxLength: 20 }),
});

/** Any cells come back; any bad rows, and these alone, are refused. */
export function tableLaws({ sink, rows }: Bench, { takesNul }: SinkTraits): void {
  const write = (sent: readonly SinkRow[]): ReturnType<TableSink['writeRows']> =>
    sink().writeRows([batchOf(v1, sent)]);

  it('any values come back as they were', async () => {
    await migrate(sink(), v1);
    const made = fc.sample(cells, { seed: 20_260_203, numRuns: 200 });
    const result = await write(made.map((one, n) => rowOf(v1, sourceOf(n), { ...one })));
    expect(result).toEqual({ rows: made.length, duplicates: 0, rejected: [] });
    const stored = await rows();
    for (const [n, one] of made.entries()) {
      const row = stored[n]!;
      const said = [row['whole'], row['big']].map((value) => BigInt(value as number | string));
      expect(said).toEqual([one.whole, one.big]);
      expect([row['name'], row['on']]).toEqual([one.name, one.on]);
      expect(Number(row['ratio'])).toBe(one.ratio);
      expect(microsOf(String(row['at']))).toBe(one.at);
      expect(Buffer.from(String(row['raw']), 'base64')).toEqual(Buffer.from(one.raw));
    }
  });

  it('any bad rows are refused, each for what it is, and nobody with them', async () => {
    await migrate(sink(), v1);
    const faults = {
      none: {},
      value: { whole: 2n ** 63n },
      rule: { batch_id: null },
      ...(takesNul ? {} : { nul: { name: 'a\0b' } }),
    };
    type Fault = keyof typeof faults;
    const fault = fc.constantFrom<Fault>('none', 'none', 'none', ...(Object.keys(faults) as Fault[]));
    let first = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 25 }), async (plan) => {
        const at = (first += 100);
        const { rejected, ...result } = await write(
          plan.map((one, n) => rowOf(v1, sourceOf(at + n), faults[one])),
        );
        const bad = plan.flatMap((one, n) => (one === 'none' ? [] : [[uuid(at + n), classOf(one)]]));
        const told = rejected.map(({ eventId, errorClass }) => [eventId, errorClass]);
        expect(told.toSorted(byId)).toEqual(bad.toSorted(byId));
        expect(result).toEqual({ rows: plan.length - bad.length, duplicates: 0 });
      }),
      { seed: 20_260_204, numRuns: 12 },
    );
  });

  it('any cut of the same rows into batches leaves the same rows', async () => {
    await migrate(sink(), v1);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((one, other) => one - other), 30];
        for (const [index, from] of places.slice(0, -1).entries()) {
          const numbers = Array.from({ length: places[index + 1]! - from }, (_, n) => from + n);
          await write(numbers.map((number) => rowOf(v1, sourceOf(number), { name: `row ${number}` })));
        }
        const names = (await rows()).map((row) => row['name']);
        expect(names).toEqual(Array.from({ length: 30 }, (_, number) => `row ${number}`));
      }),
      { seed: 20_260_205, numRuns: 6 },
    );
  });
}

const classOf = (fault: string): string => (fault === 'rule' ? 'CONSTRAINT' : 'UNREPRESENTABLE');

const byId = (one: readonly string[], other: readonly string[]): number => (one[0]! < other[0]! ? -1 : 1);

function microsOf(rfc3339: string): bigint {
  const [, whole = '', fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(rfc3339) ?? [];
  return BigInt(Date.parse(`${whole}Z`)) * 1_000n + BigInt(fraction.padEnd(6, '0'));
}
