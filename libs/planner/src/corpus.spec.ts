import { readFileSync, readdirSync } from 'node:fs';
import { DIALECTS, type Dialect, type Statement } from '#libs/ddl';
import { loadSchema } from '#libs/descriptors';
import {
  ENVELOPE,
  advanceLedger,
  buildTable,
  dropFrozen,
  eventMessages,
  type Ledger,
} from '#libs/table-model';
import { compileProtos, expectGolden } from '#libs/testing';
import { planDown, planTable, type Plan } from './index.js';

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

function describeStatement(statement: Statement): string {
  const { sql, phase, undo, undoLoses, dataLoss, oldRowsReadable, oldWritersInsert } = statement;
  const facts = [
    statement.class,
    phase,
    `lock: ${statement.lock}`,
    statement.rewrite ? 'rewrites rows' : null,
    statement.online ? null : 'others wait',
    dataLoss === null ? null : `loses: ${dataLoss}`,
    oldRowsReadable ? null : 'old rows lose something',
    oldWritersInsert ? null : 'old writers fail',
    undo === null ? 'no undo' : undoLoses === null ? null : `undo loses: ${undoLoses}`,
  ];
  return `${sql};\n  -- ${facts.filter((fact) => fact !== null).join('; ')}`;
}

function describePlan(title: string, plan: Plan): string {
  const lines = [
    `-- ${title}: version ${plan.fromVersion} to ${plan.toVersion}, table ${plan.fromTableVersion} to ${plan.toTableVersion}`,
    ...plan.notes.map((note) => `-- ${note}`),
    ...plan.statements.map(({ sql, ...rest }) => describeStatement({ ...rest, sql: compact(sql) })),
  ];
  return `${lines.join('\n')}\n`;
}

// A document is long and says most of it again: one line will do, without the envelope.
function compact(sql: string): string {
  if (!sql.startsWith('{')) return sql;
  const short = (key: string, value: unknown): unknown =>
    key === 'fields' && Array.isArray(value) && value.length >= ENVELOPE.length
      ? value.slice(ENVELOPE.length)
      : value;
  return JSON.stringify(JSON.parse(sql, short));
}

function plansOf(dialect: Dialect, ledgers: readonly Ledger[]): string {
  const [first, last] = [ledgers[0]!, ledgers.at(-1)!];
  const steps = ledgers.slice(1).map((after, index) => planTable(dialect, ledgers[index]!, after));
  const texts = steps.map((plan) => describePlan('step', plan));
  if (steps.length > 1) texts.push(describePlan('at once', planTable(dialect, first, last)));
  const dropped = dropFrozen(last, last.schemaVersion);
  if (dropped !== last) {
    texts.push(describePlan('contract', planTable(dialect, last, dropped, { view: true })));
  } else texts.push(describePlan('view', planTable(dialect, last, last, { view: true })));
  texts.push(describePlan('down', planDown(dialect, first, last)));
  return texts.join('\n');
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
