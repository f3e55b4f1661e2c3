import { readFileSync, readdirSync } from 'node:fs';
import { loadSchema } from '#libs/descriptors';
import { advanceLedger, buildTable, eventMessages, type Ledger } from '#libs/table-model';
import { compileProtos, expectGolden } from '#libs/testing';
import { DIALECTS, createTable, type Dialect } from './index.js';

const CORPUS = 'libs/ddl/corpus';
const cases = readdirSync(CORPUS).sort();
// One run of the compiler for all of them: each case has a package of its own.
const image = compileProtos(
  Object.fromEntries(
    cases.map((name) => [`${name}.proto`, readFileSync(`${CORPUS}/${name}/schema.proto`, 'utf8')]),
  ),
);

function ledgersOf(name: string): readonly Ledger[] {
  const schema = loadSchema(image, { rootFiles: [`${name}.proto`] });
  return eventMessages(schema).map((desc) => advanceLedger(null, name, buildTable(desc), 1).ledger);
}

function scriptOf(dialect: Dialect, name: string): string {
  const statements = ledgersOf(name).flatMap((ledger) => createTable(dialect, ledger));
  const end = dialect.words === null ? '\n' : ';\n';
  return statements.map(({ sql }) => sql + end).join('\n');
}

function goldenFile(dialect: Dialect): string {
  return `${dialect.name}.${dialect.words === null ? 'json' : 'sql'}`;
}

describe.each(cases)('corpus %s', (name) => {
  it.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))('%s', (_, dialect) => {
    expectGolden(name, `${CORPUS}/${name}/${goldenFile(dialect)}`, scriptOf(dialect, name));
  });

  it('has an event', () => expect(ledgersOf(name).length).toBeGreaterThan(0));
});
