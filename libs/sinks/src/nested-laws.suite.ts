/** Lists, maps and structs in every sink, whether its engine holds them as such or as JSON: part of the suite of tables. */
import * as fc from 'fast-check';
import {
  advanceLedger,
  buildTable,
  readNested,
  shapeOf,
  type InnerShape,
  type Ledger,
  type NestedShape,
} from '#libs/table-model';
import { messageFrom } from '#libs/testing';
import type { TableSink } from './contract.js';
import { batchOf, migrate, rowOf, sourceOf } from './sink-fixtures.suite.js';

/** What is set up for each test, as far as it is used here. */
interface Bench {
  readonly sink: () => TableSink;
  readonly rows: () => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

const STRUCT = '[(protokoll.options.v1.field).column.strategy = STRATEGY_STRUCT]';
const columns = `
  repeated string texts = 1; repeated sint64 wholes = 2; repeated double ratios = 3; repeated bytes blobs = 4;
  repeated google.protobuf.Timestamp times = 5; map<string, uint64> counts = 6; map<bool, Item> items = 7;
  repeated Item list = 8; Item whole = 9 ${STRUCT}; repeated Empty marks = 10; map<int32, string> names = 11;`;
const V1_ITEM = `string label = 1; google.protobuf.Int32Value count = 2; repeated Part parts = 3; Part part = 4; map<string, bool> flags = 5;
  Color color = 6; google.protobuf.Struct any = 7; bytes null = 8; float ratio = 9;`;
const V2_ITEM = `${V1_ITEM.replace('string label', 'string title')} google.protobuf.Duration took = 10; repeated Part more = 11;`;
const PARTS = [
  'string a = 1;',
  'string a = 1; google.protobuf.Timestamp since = 2; google.protobuf.BoolValue on = 3;',
];

const ledgers = [V1_ITEM, V2_ITEM].reduce<readonly Ledger[]>((known, item, index) => {
  const source = `message event { ${columns} } message Item { ${item} } message Part { ${PARTS[index]} }
    message Empty {} enum Color { COLOR_NONE = 0; COLOR_RED = 1; }`;
  const model = buildTable(messageFrom(source, 'event'), { table: 'event' });
  return [...known, advanceLedger(known.at(-1) ?? null, 's', model, index + 1).ledger];
}, []);
const [v1, v2] = ledgers as [Ledger, Ledger];

const text = fc.oneof(
  fc.constantFrom(
    '',
    '\\',
    "'",
    '"',
    '{}',
    '[]',
    'null',
    'NULL',
    '\\N',
    '\t\r\n',
    '{"a"',
    '\u{10ffff}',
    'element',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }).filter((one) => !one.includes('\0') && one !== '__proto__'),
);
const micros = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
const INT64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

/** ProtoJSON of a single value. */
function leafJson(form: string): fc.Arbitrary<unknown> {
  switch (form) {
    case 'int':
      return INT64.map(String);
    case 'uint64':
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
    case 'float':
      return fc.oneof(
        fc.integer({ min: -10_000, max: 10_000 }).map((eighths) => eighths / 8),
        fc.constantFrom('NaN', 'Infinity', '-Infinity'),
      );
    case 'bool':
      return fc.boolean();
    case 'presence':
      return fc.constant({});
    case 'bytes':
      return fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    case 'timestamp':
      return micros.map(timeText);
    case 'duration':
      return fc.integer({ min: -9_999_999, max: 9_999_999 }).map((ms) => `${(ms / 1_000).toFixed(3)}s`);
    case 'enum':
      return fc.constantFrom('COLOR_NONE', 'COLOR_RED', '7');
    case 'json':
      return fc.dictionary(
        fc
          .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 3 })
          .filter((one) => one !== '__proto__'),
        fc.oneof(text, fc.boolean(), fc.constant(null)),
        // Binary JSON has an order of its own.
        { maxKeys: 1 },
      );
    default:
      return text;
  }
}

function timeText(us: bigint): string {
  const fraction = ((us % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((us - fraction) / 1_000n)).toISOString().slice(-25, -5);
  return `${seconds}${fraction === 0n ? '' : `.${fraction.toString().padStart(6, '0')}`}Z`;
}

function jsonOf(shape: InnerShape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'leaf':
      return leafJson(shape.form);
    case 'list':
      return fc.array(jsonOf(shape.element), { maxLength: 3 });
    case 'map': {
      const key = shape.key.form === 'text' ? text : leafJson(shape.key.form).map(String);
      return fc
        .array(fc.tuple(key, jsonOf(shape.value)), { maxLength: 3 })
        .map((entries) => Object.fromEntries(entries));
    }
    case 'struct':
      return fc.record(
        Object.fromEntries(shape.fields.map((field) => [field.keys.at(-1)!, jsonOf(field.shape)])),
        {
          requiredKeys: [],
        },
      );
  }
}

const cellsOf = (ledger: Ledger): fc.Arbitrary<Record<string, string>> =>
  fc.record(
    Object.fromEntries(
      ledger.entries.map(({ name, type }) => [
        name,
        jsonOf(shapeOf(type)!).map((one) => JSON.stringify(one)),
      ]),
    ),
  );

/** A value whatever its spelling: maps by key, big integers as text. */
function plain(shape: NestedShape, json: string): unknown {
  return JSON.parse(
    JSON.stringify(readNested(shape, json), (_, value: unknown) => {
      if (typeof value === 'bigint') return String(value);
      if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
      if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
      if (typeof value === 'object' && value !== null && Object.hasOwn(value, 'entries'))
        return (value as { entries: [unknown, unknown][] }).entries
          .map(([key, one]) => [String(key), one])
          .sort(byKey);
      return value;
    }),
  );
}

const byKey = ([one]: readonly unknown[], [other]: readonly unknown[]): number =>
  String(one) < String(other) ? -1 : 1;

/** Any values come back as they were sent, before and after the columns grew inside. */
export function nestedLaws({ sink, rows }: Bench): void {
  it('lists, maps and structs come back, also after fields came to be inside', async () => {
    const sent: Record<string, string>[] = [];
    for (const [index, ledger] of [v1, v2].entries()) {
      await migrate(sink(), ledger);
      const made = fc.sample(cellsOf(ledger), { seed: 20_261_125 + index, numRuns: 20 });
      const result = await sink().writeRows([
        batchOf(
          ledger,
          made.map((one, n) => rowOf(ledger, sourceOf(sent.length + n), one)),
        ),
      ]);
      expect(result).toEqual({ rows: made.length, duplicates: 0, rejected: [] });
      sent.push(...made);
    }
    const stored = await rows();
    for (const [n, one] of sent.entries()) {
      for (const { name, type } of v2.entries) {
        const shape = shapeOf(type)!;
        const said = { row: n, column: name, value: plain(shape, JSON.stringify(stored[n]![name] ?? null)) };
        expect(said).toEqual({ row: n, column: name, value: plain(shape, one[name]!) });
      }
    }
  });

  it('rows without any, and of writers of before, are taken', async () => {
    await migrate(sink(), v1);
    await migrate(sink(), v2);
    const before = {
      ...batchOf(v1, [rowOf(v1, sourceOf(1), { list: '[{"label":"x","parts":[{"a":"y"}]}]' })]),
    };
    expect(await sink().writeRows([before])).toMatchObject({ rows: 1, rejected: [] });
    expect(await sink().writeRows([batchOf(v2, [rowOf(v2, sourceOf(2))])])).toMatchObject({ rows: 1 });
    const [full, empty] = await rows();
    const shape = shapeOf(v2.entries.find(({ name }) => name === 'list')!.type)!;
    expect(plain(shape, JSON.stringify(full!['list']))).toEqual(
      plain(shape, '[{"label":"x","parts":[{"a":"y"}]}]'),
    );
    expect(empty!['whole']).toBeNull();
  });
}
