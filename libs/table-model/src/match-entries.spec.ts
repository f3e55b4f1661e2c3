import { claimColumnNames } from './claim-names.js';
import { logicalNameAt, logicalNameOf, type LedgerEntry } from './ledger.js';
import { CASE_SHAPE, JSON_SHAPE, PRESENCE_SHAPE } from './leaf.js';
import { sameClass, type ValueShape } from './logical-type.js';
import { matchEntries, type MatchPolicy } from './match-entries.js';
import { columnKey, type Column } from './table-model.js';

const INT: ValueShape = { type: { kind: 'int64' }, form: 'int' };
const FIRST: MatchPolicy = { namesOf: (entry) => [logicalNameOf(entry)], choose: ([first]) => first };

function column(name: string, path: readonly number[], shape: ValueShape = INT): Column {
  const source = { declared: 'int32', presence: null, labels: null, keys: null };
  return { key: columnKey(path, shape.form), path, name, ...shape, comment: null, source };
}

function entry(columnId: number, of: Column, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    columnId,
    key: of.key,
    path: of.path,
    incarnation: 1,
    name: of.name,
    logicalNames: [{ version: 1, name: of.name }],
    type: of.type,
    form: of.form,
    introducedVersion: 1,
    lastVersion: 1,
    state: 'active',
    comment: null,
    ...changes,
  };
}

describe('sameClass', () => {
  it('wants the type and the form', () => {
    expect(sameClass(INT, { ...INT })).toBe(true);
    expect(sameClass(PRESENCE_SHAPE, { type: { kind: 'bool' }, form: 'bool' })).toBe(false);
    expect(
      sameClass({ type: { kind: 'float32' }, form: 'float' }, { type: { kind: 'float64' }, form: 'float' }),
    ).toBe(false);
  });
});

describe('logical names', () => {
  const renamed = entry(1, column('a', [1]), {
    logicalNames: [
      { version: 2, name: 'a' },
      { version: 5, name: 'b' },
    ],
  });

  it.each([
    [1, null],
    [2, 'a'],
    [4, 'a'],
    [5, 'b'],
    [9, 'b'],
  ])('at version %i: %s', (version, name) => expect(logicalNameAt(renamed, version)).toBe(name));

  it('the last one is the current one', () => expect(logicalNameOf(renamed)).toBe('b'));
});

describe('matchEntries', () => {
  it('pairs by number path and class, and uses no entry twice', () => {
    const [a, b] = [column('a', [1]), column('b', [1, 2])];
    const entries = [entry(1, b), entry(2, a), entry(3, column('a', [1], JSON_SHAPE), { incarnation: 2 })];
    const matched = matchEntries(entries, [a, { ...a, name: 'again' }, b], FIRST);
    expect([...matched].map(([of, found]) => [of.name, found.columnId])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  it('does not take 1.12 for 11.2', () => {
    const entries = [entry(1, column('a', [1, 12]))];
    expect(matchEntries(entries, [column('a', [11, 2]), column('a', [112])], FIRST).size).toBe(0);
  });

  it('finds a case by its name in its own holder only', () => {
    const entries = [
      entry(1, column('p__pick__case', [1, 5], CASE_SHAPE)),
      entry(2, column('pick__case', [5], CASE_SHAPE)),
    ];
    const moved = column('pick__case', [3], CASE_SHAPE);
    expect(matchEntries(entries, [moved], FIRST).get(moved)?.columnId).toBe(2);
  });

  it('leaves a column alone when the policy chooses none', () => {
    const a = column('a', [1]);
    expect(matchEntries([entry(1, a)], [a], { ...FIRST, choose: () => undefined }).size).toBe(0);
  });
});

describe('claimColumnNames', () => {
  const taken = [entry(1, column('a', [1])), entry(2, column('A__2', [2]))];

  it('keeps free names and numbers the others, past those that are taken', () => {
    const names = claimColumnNames(taken, [column('b', [3]), column('a', [4]), column('a__3', [5])], () => 1);
    expect(names).toEqual(['b', 'a__4', 'a__3']);
  });

  it('begins at the incarnation', () => {
    expect(claimColumnNames(taken, [column('a', [1])], () => 7)).toEqual(['a__7']);
  });
});
