import * as fc from 'fast-check';
import { dialectNamed, latestViewName } from '#libs/ddl';
import {
  ENVELOPE,
  advanceLedger,
  buildTable,
  dropFrozen,
  logicalNameOf,
  mapColumns,
  type Ledger,
  type LogicalKind,
  type TableModel,
} from '#libs/table-model';
import {
  findPostgres,
  messageHistories,
  messageOf,
  openPostgresEngine,
  openSqliteEngine,
  type FieldSpec,
  type TableEngine,
} from '#libs/testing';
import { planDown, planTable, type Plan } from './index.js';

interface History {
  readonly models: readonly TableModel[];
  readonly ledgers: readonly Ledger[];
}

function historyOf(versions: readonly (readonly FieldSpec[])[]): History {
  const models = versions.map((fields) => buildTable(messageOf(fields)));
  const ledgers: Ledger[] = [];
  for (const [index, model] of models.entries())
    ledgers.push(advanceLedger(ledgers.at(-1) ?? null, 's', model, index + 1).ledger);
  return { models, ledgers };
}

const VALUES: Readonly<Record<LogicalKind, string>> = {
  int32: '1',
  int64: '7',
  uint64: "'18446744073709551615'",
  float32: '1.5',
  float64: '2.5',
  bool: '(1 = 1)',
  text: "'text'",
  bytes: "'00'",
  timestamp: '1',
  duration: '2',
  json: "'[1]'",
  uuid: "'01890a5d-ac96-774b-bcce-b302099a8057'",
};

const serverBin = findPostgres();
if (serverBin === null)
  console.warn('SKIPPED libs/planner contract on PostgreSQL: no initdb on this machine');
const engines = serverBin === null ? (['sqlite'] as const) : (['sqlite', 'postgres'] as const);

describe.each(engines)('contract on %s', (name) => {
  const dialect = dialectNamed(name);
  const settings = { seed: 20_261_125, numRuns: name === 'sqlite' ? 30 : 8 };
  let engine: TableEngine;
  beforeAll(async () => {
    engine = name === 'sqlite' ? openSqliteEngine() : (await openPostgresEngine())!;
  });
  beforeEach(() => engine.reset());
  afterAll(() => engine.close());

  const run = async ({ statements }: Plan): Promise<void> => {
    for (const { sql } of statements) await engine.run(sql);
  };

  const valueOf = (kind: LogicalKind): string => {
    if (kind === 'timestamp' && name === 'postgres') return "'2026-01-01T00:00:00Z'";
    if (kind === 'bytes' && name === 'sqlite') return "X'3030'";
    return VALUES[kind];
  };

  /** One row of a version, as a worker with its model writes it. */
  const write = async (ledger: Ledger, model: TableModel, version: number): Promise<void> => {
    const kinds = new Map(ledger.entries.map(({ name: column, type }) => [column, type.kind]));
    const cells = new Map<string, string>(
      ENVELOPE.filter(({ nullable }) => !nullable).map(({ name: column, type }) => [
        column,
        valueOf(type.kind),
      ]),
    );
    cells.set('event_id', `'01890a5d-ac96-774b-bcce-${String(version).padStart(12, '0')}'`);
    cells.set('schema_version', String(version));
    for (const { name: column } of mapColumns(ledger, model, version))
      cells.set(column, valueOf(kinds.get(column)!));
    const names = [...cells.keys()].map((column) => dialect.quote(column)).join(', ');
    await engine.run(
      `INSERT INTO ${dialect.quote(ledger.table)} (${names}) VALUES (${[...cells.values()].join(', ')})`,
    );
  };

  const rows = (from: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    engine.select(`SELECT * FROM ${dialect.quote(from)} ORDER BY "schema_version"`);

  it('law: every value of a column that stays is there afterwards, and every writer goes on', async () => {
    await fc.assert(
      fc.asyncProperty(messageHistories({ minVersions: 3, maxVersions: 6 }), async (versions) => {
        const { models, ledgers } = historyOf(versions);
        const last = ledgers.at(-1)!;
        await engine.reset();
        await run(planTable(dialect, null, last, { view: true }));
        for (const [index, model] of models.entries()) await write(last, model, index + 1);
        const before = await rows(last.table);

        const dropped = dropFrozen(last, last.schemaVersion);
        await run(planTable(dialect, last, dropped, { view: true }));
        const kept = new Set(
          dropped.entries.filter(({ state }) => state !== 'dropped').map((entry) => entry.name),
        );
        const gone = new Set(
          dropped.entries.filter(({ state }) => state === 'dropped').map((entry) => entry.name),
        );
        const expected = before.map((row) =>
          Object.fromEntries(Object.entries(row).filter(([column]) => !gone.has(column))),
        );
        expect(await rows(last.table)).toEqual(expected);
        expect((await engine.columns(last.table)).map((column) => column.name)).toEqual([
          ...ENVELOPE.map((column) => column.name),
          ...kept,
        ]);
        await engine.run(`DELETE FROM ${dialect.quote(last.table)}`);
        for (const [index, model] of models.entries()) await write(dropped, model, index + 1);
      }),
      settings,
    );
  }, 60_000);

  it('law: the view answers under the names of the newest version, after every step', async () => {
    await fc.assert(
      fc.asyncProperty(messageHistories({ minVersions: 2, maxVersions: 5 }), async (versions) => {
        const { models, ledgers } = historyOf(versions);
        await engine.reset();
        for (const [index, ledger] of ledgers.entries()) {
          await run(planTable(dialect, ledgers[index - 1] ?? null, ledger, { view: true }));
          await write(ledger, models[index]!, index + 1);
          const answer = await rows(latestViewName(ledger));
          expect(answer).toHaveLength(index + 1);
          const active = ledger.entries.filter(({ state }) => state === 'active');
          expect(Object.keys(answer[0]!).slice(ENVELOPE.length)).toEqual(active.map(logicalNameOf));
          // What the newest version wrote is all there, under its own names.
          for (const value of Object.values(answer.at(-1)!).slice(ENVELOPE.length))
            expect(value).not.toBeNull();
        }
      }),
      settings,
    );
  }, 60_000);

  it('law: the way down leads back to the columns there were, and to nothing', async () => {
    await fc.assert(
      fc.asyncProperty(messageHistories({ minVersions: 2, maxVersions: 5 }), async (versions) => {
        const { ledgers } = historyOf(versions);
        const [first, last] = [ledgers[0]!, ledgers.at(-1)!];
        await engine.reset();
        await run(planTable(dialect, null, first));
        const before = await engine.columns(first.table);
        await run(planTable(dialect, first, last));
        await run(planDown(dialect, first, last));
        expect(await engine.columns(first.table)).toEqual(before);
        await run(planDown(dialect, null, first));
        expect(await engine.columns(first.table)).toEqual([]);
      }),
      settings,
    );
  }, 60_000);

  it('one field in two columns is one in the view', async () => {
    const field = (number: number, column: string, kind: FieldSpec['kind']): FieldSpec[] => [
      { number, name: column, kind, oneof: null },
    ];
    const { models, ledgers } = historyOf([
      field(1, 'a', 'int64'),
      field(1, 'a', 'string'),
      field(2, 'a', 'string'),
    ]);
    for (const [index, ledger] of ledgers.entries()) {
      await run(planTable(dialect, ledgers[index - 1] ?? null, ledger, { view: true }));
      await write(ledger, models[index]!, index + 1);
    }
    expect((await rows('event__latest')).map((row) => row['a'])).toEqual(['7', 'text', 'text']);
  });
});
