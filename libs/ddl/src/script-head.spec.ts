import { DIALECTS, dialectNamed, scriptHead } from './index.js';

const head = (name: string, ...statements: readonly string[]): readonly string[] =>
  scriptHead(
    dialectNamed(name),
    statements.map((text) => {
      const [kind, sql] = text.split(': ') as [string, string];
      return { kind, sql };
    }),
  );
const session = ["SET lock_timeout = '10s';", "SET statement_timeout = '5min';"];

it('says of PostgreSQL how long is waited, and of each rule that is broken why', () => {
  expect(head('postgres', 'addColumn: ALTER TABLE', 'comment: COMMENT')).toEqual(session);
  expect(
    head('postgres', 'addColumn: ALTER TABLE', 'dropColumn: ALTER TABLE', 'dropColumn: ALTER TABLE'),
  ).toEqual([
    '-- Asked for by name of a version, after the last one that wrote the column.',
    '-- squawk-ignore-file ban-drop-column',
    ...session,
  ]);
});

it('tells the way there from the way back', () => {
  const rules = (...statements: readonly string[]): readonly string[] =>
    head('postgres', ...statements).filter((line) => line.includes('squawk'));
  expect(rules('createTable: CREATE TABLE')).toEqual(['-- squawk-ignore-file prefer-bigint-over-int']);
  expect(rules('createTable: DROP TABLE', 'createIndex: DROP INDEX')).toEqual([
    '-- squawk-ignore-file ban-drop-table',
    '-- squawk-ignore-file require-concurrent-index-deletion',
  ]);
});

it.each(DIALECTS)('says nothing where nothing is done, or nothing is to be said: $name', (dialect) => {
  expect(head(dialect.name)).toEqual([]);
  if (dialect.name !== 'postgres') expect(head(dialect.name, 'dropColumn: ALTER TABLE')).toEqual([]);
});
