import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIALECTS, dialectNamed, scriptHead, type Dialect, type Statement } from '#libs/ddl';
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
const SQUAWK = 'node_modules/.bin/squawk';

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

function plansOf(dialect: Dialect, ledgers: readonly Ledger[]): readonly (readonly [string, Plan])[] {
  const [first, last] = [ledgers[0]!, ledgers.at(-1)!];
  const steps = ledgers.slice(1).map((after, index) => planTable(dialect, ledgers[index]!, after));
  const dropped = dropFrozen(last, last.schemaVersion);
  return [
    ...steps.map((plan) => ['step', plan] as const),
    ...(steps.length > 1 ? ([['at once', planTable(dialect, first, last)]] as const) : []),
    [dropped === last ? 'view' : 'contract', planTable(dialect, last, dropped, { view: true })],
    ['down', planDown(dialect, first, last)],
  ];
}

/** Lines of what squawk finds in PostgreSQL scripts of these statements, one process for all of them. */
function squawk(scripts: ReadonlyMap<string, readonly Statement[]>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'squawk-'));
  try {
    for (const [name, statements] of scripts) {
      const sql = statements.map((statement) => `${statement.sql};`);
      const text = [...scriptHead(dialectNamed('postgres'), statements), ...sql].join('\n');
      writeFileSync(join(folder, `${name.replaceAll(' ', '-')}.sql`), text);
    }
    const args = ['--pg-version', '12.0', '--reporter', 'gcc', join(folder, '*.sql')];
    const { stdout, stderr } = spawnSync(SQUAWK, args, { encoding: 'utf8' });
    return [...stdout.split('\n'), stderr].filter((line) => line !== '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const scripts = new Map<string, readonly Statement[]>();

describe.each(readdirSync(CORPUS))('corpus %s', (name) => {
  it('is planned as its files say', () => {
    const ledgers = ledgersOf(name);
    expect(ledgers.length).toBeGreaterThan(1);
    for (const dialect of DIALECTS) {
      const kind = dialect.words === null ? 'txt' : 'sql';
      const plans = plansOf(dialect, ledgers);
      const text = plans.map(([title, plan]) => describePlan(title, plan)).join('\n');
      expectGolden(name, `${CORPUS}/${name}/${dialect.name}.${kind}`, text);
      if (dialect.name !== 'postgres') continue;
      const made = planTable(dialect, null, ledgers[0]!, { view: true });
      const gone = planDown(dialect, null, ledgers.at(-1)!);
      for (const [index, [title, { statements }]] of plans.entries())
        scripts.set(`${name} ${index} ${title}`, statements);
      scripts.set(`${name} made`, made.statements).set(`${name} gone`, gone.statements);
    }
  });
});

if (!existsSync(SQUAWK)) console.warn('SKIPPED libs/planner squawk: squawk-cli is not installed');

(existsSync(SQUAWK) ? it : it.skip)('makes plans for PostgreSQL that squawk has nothing to say of', () => {
  expect(scripts.size).toBeGreaterThan(50);
  expect(squawk(scripts)).toEqual([]);
  const bare = [...scripts.values()].flat().find(({ kind }) => kind === 'dropColumn')!;
  // It would say something.
  expect(squawk(new Map([['bare', [{ ...bare, kind: 'comment' }]]])).join()).toContain('ban-drop-column');
});
