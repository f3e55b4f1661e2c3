import * as fc from 'fast-check';
import { findDrift, makePlanFile, type PlanFile } from '#libs/planner';
import { advanceLedger, buildTable, type Ledger } from '#libs/table-model';
import { ledgersOf, messageHistories, messageOf } from '#libs/testing';
import {
  applyPlanFile,
  outlookOf,
  planLiveTables,
  recordedLedger,
  stepsOf,
  type ApplyResult,
  type LiveDatabase,
  type PlanWish,
} from './index.js';
import type { Place } from './place.suite.js';

const LONG_TIMEOUT_MS = 60_000;
const [first, second, third] = ledgersOf(
  '1 a int32, 2 b string',
  '1 a int32, 3 c timestamp, 4 d uint64, 5 e bool',
  '1 a int32, 3 c timestamp, 4 d uint64, 5 e bool, 6 f string',
) as [Ledger, Ledger, Ledger];

/** A plan to a ledger; what the database says of itself is where it starts, unless somebody says. */
export async function planTo(
  database: LiveDatabase,
  after: Ledger,
  change: Partial<PlanWish> & { readonly before?: Ledger } = {},
): Promise<PlanFile> {
  const { before = null, ...wish } = change;
  const tables = [{ after, before }];
  return planLiveTables(database, {
    subject: 's',
    version: after.schemaVersion,
    tables,
    dropBefore: null,
    ...wish,
  });
}

/** Applies a file at a clock that stands still. */
export function apply(database: LiveDatabase, file: PlanFile, contract = false): Promise<ApplyResult> {
  return applyPlanFile(database, file, { contract, now: () => 1_767_225_600_000 });
}

/** What every database has to do with plan files, and by how many random histories that is tried. */
export function applyingSuite(place: () => Place, histories = 15): void {
  afterEach(() => place().reset());

  const journalOf = async (database: LiveDatabase): Promise<readonly string[]> => {
    const rows = await database.query(
      'SELECT step, state FROM protokoll_migration ORDER BY changed_at, plan, step',
    );
    return rows.map(({ step, state }) => `${step} ${state}`);
  };
  const columnsOf = async (database: LiveDatabase): Promise<readonly string[]> =>
    ((await database.describe('event'))?.columns ?? []).map(({ name }) => name).slice(11);
  /** Brings the table to a ledger. */
  const bring = async (database: LiveDatabase, after: Ledger): Promise<void> => {
    await apply(database, await planTo(database, after));
  };

  it('makes a table, extends it and records where it is', async () => {
    const database = await place().open();
    const made = await planTo(database, first);
    expect(made.tables[0]!.plan.fromVersion).toBe(0);
    expect(await apply(database, made)).toEqual({ ran: stepsOf(made).length, before: 0, held: 0, drift: [] });
    expect(await recordedLedger(database, 'event')).toEqual(first);
    const extended = await planTo(database, second);
    expect(extended.tables[0]!.plan).toMatchObject({ fromVersion: 1, toVersion: 2 });
    expect(await apply(database, extended)).toMatchObject({ ran: stepsOf(extended).length, drift: [] });
    expect(await recordedLedger(database, 'event')).toEqual(second);
    expect(await columnsOf(database)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(new Set((await journalOf(database)).map((line) => line.split(' ')[1]))).toEqual(new Set(['done']));
  });

  it('has nothing to do the second time', async () => {
    const database = await place().open();
    const file = await planTo(database, first);
    await apply(database, file);
    const count = stepsOf(file).length;
    expect(await apply(database, file)).toEqual({ ran: 0, before: count, held: 0, drift: [] });
    expect(await outlookOf(database, file, false)).toEqual({ next: [], before: count, held: 0 });
  });

  it('records a version that needs no statement', async () => {
    const database = await place().open();
    await bring(database, first);
    const same: Ledger = { ...first, schemaVersion: 2 };
    const file = await planTo(database, same);
    expect(await apply(database, file)).toEqual({ ran: 0, before: 0, held: 0, drift: [] });
    expect(await apply(database, file)).toMatchObject({ ran: 0 });
    expect((await recordedLedger(database, 'event'))?.schemaVersion).toBe(2);
  });

  it('does nothing to go back', async () => {
    const database = await place().open();
    await bring(database, second);
    const file = await planTo(database, first);
    expect(await apply(database, file)).toEqual({ ran: 0, before: 0, held: 0, drift: [] });
    expect(await recordedLedger(database, 'event')).toEqual(second);
  });

  it('tells what it runs, one after the other', async () => {
    const database = await place().open();
    const file = await planTo(database, first);
    const said: string[] = [];
    await applyPlanFile(database, file, {
      contract: false,
      now: () => 0,
      onStep: ({ step, count, sql, outcome }) => void said.push(`${step}/${count} ${outcome} ${sql}`),
    });
    const steps = stepsOf(file);
    expect(said).toEqual(
      steps.map(({ index, statement }) => `${index + 1}/${steps.length} done ${statement.sql}`),
    );
  });

  it('has to be told the version of a table that was made otherwise', async () => {
    const database = await place().open();
    for (const { statement } of stepsOf(await planTo(database, first))) await database.run(statement.sql);
    await expect(planTo(database, second)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const file = await planTo(database, second, { before: first });
    expect(file.tables[0]!.plan).toMatchObject({
      fromVersion: 1,
      notes: expect.not.arrayContaining(['Drift']),
    });
    expect(await apply(database, file)).toMatchObject({ drift: [] });
  });

  it('goes on where somebody ran a part of it by hand before', async () => {
    const database = await place().open();
    await bring(database, first);
    const [step] = stepsOf(await planTo(database, second));
    await database.run(step!.statement.sql);
    const file = await planTo(database, second);
    expect(file.tables[0]!.plan.notes[0]).toMatch(/^Drift \(column-extra\): Column 'c'/);
    expect(await apply(database, file)).toMatchObject({ drift: [] });
  });

  it('tells what differs when it is through', async () => {
    const database = await place().open();
    await bring(database, first);
    const bytes = place().dialect.columnType({ type: { kind: 'bytes' }, form: null, nullable: true });
    await place().byHand(`ALTER TABLE event ADD COLUMN e ${bytes}`);
    const result = await apply(database, await planTo(database, second));
    expect(result.drift).toMatchObject([{ kind: 'column-type', column: 'e', blocks: true }]);
  });

  describe('refuses, and runs nothing,', () => {
    it.each([
      ['a column was added', ['ALTER TABLE event ADD COLUMN z text'], 'was changed by somebody else'],
      ['a column was taken away', ['ALTER TABLE event DROP COLUMN a'], 'was changed by somebody else'],
      ['the table is gone', ['DROP TABLE event'], 'is not there any more'],
    ])('when %s since the plan was made', async (_name, sql, problem) => {
      const database = await place().open();
      await bring(database, first);
      const file = await planTo(database, second);
      await place().byHand(...sql);
      const running = apply(database, file);
      await expect(running).rejects.toMatchObject({ code: 'PLAN_STALE' });
      await expect(running).rejects.toThrow(problem);
      await expect(outlookOf(database, file, false)).rejects.toMatchObject({ code: 'PLAN_STALE' });
      expect(await columnsOf(database)).not.toContain('c');
    });

    it('when another plan brought the table on', async () => {
      const database = await place().open();
      await bring(database, first);
      const [file, later] = [await planTo(database, second), await planTo(database, third)];
      await apply(database, later);
      await expect(apply(database, file)).rejects.toThrow('was brought to version 3 since');
    });

    it('when only the recorded ledger moved', async () => {
      const database = await place().open();
      await bring(database, first);
      const file = await planTo(database, second);
      await bring(database, { ...first, schemaVersion: 9 });
      await expect(apply(database, file)).rejects.toMatchObject({ code: 'PLAN_STALE' });
    });

    it('when the table was changed between two statements', async () => {
      const database = await place().open();
      await bring(database, first);
      const file = await planTo(database, second);
      const running = applyPlanFile(database, file, {
        contract: false,
        now: () => 0,
        onStep: () => place().byHand('ALTER TABLE event DROP COLUMN a'),
      });
      await expect(running).rejects.toMatchObject({ code: 'PLAN_STALE' });
      expect(await columnsOf(database)).toEqual(['b', 'c']);
      await expect(apply(database, file)).rejects.toMatchObject({ code: 'PLAN_STALE' });
    });

    it('a plan of another dialect', async () => {
      const database = await place().open();
      const { fingerprint: _, ...file } = await planTo(database, first);
      const other = makePlanFile({ ...file, dialect: 'bigquery' });
      await expect(apply(database, other)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    });
  });

  describe('contracting statements', () => {
    it('wait until they are asked for', async () => {
      const database = await place().open();
      await bring(database, first);
      const file = await planTo(database, second, { dropBefore: 2 });
      const count = stepsOf(file).length;
      expect(await apply(database, file)).toEqual({ ran: count - 1, before: 0, held: 1, drift: [] });
      expect(await columnsOf(database)).toContain('b');
      expect(await recordedLedger(database, 'event')).toEqual(second);
      expect(await apply(database, file)).toMatchObject({ ran: 0, held: 1 });
      expect(await apply(database, file, true)).toEqual({ ran: 1, before: count - 1, held: 0, drift: [] });
      expect(await columnsOf(database)).not.toContain('b');
      expect((await recordedLedger(database, 'event'))?.entries[1]).toMatchObject({
        name: 'b',
        state: 'dropped',
      });
    });

    it('are remembered by later plans', async () => {
      const database = await place().open();
      await bring(database, first);
      await apply(database, await planTo(database, second, { dropBefore: 2 }), true);
      const later = await planTo(database, third);
      expect(stepsOf(later).filter(({ statement }) => statement.kind === 'addColumn')).toHaveLength(1);
      expect(await apply(database, later, true)).toMatchObject({ held: 0, drift: [] });
      expect(await columnsOf(database)).toEqual(['a', 'c', 'd', 'e', 'f']);
      expect(stepsOf(await planTo(database, third))).toEqual([]);
    });

    it('are undone by a version that writes the column again', async () => {
      const database = await place().open();
      const back = ledgersOf('1 a int32, 2 b string', '1 a int32', '1 a int32, 2 b string');
      await bring(database, back[0]!);
      await apply(database, await planTo(database, back[1]!, { dropBefore: 2 }), true);
      expect(await columnsOf(database)).toEqual(['a']);
      expect(await apply(database, await planTo(database, back[2]!))).toMatchObject({ drift: [] });
      expect(await columnsOf(database)).toEqual(['a', 'b']);
    });
  });

  it('undoes a statement that fails, keeps the ones before it, and goes on later', async () => {
    const database = await place().open();
    await bring(database, first);
    const good = await planTo(database, second);
    const [table] = good.tables;
    const statements = [...table!.plan.statements];
    statements[1] = { ...statements[1]!, sql: 'ALTER TABLE nowhere ADD COLUMN x text' };
    const { fingerprint: _, ...rest } = good;
    const file = makePlanFile({ ...rest, tables: [{ ...table!, plan: { ...table!.plan, statements } }] });
    const count = statements.length;
    const running = apply(database, file);
    await expect(running).rejects.toMatchObject({ code: 'STATEMENT_FAILED' });
    await expect(running).rejects.toThrow(
      new RegExp(`^Statement 2 of ${count}, on table 'event', failed: .*nowhere`, 's'),
    );
    expect(await columnsOf(database)).toEqual(['a', 'b', 'c']);
    expect(await journalOf(database)).toEqual(expect.arrayContaining(['0 done', '1 failed', '2 pending']));
    expect((await recordedLedger(database, 'event'))?.schemaVersion).toBe(1);
    await place().byHand('CREATE TABLE nowhere (y text)');
    expect(await apply(database, file)).toMatchObject({ ran: count - 1, before: 1 });
  });

  it('records the tables that are through when a later one fails', async () => {
    const database = await place().open();
    const other: Ledger = { ...first, table: 'other' };
    const tables = [first, other].map((after) => ({ after, before: null }));
    const wish = { subject: 's', version: 1, tables, dropBefore: null };
    const { fingerprint: _, ...good } = await planLiveTables(database, wish);
    const [one, two] = good.tables;
    const statements = [{ ...two!.plan.statements[0]!, sql: 'CREATE NONSENSE' }];
    const broken = { ...two!, plan: { ...two!.plan, statements } };
    const file = makePlanFile({ ...good, tables: [one!, broken] });
    await expect(apply(database, file)).rejects.toMatchObject({ code: 'STATEMENT_FAILED' });
    expect(await recordedLedger(database, 'event')).toEqual(first);
    expect(await recordedLedger(database, 'other')).toBeNull();
    await expect(apply(database, file)).rejects.toMatchObject({ code: 'STATEMENT_FAILED' });
    expect(await apply(database, await planLiveTables(database, wish))).toMatchObject({ drift: [] });
  });

  it('runs nothing of several tables when one of them moved', async () => {
    const database = await place().open();
    const other = (ledger: Ledger): Ledger => ({ ...ledger, table: 'other' });
    const wish = (one: Ledger): PlanWish => ({
      subject: 's',
      version: one.schemaVersion,
      tables: [one, other(one)].map((after) => ({ after, before: null })),
      dropBefore: null,
    });
    await apply(database, await planLiveTables(database, wish(first)));
    const file = await planLiveTables(database, wish(second));
    await place().byHand('ALTER TABLE other ADD COLUMN z text');
    await expect(apply(database, file)).rejects.toThrow("table 'other' was changed by somebody else");
    expect(await columnsOf(database)).toEqual(['a', 'b']);
    await place().byHand('ALTER TABLE other DROP COLUMN z');
    expect(await apply(database, file)).toMatchObject({ ran: stepsOf(file).length, drift: [] });
    expect((await recordedLedger(database, 'other'))?.schemaVersion).toBe(2);
  });

  it('takes names as they are', async () => {
    const hostile = (ledger: Ledger): Ledger => ({
      ...ledger,
      table: `x"; DROP TABLE y; -- 'ü`,
      message: `m' "`,
      entries: ledger.entries.map((entry) => ({ ...entry, name: `${entry.name} $1 "' \\ ; --` })),
    });
    const database = await place().open();
    await bring(database, hostile(first));
    const file = await planTo(database, hostile(second), { dropBefore: 2 });
    expect(await apply(database, file, true)).toMatchObject({ held: 0, drift: [] });
    expect((await recordedLedger(database, hostile(first).table))?.entries).toHaveLength(5);
    expect(await database.describe('y')).toBeNull();
  });

  it(
    'leads any version to any later one without drift',
    async () => {
      const database = await place().open();
      await fc.assert(
        fc.asyncProperty(
          messageHistories({ minVersions: 3, maxVersions: 4 }),
          fc.nat(),
          async (versions, seed) => {
            const table = `h${seed}_${versions.length}`;
            let ledger: Ledger | null = null;
            for (const [index, fields] of versions.entries()) {
              ledger = advanceLedger(ledger, 's', buildTable(messageOf(fields), { table }), index + 1).ledger;
              if (index === 1) continue;
              const dropBefore = seed % 2 === 0 ? index + 1 : null;
              const file = await planTo(database, ledger, { dropBefore });
              expect(await apply(database, file, true)).toMatchObject({ held: 0, drift: [] });
              const recorded = await recordedLedger(database, table);
              expect(findDrift(database.dialect, recorded!, await database.describe(table))).toEqual([]);
            }
            await place().byHand(`DROP TABLE ${table}`);
            await database.query('DELETE FROM protokoll_table WHERE name = $1', [table]);
          },
        ),
        { numRuns: histories },
      );
    },
    LONG_TIMEOUT_MS,
  );
}
