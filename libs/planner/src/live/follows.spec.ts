import { addColumn, changeType, createTable, dialectNamed, dropColumn } from '#libs/ddl';
import { ledgersOf } from '#libs/testing';
import { follows } from './follows.js';
import { liveOf, withColumn } from './live-of.suite.js';
import type { LiveTable } from './live-table.js';

const dialect = dialectNamed('mariadb');
const [first, second] = ledgersOf('1 a int32, 2 b float', '1 a int32, 2 b float, 3 c string');
const [less, more] = [liveOf(dialect, first!), liveOf(dialect, second!)];
const c = second!.entries[2]!;
const [create] = createTable(dialect, first!);
const [add] = addColumn(dialect, second!, c);
const [drop] = dropColumn(dialect, second!, c);
const change = changeType(dialect, first!, first!.entries[1]!, { kind: 'float64' });
const wider = withColumn(less, 'b', { type: 'DOUBLE' });
const grow = { kind: 'growColumn', sql: 'ALTER TABLE `event` ADD COLUMN `b`.x BIGINT' } as const;
const index = { kind: 'createIndex', sql: 'CREATE INDEX' } as const;
const comment = { kind: 'comment', sql: 'COMMENT' } as const;
const two = [...less.indexes, { name: 'j', unique: false, partial: false, columns: ['a'] }];

it.each([
  ['a table that was made', create, null, less],
  ['a column more', add, less, more],
  ['a column less', drop, more, less],
  ['another type', change, less, wider],
  ['a field inside', grow, less, withColumn(less, 'b', { type: 'STRUCT(x BIGINT)' })],
  ['an index more', index, less, { ...less, indexes: two }],
  ['a comment', comment, less, less],
] as const)('knows what a statement left: %s', (_name, statement, before, after) => {
  expect(follows(dialect, statement!, before, after)).toBe(true);
});

it.each([
  ['no table', create, null, null],
  ['a view', create, null, { ...less, kind: 'other' }],
  ['a table that was there', create, less, less],
  ['a table that is gone', add, less, null],
  ['nothing', add, less, less],
  ['another column', add, less, withColumn(more, 'c', { name: 'd' })],
  ['two columns', add, less, liveOf(dialect, ledgersOf('1 a int32, 2 b float, 3 c string, 4 d bool')[0]!)],
  ['a column, and another type', add, less, withColumn(more, 'a', { type: 'TEXT' })],
  ['a column, and another key', add, less, { ...more, key: [] }],
  ['another column gone', drop, more, withColumn(more, 'b', null)],
  ['two columns gone', drop, more, withColumn(less, 'b', null)],
  ['another column of another type', change, less, withColumn(less, 'a', { type: 'DOUBLE' })],
  ['two other types', change, less, withColumn(wider, 'a', { type: 'DOUBLE' })],
  ['no field inside', grow, less, less],
  ['a field inside of another', grow, less, withColumn(less, 'a', { type: 'STRUCT(x BIGINT)' })],
  ['the same type', change, less, less],
  ['an index gone', index, { ...less, indexes: two }, less],
  ['a comment, and a column', comment, less, more],
] as const)('knows what it did not: %s', (_name, statement, before, after) => {
  expect(follows(dialect, statement!, before as LiveTable | null, after as LiveTable | null)).toBe(false);
});
