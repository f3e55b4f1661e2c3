import { readFileSync, readdirSync } from 'node:fs';
import { DIALECTS, type Dialect } from '#libs/ddl';
import { loadSchema } from '#libs/descriptors';
import { advanceLedger, buildTable, eventMessages, type Ledger } from '#libs/table-model';
import { compileProtos, expectGolden } from '#libs/testing';
import { planTable, type Plan } from './index.js';

const CORPUS = 'libs/planner/corpus';

function ledgersOf(name: string): readonly Ledger[] {
  const versions = readdirSync(`${CORPUS}/${name}`)
    .filter((file) => file.endsWith('.proto'))
    .sort();
  const image = compileProtos(
    Object.fromEntries(versions.map((file) => [file, readFileSync(`${CORPUS}/${name}/${file}`, 'utf8')])),
  );
  const ledgers: Ledger[] = [];
  for (const [index, file] of versions.entries()) {
    const [desc] = eventMessages(loadSchema(image, { rootFiles: [file] }));
    // The versions are compiled in one run, so each has a package of its own; in life the message keeps its name.
    const model = { ...buildTable(desc!), message: `corpus.${desc!.name}` };
    ledgers.push(advanceLedger(ledgers.at(-1) ?? null, name, model, index + 1).ledger);
  }
  return ledgers;
}

function describePlan(plan: Plan): string {
  const lines = [
    `-- version ${plan.fromVersion} to ${plan.toVersion}, table ${plan.fromTableVersion} to ${plan.toTableVersion}`,
    ...plan.notes.map((note) => `-- ${note}`),
    ...plan.statements.map(({ sql, class: cost, lock }) => `${sql}; -- ${cost}, lock: ${lock}`),
  ];
  return `${lines.join('\n')}\n`;
}

function plansOf(dialect: Dialect, ledgers: readonly Ledger[]): string {
  const steps = ledgers.slice(1).map((after, index) => planTable(dialect, ledgers[index]!, after));
  const atOnce = planTable(dialect, ledgers[0]!, ledgers.at(-1)!);
  return [...steps, ...(steps.length > 1 ? [atOnce] : [])].map(describePlan).join('\n');
}

describe.each(readdirSync(CORPUS))('corpus %s', (name) => {
  it('is planned as its files say', () => {
    const ledgers = ledgersOf(name);
    expect(ledgers.length).toBeGreaterThan(1);
    for (const dialect of DIALECTS) {
      const kind = dialect.words === null ? 'txt' : 'sql';
      expectGolden(name, `${CORPUS}/${name}/${dialect.name}.${kind}`, plansOf(dialect, ledgers));
    }
  });
});
