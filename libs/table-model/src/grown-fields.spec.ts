import { messageFrom } from '#libs/testing';
import { advanceLedger, buildTable, grownFields, shapeOf, type Ledger, type NestedShape } from './index.js';

const ledgerAt = (before: Ledger | null, version: number, item: string, more = ''): Ledger =>
  advanceLedger(
    before,
    's',
    buildTable(messageFrom(`message E { map<string, I> a = 1; } message I { ${item} } ${more}`, 'E')),
    version,
  ).ledger;

const shapeIn = (ledger: Ledger): NestedShape => shapeOf(ledger.entries[0]!.type)!;

describe('grownFields', () => {
  const first = ledgerAt(null, 1, 'string x = 1; repeated P p = 2;', 'message P { int32 q = 1; }');
  const second = ledgerAt(
    first,
    2,
    'repeated P p = 2; string y = 4; R r = 3;',
    'message P { int32 q = 1; bool z = 2; } message R { bytes deep = 1; }',
  );
  const paths = (before: Ledger, after: Ledger): readonly string[] =>
    grownFields(shapeIn(before), shapeIn(after)).map(({ steps }) => steps.map(({ name }) => name).join('.'));

  it('names what is new by the way to it, the outer before the inner, and nothing of what came with it', () => {
    expect(paths(first, second)).toEqual(['value.r', 'value.y', 'value.p.element.z']);
  });

  it('finds nothing when nothing is new, also when something is gone', () => {
    expect(paths(second, second)).toEqual([]);
    expect(paths(second, ledgerAt(second, 3, 'string y = 4;'))).toEqual([]);
  });

  it('tells a field that is called element from the element of a list', () => {
    const before = ledgerAt(null, 1, 'string x = 1;');
    const after = ledgerAt(before, 2, 'string x = 1; string element = 2;');
    expect(grownFields(shapeIn(before), shapeIn(after))[0]!.steps).toEqual([
      { kind: 'value', name: 'value' },
      { kind: 'field', name: 'element' },
    ]);
  });

  it('has nothing to say of shapes of different kinds', () => {
    const list: NestedShape = {
      kind: 'list',
      element: { kind: 'leaf', type: { kind: 'text' }, form: 'text' },
    };
    expect(grownFields(list, shapeIn(first))).toEqual([]);
    expect(grownFields(shapeIn(first), list)).toEqual([]);
  });
});

it('keeps names inside of columns to 63 bytes, by the number of the field', () => {
  const shape = shapeIn(ledgerAt(null, 1, `string ${'x'.repeat(70)} = 7;`));
  expect(JSON.stringify(shape)).toMatch(/"name":"x{54}_[0-9a-f]{8}"/);
});
