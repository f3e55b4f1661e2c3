import { messageOf, type FieldSpec } from '#libs/testing';
import { advanceLedger, buildTable, dropFrozen, mapColumns, type Ledger, type TableModel } from './index.js';

const field = (number: number, name: string, kind: FieldSpec['kind'] = 'int32'): FieldSpec => ({
  number,
  name,
  kind,
  oneof: null,
});
const model = (...fields: readonly FieldSpec[]): TableModel => buildTable(messageOf(fields));
const first = model(field(1, 'a'), field(2, 'b'), field(3, 'c'));
const second = model(field(1, 'a'), field(3, 'c'));
const third = model(field(1, 'a'));

function ledgerOf(...models: readonly TableModel[]): Ledger {
  return models.reduce<Ledger | null>(
    (ledger, one, index) => advanceLedger(ledger, 's', one, index + 1).ledger,
    null,
  )!;
}

const statesOf = (ledger: Ledger): readonly string[] => ledger.entries.map(({ state }) => state);

describe('dropFrozen', () => {
  const ledger = ledgerOf(first, second, third);

  it('drops what no version from the oldest on writes', () => {
    expect(statesOf(ledger)).toEqual(['active', 'frozen', 'frozen']);
    expect(statesOf(dropFrozen(ledger, 2))).toEqual(['active', 'dropped', 'frozen']);
    expect(statesOf(dropFrozen(ledger, 3))).toEqual(['active', 'dropped', 'dropped']);
  });

  it('drops only the columns that are named', () => {
    expect(statesOf(dropFrozen(ledger, 3, [3, 1, 99]))).toEqual(['active', 'frozen', 'dropped']);
  });

  it('makes a new table version, and none when nothing is dropped', () => {
    expect(dropFrozen(ledger, 3).tableVersion).toBe(ledger.tableVersion + 1);
    expect(dropFrozen(ledger, 1)).toBe(ledger);
    const dropped = dropFrozen(ledger, 3);
    expect(dropFrozen(dropped, 3)).toBe(dropped);
  });

  it('old writers fill what is left', () => {
    const names = (version: number, one: TableModel, of: Ledger): readonly string[] =>
      mapColumns(of, one, version).map(({ name }) => name);
    expect(names(1, first, ledger)).toEqual(['a', 'b', 'c']);
    expect(names(1, first, dropFrozen(ledger, 2))).toEqual(['a', 'c']);
    expect(mapColumns(dropFrozen(ledger, 3), first).map(({ name }) => name)).toEqual(['a']);
  });

  it('a field that comes back gets a new column, never the name of the dropped one', () => {
    const back = advanceLedger(dropFrozen(ledger, 3), 's', first, 4);
    expect(back.ledger.entries.map(({ name, incarnation, state }) => [name, incarnation, state])).toEqual([
      ['a', 1, 'active'],
      ['b', 1, 'dropped'],
      ['c', 1, 'dropped'],
      ['b__2', 2, 'active'],
      ['c__2', 2, 'active'],
    ]);
    expect(back.findings.map(({ ruleId }) => ruleId)).toEqual(['TABLE_NUMBER_REUSED', 'TABLE_NUMBER_REUSED']);
  });

  it('a dropped column stays dropped, and is not told again', () => {
    const next = advanceLedger(dropFrozen(ledger, 3), 's', third, 4);
    expect(statesOf(next.ledger)).toEqual(['active', 'dropped', 'dropped']);
    expect(next.findings).toEqual([]);
  });
});
