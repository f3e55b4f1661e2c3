import { DIALECTS, dialectNamed } from '#libs/ddl';
import { isRegistryError } from '#libs/errors';
import { dropFrozen, type Ledger } from '#libs/table-model';
import { ledgersOf } from '#libs/testing';
import { planTable, type Plan } from './index.js';

const postgres = dialectNamed('postgres');
const sqlite = dialectNamed('sqlite');

function sqlOf(plan: Plan): readonly string[] {
  return plan.statements.map(({ sql }) => sql);
}

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return isRegistryError(error) ? error.code : String(error);
  }
}

describe('planTable', () => {
  it('makes a new table', () => {
    const [first] = ledgersOf('1 a int32');
    const plan = planTable(sqlite, null, first!);
    expect(plan).toMatchObject({
      dialect: 'sqlite',
      subject: 's',
      message: 'h.Event',
      table: 'event',
      fromTableVersion: 0,
      toTableVersion: 1,
      fromVersion: 0,
      toVersion: 1,
      notes: [],
    });
    expect(sqlOf(plan)[0]).toContain('CREATE TABLE IF NOT EXISTS "event"');
    expect(plan.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('adds columns in their order', () => {
    const [before, after] = ledgersOf('1 a int32', '1 a int32, 2 b string, 3 c bool');
    expect(sqlOf(planTable(sqlite, before!, after!))).toEqual([
      'ALTER TABLE "event" ADD COLUMN "b" TEXT',
      'ALTER TABLE "event" ADD COLUMN "c" INTEGER CHECK ("c" IN (0, 1))',
    ]);
    expect(planTable(sqlite, before!, after!)).toMatchObject({
      fromTableVersion: 1,
      toTableVersion: 2,
      fromVersion: 1,
      toVersion: 2,
    });
  });

  it('makes a dropped column again that a later version writes', () => {
    const [first, second, third] = ledgersOf('1 a int32, 2 b string', '1 a int32', '1 a int32, 2 b string');
    const before = dropFrozen(second!, 2);
    expect(first!.entries).toHaveLength(2);
    expect(sqlOf(planTable(sqlite, before, { ...third!, tableVersion: 3 }))).toEqual([
      'ALTER TABLE "event" ADD COLUMN "b" TEXT',
    ]);
    expect(sqlOf(planTable(sqlite, before, before))).toEqual([]);
  });

  it('skips any number of versions', () => {
    const ledgers = ledgersOf('1 a int32', '1 a int32, 2 b string', '2 b string', '2 b string, 3 c bool');
    expect(sqlOf(planTable(sqlite, ledgers[0]!, ledgers[3]!))).toHaveLength(2);
    expect(planTable(sqlite, ledgers[0]!, ledgers[3]!).notes).toEqual([
      "Column 'a' is frozen with its data; version 2 was the last to have 'a' like that.",
    ]);
  });

  it('does nothing when nothing changed', () => {
    const [before, after] = ledgersOf('1 a int32', '1 a int64');
    for (const dialect of DIALECTS)
      expect(planTable(dialect, before!, after!)).toMatchObject({ statements: [], notes: [] });
  });

  it.each([
    ['1 a int32', '1 b int32', "'a' is now 'b'; its column stays 'a'."],
    [
      '1 a int32, 2 b int32',
      '1 a int32',
      "Column 'b' is frozen with its data; version 1 was the last to have 'b' like that.",
    ],
    [
      '1 a int32',
      '1 a string',
      "Column 'a' is frozen with its data; version 1 was the last to have 'a' like that.",
    ],
    [
      '1 a int32',
      '1 a string',
      "Field number 1 has another type or meaning since version 2: new column 'a__2' beside 'a'.",
    ],
    ['1 a int32', '2 a int32', "Field 'a' (2) has column 'a__2'."],
  ])('%s to %s is told in words', (before, after, note) => {
    const [one, other] = ledgersOf(before, after);
    expect(planTable(sqlite, one!, other!).notes).toContain(note);
  });

  it('tells of a column that is back, and of one that only old writers fill', () => {
    const ledgers = ledgersOf('1 a int32, 2 b int32', '1 a int32', '1 a int32, 2 b int32');
    expect(planTable(sqlite, ledgers[1]!, ledgers[2]!).notes).toEqual([
      "'b' is back; column 'b' is written again.",
    ]);
    expect(planTable(sqlite, null, ledgers[1]!).notes).toEqual([
      "Column 'b' is for writers up to version 1 only.",
    ]);
  });

  it('tells of a message that moved', () => {
    const [before] = ledgersOf('1 a int32');
    const after = { ...before!, message: 'h.Moved', schemaVersion: 2 };
    const plan = planTable(postgres, before!, after);
    expect(plan.notes).toEqual(["Message h.Event is now h.Moved; table 'event' goes on under its name."]);
    expect(sqlOf(plan)).toEqual([`COMMENT ON TABLE "event" IS 'Events of message h.Moved, subject ''s''.'`]);
  });

  it('keeps comments up with the ledger where the engine has them', () => {
    const [before, after] = ledgersOf('1 a int32, 2 b int32', '1 renamed int32');
    expect(sqlOf(planTable(postgres, before!, after!))).toEqual([
      `COMMENT ON COLUMN "event"."a" IS 'Field 1, called ''renamed''.'`,
      `COMMENT ON COLUMN "event"."b" IS 'Frozen: version 1 was the last to have it.'`,
    ]);
    expect(planTable(sqlite, before!, after!).statements).toEqual([]);
  });

  it('leads nowhere backwards, and says why', () => {
    const [before, after] = ledgersOf('1 a int32', '1 a int32, 2 b int32');
    const plan = planTable(postgres, after!, before!);
    expect(plan.statements).toEqual([]);
    expect(plan.notes).toEqual([
      "Table 'event' is at table version 2 (schema version 2), newer than 1 (1). Nothing is done: the newer table takes rows of older versions.",
    ]);
  });

  it('takes the table version for newer, too', () => {
    const [ledger] = ledgersOf('1 a int32');
    const plan = planTable(postgres, { ...ledger!, tableVersion: 2 }, { ...ledger!, message: 'h.Moved' });
    expect(plan).toMatchObject({ statements: [], notes: [expect.stringContaining('Nothing is done')] });
  });

  it('refuses two ledgers that are not of one table', () => {
    const [one] = ledgersOf('1 a int32');
    const [other] = ledgersOf('1 b int32');
    const [third] = ledgersOf('1 a string');
    expect(codeOf(() => planTable(sqlite, one!, other!))).toBe('PLAN_CONFLICT');
    expect(codeOf(() => planTable(sqlite, one!, third!))).toBe('PLAN_CONFLICT');
    expect(codeOf(() => planTable(sqlite, one!, { ...one!, table: 'x' }))).toBe('PLAN_CONFLICT');
    expect(codeOf(() => planTable(sqlite, one!, { ...one!, subject: 'x' }))).toBe('PLAN_CONFLICT');
    expect(codeOf(() => planTable(sqlite, one!, { ...one!, schemaVersion: 2, entries: [] }))).toBe(
      'PLAN_CONFLICT',
    );
  });

  it('says ahead that the engine will refuse', () => {
    const fields = Array.from({ length: 1600 }, (_, index) => `${index + 1} f${index} int32`).join(', ');
    const [before, after] = ledgersOf('1 f0 int32', fields);
    const plan = planTable(postgres, before!, after!);
    expect(plan.notes).toHaveLength(1);
    expect(plan.notes[0]).toContain('takes at most 1600 columns');
  });
});

describe('the fingerprint', () => {
  it('is the same for the same change, also from parsed JSON', () => {
    const [before, after] = ledgersOf('1 a int32', '1 b int32, 2 c bool');
    const copy = (ledger: Ledger): Ledger => JSON.parse(JSON.stringify(ledger)) as Ledger;
    for (const dialect of DIALECTS) {
      expect(planTable(dialect, copy(before!), copy(after!))).toEqual(planTable(dialect, before!, after!));
    }
  });

  it('differs with dialect, start, end and content', () => {
    const [first, second, third] = ledgersOf('1 a int32', '1 a int32, 2 b int32', '1 a int32, 2 b int32');
    const plans = [
      planTable(sqlite, null, first!),
      planTable(postgres, null, first!),
      planTable(sqlite, first!, second!),
      planTable(sqlite, null, second!),
      planTable(sqlite, null, third!),
      planTable(sqlite, null, { ...first!, subject: 'other' }),
      planTable(sqlite, null, { ...first!, table: 'other' }),
    ];
    const [one, two, three] = ledgersOf('1 a int32', '1 a int64', '1 a int32, 2 b int32');
    plans.push(planTable(postgres, one!, three!), planTable(postgres, two!, three!));
    expect(new Set(plans.map(({ fingerprint }) => fingerprint)).size).toBe(plans.length);
  });
});
