import { fromJson, toBinary, type DescMessage, type JsonValue } from '@bufbuild/protobuf';
import { createCodec } from '#libs/codec';
import { dialectNamed, type Dialect } from '#libs/ddl';
import {
  ENVELOPE,
  advanceLedger,
  buildTable,
  mapColumns,
  type Ledger,
  type TableModel,
} from '#libs/table-model';
import {
  findPostgres,
  openPostgresEngine,
  openSqliteEngine,
  schemaFrom,
  type TableEngine,
} from '#libs/testing';
import { planTable } from './index.js';

interface Version {
  readonly desc: DescMessage;
  readonly model: TableModel;
  readonly decode: (bytes: Uint8Array, ledger: Ledger) => ReadonlyMap<string, unknown>;
}

function version(number: number, dialect: Dialect, declarations: string): Version {
  const schema = schemaFrom(declarations);
  const desc = schema.registry.getMessage('t.View')!;
  const model = buildTable(desc);
  const decode = (bytes: Uint8Array, ledger: Ledger): ReadonlyMap<string, unknown> => {
    const columns = mapColumns(ledger, model, number);
    const row = createCodec(schema.registry, desc).rowDecoder(columns.map(({ column }) => column))(bytes);
    if (!row.ok) throw new Error(row.message);
    const types = new Map(ledger.entries.map(({ name, type }) => [name, type]));
    return new Map(
      columns.map(({ name }, index) => [name, dialect.parameter(types.get(name)!, row.value[index]!)]),
    );
  };
  return { desc, model, decode };
}

const DECLARATIONS: readonly string[] = [
  `message View {
     string article = 1;
     int32 seconds = 2;
     Page page = 3;
     oneof source { string link = 14; Search search = 15; }
     google.protobuf.Timestamp at = 6;
     uint64 bytes = 7;
   }
   message Page { string url = 1; int32 height = 2; }
   message Search {}`,
  // article and page.url renamed, page.height removed, seconds widened, the oneof has a lower member, search a field.
  `message View {
     string story = 1;
     int64 seconds = 2;
     Page page = 3;
     oneof source { string link = 14; Search search = 15; bool direct = 11; }
     google.protobuf.Timestamp at = 6;
     uint64 bytes = 7;
     repeated string tags = 8;
   }
   message Page { string address = 1; }
   message Search { string words = 1; }`,
  // seconds is a duration now, page a JSON list; bytes is gone.
  `message View {
     string story = 1;
     google.protobuf.Duration seconds = 2;
     repeated Page page = 3;
     oneof source { string link = 14; Search search = 15; bool direct = 11; Color color = 9; }
     google.protobuf.Timestamp at = 6;
     google.protobuf.FieldMask mask = 10;
   }
   message Page { string address = 1; }
   message Search { string words = 1; }
   enum Color { COLOR_UNSPECIFIED = 0; COLOR_RED = 1; }`,
];

const EVENTS: readonly JsonValue[] = [
  {
    article: 'a-1',
    seconds: -5,
    page: { url: '/one', height: 7 },
    search: {},
    at: '2026-01-01T00:00:00.000001Z',
    bytes: '18446744073709551615',
  },
  {
    story: 'a-2',
    seconds: '9007199254740993',
    page: { address: '/two' },
    search: { words: "it's" },
    tags: ['x'],
  },
  { story: 'a-3', seconds: '1.5s', page: [{ address: '/three' }], color: 'COLOR_RED', mask: 'story,page' },
];

/** What the rows hold in the end; columns that are not named are NULL. */
const EXPECTED: readonly Readonly<Record<string, string>>[] = [
  {
    article: 'a-1',
    seconds: '-5',
    page__url: '/one',
    page__height: '7',
    source__case: 'search',
    search: '1',
    at: '1767225600000001',
    bytes: '18446744073709551615',
  },
  {
    article: 'a-2',
    seconds: '9007199254740993',
    page__url: '/two',
    source__case: 'search',
    search__words: "it's",
    tags: '["x"]',
  },
  {
    article: 'a-3',
    seconds__2: '1500000',
    page: '[{"address":"/three"}]',
    source__case: 'color',
    color: 'COLOR_RED',
    mask: 'story,page',
  },
];

const serverBin = findPostgres();
if (serverBin === null)
  console.warn('SKIPPED libs/planner decoded rows on PostgreSQL: no initdb on this machine');
const engines = serverBin === null ? (['sqlite'] as const) : (['sqlite', 'postgres'] as const);

describe.each(engines)('decoded rows on %s', (name) => {
  const dialect = dialectNamed(name);
  let engine: TableEngine;
  beforeAll(async () => {
    engine = name === 'sqlite' ? openSqliteEngine() : (await openPostgresEngine())!;
  });
  afterAll(() => engine.close());

  it('events of three versions land in one table, whenever they are written', async () => {
    const versions = DECLARATIONS.map((text, index) => version(index + 1, dialect, text));
    let ledger: Ledger | null = null;
    for (const [index, { model }] of versions.entries()) {
      const before: Ledger | null = ledger;
      ledger = advanceLedger(before, 's', model, index + 1).ledger;
      for (const { sql } of planTable(dialect, before, ledger).statements) await engine.run(sql);
      // Every version known so far writes its event after every step.
      for (let writer = 0; writer <= index; writer += 1) {
        const { desc, decode } = versions[writer]!;
        const cells = decode(toBinary(desc, fromJson(desc, EVENTS[writer]!)), ledger);
        await engine.insert(ledger.table, new Map([...envelopeOf(dialect, index, writer), ...cells]));
      }
    }
    const at = name === 'postgres' ? '(extract(epoch from "at") * 1000000)::bigint AS "at"' : '"at"';
    const rows = await engine.select(`SELECT *, ${at} FROM "view" ORDER BY event_id`);
    const fields = ledger!.entries.map((entry) => entry.name);
    const actual = rows.map((row) => [
      String(row['subject']),
      Object.fromEntries(
        fields.filter((field) => row[field] !== null).map((field) => [field, textOf(row[field])]),
      ),
    ]);
    // Written by version 1, then 1 and 2, then 1, 2 and 3.
    const writers = [0, 0, 1, 0, 1, 2];
    expect(actual).toEqual(writers.map((writer) => [`writer ${writer}`, EXPECTED[writer]]));
  });
});

function envelopeOf(dialect: Dialect, step: number, writer: number): ReadonlyMap<string, unknown> {
  const id = `01890a5d-ac96-774b-bcce-0000000000${step}${writer}`;
  const values: Readonly<Record<string, string | number>> = {
    event_id: id,
    batch_id: id,
    subject: `writer ${writer}`,
    fingerprint: 'ff',
  };
  const required = ENVELOPE.filter(({ nullable }) => !nullable);
  return new Map(
    required.map((column) => [column.name, dialect.parameter(column.type, values[column.name] ?? 1)]),
  );
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return String(Number(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
