import {
  advanceLedger,
  buildTable,
  type Ledger,
  type LedgerEntry,
  type LogicalKind,
} from '#libs/table-model';
import { messageOf } from '#libs/testing';
import {
  addColumn,
  changeType,
  commentColumn,
  commentTable,
  createTable,
  describeTable,
  dialectNamed,
  dropColumn,
  latestView,
} from './index.js';

const CELLS = {
  bytes: Uint8Array.of(0, 255),
  timestamp: 1,
  json: '{}',
  uint64: 7n,
  float64: -Infinity,
  bool: true,
  text: "\\'",
} as const;

const bare = advanceLedger(
  null,
  'clicks',
  buildTable(messageOf([{ number: 1, name: 'f1', kind: 'enum', oneof: null }])),
  1,
).ledger;
const entry: LedgerEntry = { ...bare.entries[0]!, name: 'it"s', comment: "Don't \\ go." };
const ledger: Ledger = { ...bare, table: 'click', entries: [entry] };
const plain: LedgerEntry = { ...entry, name: 'n', comment: null, form: 'int' };

describe.each(['iceberg', 'parquet'])('%s', (name) => {
  const dialect = dialectNamed(name);
  const second: LedgerEntry = { ...entry, columnId: 2, key: '2', path: [2], name: 'second' };
  const wider: Ledger = { ...ledger, tableVersion: 2, entries: [entry, second] };
  const parsed = (text: string | null | undefined): unknown => JSON.parse(text ?? 'null');

  it('describes a whole table, and nothing where nothing changed', () => {
    expect(createTable(dialect, ledger)).toEqual(describeTable(dialect, null, ledger));
    expect(parsed(createTable(dialect, ledger)[0]?.sql)).toBeInstanceOf(Object);
    expect(describeTable(dialect, ledger, ledger)).toEqual([]);
    expect(describeTable(dialect, ledger, { ...ledger, schemaVersion: 9 })).toEqual([]);
  });

  it('adds columns in one document, and takes them away in another', () => {
    const [statement, ...more] = describeTable(dialect, ledger, wider);
    expect(more).toEqual([]);
    expect(statement).toMatchObject({ class: 'T1', phase: 'expand', dataLoss: null, reversible: true });
    expect(JSON.stringify(parsed(statement?.sql))).toContain('"second"');
    expect(JSON.stringify(parsed(statement?.undo))).not.toContain('"second"');
    expect(addColumn(dialect, wider, second)).toEqual(
      describeTable(dialect, { ...wider, entries: [entry] }, wider),
    );
  });

  it('says aloud that dropped columns can not be read any more', () => {
    const after = { ...wider, entries: [entry, { ...second, state: 'dropped' as const }] };
    expect(describeTable(dialect, wider, after)).toMatchObject([
      { phase: 'contract', dataLoss: "Columns 'second' can not be read any more.", oldWritersInsert: false },
    ]);
    expect(dropColumn(dialect, wider, second)).toEqual([]);
    expect(changeType(dialect, wider, plain, { kind: 'text' })).toBeNull();
    expect(commentColumn(dialect, wider, null, entry)).toEqual([]);
    expect(commentTable(dialect, null, wider)).toEqual([]);
    expect(latestView(dialect, wider)).toEqual([]);
  });

  it('never gives an id twice', () => {
    const after = { ...wider, entries: [{ ...entry, state: 'dropped' as const }, second] };
    const text = JSON.stringify(parsed(createTable(dialect, after)[0]?.sql));
    expect(text).toMatch(name === 'iceberg' ? /"id":13,"name":"second"/ : /"PARQUET:field_id","value":"13"/);
    expect(text).not.toMatch(name === 'iceberg' ? /"id":12,/ : /"PARQUET:field_id","value":"12"/);
  });

  it('takes the place of one schema by another, never two under one id', () => {
    if (name !== 'iceberg') return;
    const ids = [
      ledger,
      { ...ledger, schemaVersion: 2, entries: [{ ...entry, comment: 'Other.' }] },
      { ...wider, schemaVersion: 3 },
    ]
      .map((one, index, all) => describeTable(dialect, all[index - 1] ?? null, one)[0]?.sql ?? '')
      .map((text) => /"schema-id": (\d+)/.exec(text)?.[1]);
    expect(ids).toEqual(['0', '1', '3']);
  });

  it('says names and cells as JSON', () => {
    expect(dialect.quote('it"s')).toBe('"it\\"s"');
    expect(dialect.text('')).toBe('""');
    const literals = Object.entries(CELLS).map(([kind, cell]) =>
      dialect.literal({ kind: kind as LogicalKind }, cell),
    );
    expect(literals).toEqual(['"00ff"', '1', '"{}"', '7', '"-Infinity"', 'true', '"\\\\\'"']);
    expect(dialect.columnType({ type: { kind: 'bool' }, form: null, nullable: false })).toMatch(
      /^bool(ean)?, required$/,
    );
    expect(dialect.constraint('"x"', { kind: 'bool' })).toBe('');
  });

  it('refuses too many columns ahead', () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => ({
      ...entry,
      columnId: index + 1,
      name: `f${index}`,
    }));
    expect(createTable(dialect, { ...ledger, entries })[0]).toMatchObject({
      class: 'T5',
      note: expect.stringContaining('at most 10000 columns'),
    });
  });
});

describe('describeTable', () => {
  it('has nothing to say in dialects of SQL', () => {
    expect(describeTable(dialectNamed('sqlite'), null, ledger)).toEqual([]);
  });

  it('iceberg: a moved message is a property, a new table has its partition by day', () => {
    const iceberg = dialectNamed('iceberg');
    const [moved] = describeTable(iceberg, ledger, { ...ledger, message: 'h.Moved' });
    expect(JSON.parse(moved!.sql)).toEqual({
      requirements: [{ type: 'assert-last-assigned-field-id', 'last-assigned-field-id': 12 }],
      updates: [
        { action: 'set-properties', updates: { comment: "Events of message h.Moved, subject 'clicks'." } },
      ],
    });
    expect(JSON.parse(createTable(iceberg, ledger)[0]!.sql)).toMatchObject({
      name: 'click',
      'partition-spec': { fields: [{ transform: 'day', 'source-id': 3, 'field-id': 1000 }] },
      'write-order': { fields: [{ 'source-id': 2, direction: 'asc' }] },
      properties: { 'format-version': '2' },
    });
  });

  it('iceberg: a dot in a name would be a path, so it goes', () => {
    const dotted = { ...ledger, table: 'a.b', entries: [{ ...entry, name: 'x.y' }] };
    const { name, schema } = JSON.parse(createTable(dialectNamed('iceberg'), dotted)[0]!.sql) as {
      readonly name: string;
      readonly schema: { readonly fields: readonly { readonly name: string; readonly doc: string }[] };
    };
    expect([name, schema.fields.at(-1)?.name]).toEqual([
      expect.stringMatching(/^a_b_[0-9a-f]{8}$/),
      expect.stringMatching(/^x_y_[0-9a-f]{8}$/),
    ]);
    expect(schema.fields.at(-1)?.doc).toContain("Don't \\ go.");
  });

  it('parquet: every type is what Arrow calls it', () => {
    const kinds: readonly LogicalKind[] = [
      'uint64',
      'float32',
      'float64',
      'bool',
      'bytes',
      'json',
      'duration',
    ];
    const entries = kinds.map((kind, index) => ({
      ...entry,
      columnId: index + 1,
      name: kind,
      type: { kind },
    }));
    const { schema } = JSON.parse(createTable(dialectNamed('parquet'), { ...ledger, entries })[0]!.sql) as {
      readonly schema: { readonly fields: readonly { readonly name: string; readonly type: object }[] };
    };
    const types = new Map(schema.fields.map(({ name, type }) => [name, type]));
    expect(kinds.map((kind) => types.get(kind))).toEqual([
      { name: 'int', bitWidth: 64, isSigned: false },
      { name: 'floatingpoint', precision: 'SINGLE' },
      { name: 'floatingpoint', precision: 'DOUBLE' },
      { name: 'bool' },
      { name: 'binary' },
      { name: 'utf8' },
      { name: 'int', bitWidth: 64, isSigned: true },
    ]);
    expect(types.get('event_time')).toEqual({ name: 'timestamp', unit: 'MICROSECOND', timezone: 'UTC' });
    expect(types.get('event_id')).toEqual({ name: 'fixedsizebinary', byteWidth: 16 });
  });
});
