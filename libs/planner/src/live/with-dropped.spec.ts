import { dialectNamed } from '#libs/ddl';
import { dropFrozen, type Ledger } from '#libs/table-model';
import { ledgersOf } from '#libs/testing';
import { planTable, withDropped } from '../index.js';

const [, second, third, fourth, fifth] = ledgersOf(
  '1 a int32, 2 b string',
  '1 a int32',
  '1 a int32, 3 c string',
  '1 a int32, 2 b string, 3 c string',
  '1 a int32, 2 b string, 3 c string',
) as [Ledger, Ledger, Ledger, Ledger, Ledger];
const recorded = dropFrozen(second, 2);
const sqlite = dialectNamed('sqlite');
const statesOf = (ledger: Ledger): readonly string[] =>
  ledger.entries.map(({ name, state }) => `${name} ${state}`);

it('leaves a ledger alone where nothing was dropped', () => {
  expect(withDropped(third, null)).toBe(third);
  expect(withDropped(third, second)).toBe(third);
});

it('remembers what was dropped, and counts on', () => {
  expect(withDropped(second, recorded)).toEqual(recorded);
  const later = withDropped(third, recorded);
  expect(statesOf(later)).toEqual(['a active', 'b dropped', 'c active']);
  expect(later.tableVersion).toBe(recorded.tableVersion + 1);
  expect(planTable(sqlite, recorded, later).statements.map(({ sql }) => sql)).toEqual([
    'ALTER TABLE "event" ADD COLUMN "c" TEXT',
  ]);
});

it('lets a version that writes it again have the column back', () => {
  const later = withDropped(fourth, recorded);
  expect(statesOf(later)).toEqual(['a active', 'b active', 'c active']);
  const plan = planTable(
    sqlite,
    withDropped(third, recorded),
    withDropped(fourth, withDropped(third, recorded)),
  );
  expect(plan.statements.map(({ sql }) => sql)).toEqual(['ALTER TABLE "event" ADD COLUMN "b" TEXT']);
  expect(plan.changes).toEqual([expect.objectContaining({ kind: 'reactivated', column: 'b' })]);
});

it('keeps it once it is back', () => {
  expect(withDropped(fifth, withDropped(fourth, recorded))).toBe(fifth);
});

it('does not take another column for it', () => {
  const entries = recorded.entries.map((entry) => ({ ...entry, name: `${entry.name}x` }));
  expect(statesOf(withDropped(third, { ...recorded, entries }))).toEqual(statesOf(third));
});
