import { ENVELOPE, dropFrozen, type Ledger } from '#libs/table-model';
import { V1, V2, ledgersOf } from '../sink-fixtures.suite.js';
import { isNewer, shapesOf, typesOf } from './known-table.js';

const [v1, v2, frozen] = ledgersOf([V1, V2, V1], 'event') as [Ledger, Ledger, Ledger];
const dropped = dropFrozen(frozen, 3);

describe('typesOf', () => {
  it('has the envelope, then what the table really has', () => {
    const names = [...typesOf(v2).keys()];
    expect(names.slice(0, ENVELOPE.length)).toEqual(ENVELOPE.map(({ name }) => name));
    expect(names.slice(ENVELOPE.length)).toEqual(V2.map(({ name }) => name));
    expect([...typesOf(frozen).keys()]).toEqual(names);
    expect([...typesOf(dropped).keys()]).toEqual([...typesOf(v1).keys()]);
  });
});

describe('shapesOf', () => {
  it('says what takes no null: the envelope, as far as it does', () => {
    const strict = [...shapesOf(v2)].filter(([, { nullable }]) => !nullable).map(([name]) => name);
    expect(strict).toEqual(ENVELOPE.filter(({ nullable }) => !nullable).map(({ name }) => name));
  });
});

describe('isNewer', () => {
  it.each<[string, Ledger, Ledger, boolean]>([
    ['one with more columns', v2, v1, true],
    ['the one before it', v1, v2, false],
    ['itself', v1, v1, false],
    ['one that froze a column', frozen, v2, true],
    // The schema is the same: only the table changed.
    ['one that dropped it', dropped, frozen, true],
    ['one from before the drop', frozen, dropped, false],
  ])('tells of %s', (_what, one, other, expected) => expect(isNewer(one, other)).toBe(expected));
});

it('a list of a type that its author gave is written as JSON text, in that dialect alone', () => {
  const [first] = ledgersOf([V1], 'event') as [Ledger];
  const entries = first.entries.map((entry) =>
    entry.name === 'list' ? { ...entry, overrides: [{ dialect: 'duckdb', type: 'VARCHAR' }] } : entry,
  );
  const ledger = { ...first, entries } as Ledger;
  const [whole, inDuckdb, elsewhere] = [undefined, 'duckdb', 'clickhouse'].map((dialect) => ({
    type: typesOf(ledger, dialect).get('list'),
    shape: shapesOf(ledger, dialect).get('list')?.type,
  }));
  expect(inDuckdb).toEqual({ type: { kind: 'json' }, shape: { kind: 'json' } });
  expect(elsewhere).toEqual(whole);
  expect(whole?.type).toMatchObject({ kind: 'json', shape: { kind: 'list' } });
});
