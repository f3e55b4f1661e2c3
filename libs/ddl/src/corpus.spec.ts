import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { loadSchema } from '#libs/descriptors';
import { advanceLedger, buildTable, eventMessages, type Ledger } from '#libs/table-model';
import { compileProtos } from '#libs/testing';
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
  return statements.map(({ sql }) => `${sql};\n`).join('\n');
}

/** True when the case's golden files shall be written: GOLDEN is a glob of case names. */
function refreshes(name: string): boolean {
  const glob = process.env['GOLDEN'] ?? '';
  const literal = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return glob !== '' && new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name);
}

describe.each(cases)('corpus %s', (name) => {
  it.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))('%s', (dialectName, dialect) => {
    const path = `${CORPUS}/${name}/${dialectName}.sql`;
    const script = scriptOf(dialect, name);
    if (refreshes(name)) writeFileSync(path, script);
    expect(existsSync(path)).toBe(true);
    expect(script).toBe(readFileSync(path, 'utf8'));
  });

  it('has an event', () => expect(ledgersOf(name).length).toBeGreaterThan(0));
});
