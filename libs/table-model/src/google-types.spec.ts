import { loadSchema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { advanceLedger, buildTable, type TableModel } from './index.js';

const TYPES: Readonly<Record<string, string>> = {
  date: 'message Date { int32 year = 1; int32 month = 2; int32 day = 3; }',
  timeofday: 'message TimeOfDay { int32 hours = 1; int32 minutes = 2; int32 seconds = 3; int32 nanos = 4; }',
  latlng: 'message LatLng { double latitude = 1; double longitude = 2; }',
  money: 'message Money { string currency_code = 1; int64 units = 2; int32 nanos = 3; }',
  decimal: 'message Decimal { string value = 1; }',
};
const ASKED =
  '[(protokoll.options.v1.field) = {sensitivity: SENSITIVITY_PERSONAL column: {types: {dialect: "postgres" type: "numeric"}}}]';
const SHOWN = {
  key: '1.1',
  name: 'd__value',
  type: { kind: 'text' },
  overrides: [{ dialect: 'postgres', type: 'numeric' }],
  sensitivity: 'personal',
};

const MESSAGES = [
  'message All { google.type.Date d = 1; google.type.TimeOfDay t = 2; google.type.LatLng p = 3; google.type.Money m = 4; google.type.Decimal n = 5; repeated google.type.Decimal many = 6; }',
  'message Plain { google.type.Decimal d = 1; }',
  `message Asked { google.type.Decimal d = 1 ${ASKED}; }`,
  `message Other { Decimal d = 1 ${ASKED}; } message Decimal { string value = 1; }`,
  'message Home { string street = 1; string country = 2 [(protokoll.options.v1.field).sensitivity = SENSITIVITY_PUBLIC]; }',
  'message Inner { string name = 1; oneof which { Home home = 2; string text = 3; } }',
  'message Person { Inner p = 1 [(protokoll.options.v1.field).sensitivity = SENSITIVITY_PERSONAL]; string q = 2; }',
  `message Member { oneof which { google.type.Decimal d = 1 ${ASKED}; string s = 2; } }`,
];

const heads = ['edition = "2023";', 'import "protokoll/options/v1/options.proto";'];
const files = Object.entries(TYPES).map(
  ([name, text]) => [`google/type/${name}.proto`, `syntax = "proto3"; package google.type; ${text}`] as const,
);
const imports = files.map(([path]) => `import "${path}";`);
const image = compileProtos({
  ...Object.fromEntries(files),
  't.proto': [heads[0], 'package t;', heads[1], ...imports, ...MESSAGES].join('\n'),
});
const { registry } = loadSchema(image, { rootFiles: ['t.proto'] });
const tableOf = (name: string): TableModel => buildTable(registry.getMessage(`t.${name}`)!);

describe('messages of google.type', () => {
  it('become columns of their fields, and inside of a list what other messages become', () => {
    expect(tableOf('All').columns.map(({ name, type, form }) => `${name} ${type.kind} ${form}`)).toEqual([
      ...['d__year', 'd__month', 'd__day'].map((name) => `${name} int64 int`),
      ...['t__hours', 't__minutes', 't__seconds', 't__nanos'].map((name) => `${name} int64 int`),
      ...['p__latitude', 'p__longitude'].map((name) => `${name} float64 float`),
      'm__currency_code text text',
      'm__units int64 int',
      'm__nanos int64 int',
      'n__value text text',
      'many json json',
    ]);
  });

  it('a Decimal has the type and the care that its field asks for', () => {
    expect(tableOf('Asked').columns).toMatchObject([SHOWN]);
    expect(tableOf('Member').columns.at(1)).toMatchObject(SHOWN);
  });

  it('a message that is only called Decimal has the care, not the type, which is told', () => {
    const { columns, findings } = tableOf('Other');
    expect(columns[0]).not.toHaveProperty('overrides');
    expect(columns[0]).toHaveProperty('sensitivity', 'personal');
    expect(findings).toMatchObject([
      { path: '#/t.Other/field/1', message: expect.stringContaining('flattened') },
    ]);
  });

  it('what is said of a flattened message holds for all inside that says nothing else', () => {
    const told = tableOf('Person').columns.map(({ name, sensitivity }) => `${name} ${sensitivity ?? ''}`);
    expect(told).toEqual([
      'p__name personal',
      'p__which__case personal',
      'p__home__street personal',
      'p__home__country public',
      'p__text personal',
      'q ',
    ]);
  });

  it('the column of a table made before keeps its type, which is told', () => {
    const made = advanceLedger(null, 's', tableOf('Plain'), 1).ledger;
    const { ledger, findings } = advanceLedger(made, 's', { ...tableOf('Asked'), message: made.message }, 2);
    expect(ledger.entries).toHaveLength(1);
    expect(ledger.entries[0]).toMatchObject({ columnId: 1, name: 'd__value', type: { kind: 'text' } });
    expect(ledger.entries[0]).not.toHaveProperty('overrides');
    expect(findings.map((finding) => finding.class)).toContain('T5');
  });
});
