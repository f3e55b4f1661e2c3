import { advanceLedger, buildTable, type TableFinding } from '#libs/table-model';
import { schemaFrom } from '#libs/testing';
import type { TableAdvance } from './services/tables.service.js';
import { tableCases } from './table-cases.js';

const schema = schemaFrom(
  'message M { string a = 1; N n = 2; } message N { int32 b = 1; }',
  'syntax = "proto3";',
);
const { ledger } = advanceLedger(null, 's', buildTable(schema.registry.getMessage('t.M')!), 1);
const FINDING: TableFinding = {
  ruleId: 'TABLE_TYPE_CHANGED',
  class: 'T4',
  path: '#/t.M/field/2/field/1',
  message: 'Message.',
  hint: 'Hint.',
};
const advance = (
  finding: Partial<TableFinding>,
  before = ledger as TableAdvance['before'],
): TableAdvance => ({
  before,
  after: ledger,
  findings: [{ ...FINDING, ...finding }],
});

test.each([
  ['T3', 'hygiene'],
  ['T4', 'hygiene'],
  ['T5', 'break'],
] as const)('%s is %s', (tableClass, expected) => {
  expect(tableCases(schema, [advance({ class: tableClass })], [])[0]?.class).toBe(expected);
});

test.each(['T0', 'T1', 'T2'] as const)('%s is nothing to tell', (tableClass) => {
  expect(tableCases(schema, [advance({ class: tableClass })], ['postgres'])).toEqual([]);
});

test('a new table has nothing that could break', () => {
  expect(tableCases(schema, [advance({ class: 'T5' }, null)], ['postgres'])).toEqual([]);
});

test('says what each dialect runs, and where the field of a field stands', () => {
  const [found] = tableCases(schema, [advance({})], ['postgres', 'sqlite']);
  expect(found?.message).toBe(
    'Message. It is T4 for tables. In postgres nothing is run on "m". In sqlite nothing is run on "m".',
  );
  expect(found).toMatchObject({ path: FINDING.path, hint: 'Hint.', ruleId: FINDING.ruleId });
});

test('a path that names nothing has no place', () => {
  expect(tableCases(schema, [advance({ path: '#/t.Gone/field/1' })], [])[0]?.after).toBeNull();
});
