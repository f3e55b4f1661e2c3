import { dialectNamed } from '#libs/ddl';
import { dropFrozen, type Ledger } from '#libs/table-model';
import { ledgersOf } from '#libs/testing';
import {
  fingerprintLedger,
  fingerprintLive,
  ledgerBeforeContract,
  planLiveTable,
  type LiveStart,
  type PlannedTable,
} from '../index.js';
import { liveOf, withColumn } from './live-of.suite.js';

const sqlite = dialectNamed('sqlite');
const [first, second] = ledgersOf('1 a int32, 2 b string', '1 a int32, 3 c string') as [Ledger, Ledger];
const live = liveOf(sqlite, first);
const start: LiveStart = { after: second, before: null, live, recorded: first, dropBefore: null };
const sqlOf = (change: Partial<LiveStart>): readonly string[] =>
  planLiveTable(sqlite, { ...start, ...change }).plan.statements.map(({ sql }) => sql.split('\n')[0]!);
const ADD = 'ALTER TABLE "event" ADD COLUMN "c" TEXT';
const DROP = 'ALTER TABLE "event" DROP COLUMN "b"';

it('makes a table that is not there, whatever was said of it', () => {
  for (const before of [null, first])
    expect(sqlOf({ live: null, before })[0]).toBe('CREATE TABLE IF NOT EXISTS "event" (');
  const recorded = dropFrozen(second, 2);
  expect(planLiveTable(sqlite, { ...start, live: null, recorded }).after).toBe(second);
});

it('starts from what was said, else from what the database says', () => {
  expect(sqlOf({})).toEqual([ADD]);
  expect(sqlOf({ recorded: null, before: first })).toEqual([ADD]);
  expect(sqlOf({ recorded: second })).toEqual([]);
  expect(sqlOf({ recorded: second, before: first })).toEqual([ADD]);
  expect(() => sqlOf({ recorded: null })).toThrow("Table 'event' is in the database, and nothing there says");
});

it('takes away what nobody writes any more, and says which columns', () => {
  const planned = planLiveTable(sqlite, { ...start, dropBefore: 2 });
  expect(planned.plan.statements.map(({ sql, phase }) => [sql, phase])).toEqual([
    [ADD, 'expand'],
    [DROP, 'contract'],
  ]);
  expect(planned.drops).toEqual([2]);
  expect(planLiveTable(sqlite, { ...start, recorded: dropFrozen(second, 2), dropBefore: 2 }).drops).toEqual(
    [],
  );
  expect(planLiveTable(sqlite, { ...start, dropBefore: 1 }).drops).toEqual([]);
});

it('has the fingerprints of what it was made of', () => {
  expect(planLiveTable(sqlite, start)).toMatchObject({
    registryLedger: fingerprintLedger(second),
    recordedLedger: fingerprintLedger(first),
    live: fingerprintLive(live),
  });
  expect(planLiveTable(sqlite, { ...start, recorded: null, before: first }).recordedLedger).toBeNull();
});

it('notes what differs already', () => {
  const drifted = withColumn(live, 'b', { type: 'BLOB' });
  const [note] = planLiveTable(sqlite, { ...start, live: drifted }).plan.notes;
  expect(note).toMatch(
    /^Drift \(column-type\): Column 'b' of 'event' is BLOB, the ledger says TEXT\. Make it TEXT/,
  );
});

it('refuses a table of another subject', () => {
  expect(() => sqlOf({ recorded: { ...first, subject: 'other' } })).toThrow(
    expect.objectContaining({ code: 'PLAN_CONFLICT' }),
  );
});

it('keeps a shorter time for rows back until it is told to contract', () => {
  const clickhouse = dialectNamed('clickhouse');
  const kept = (ttlDays: number | null): Ledger => ({
    ...first,
    layout: { owner: 'o', ...(ttlDays === null ? {} : { ttlDays }) },
  });
  const plannedFor = (before: number | null, after: number | null): PlannedTable =>
    planLiveTable(clickhouse, {
      ...start,
      live: liveOf(clickhouse, first),
      recorded: kept(before),
      after: { ...kept(after), schemaVersion: 2 },
    });
  for (const before of [30, null]) {
    const planned = plannedFor(before, 7);
    expect(planned).toMatchObject({ keptBefore: before, drops: [] });
    expect(planned.plan.changes).toMatchObject([{ kind: 'expires', column: null, class: 'T2' }]);
    expect(ledgerBeforeContract(planned).layout).toEqual(kept(before).layout);
    expect(planned.after.layout).toEqual(kept(7).layout);
  }
  for (const after of [8, null]) {
    const planned = plannedFor(7, after);
    expect(planned).not.toHaveProperty('keptBefore');
    expect(ledgerBeforeContract(planned)).toBe(planned.after);
  }
});
