import { messageFrom } from '#libs/testing';
import {
  advanceLedger,
  buildTable,
  fieldIdOf,
  lastFieldId,
  nestedIdsOf,
  nestedPaths,
  shapeOf,
  type InnerShape,
  type Ledger,
  type NestedShape,
} from './index.js';
import { describeShape, fitsShape, mergeShapes, nameFields } from './nested-shape.js';

const modelOf = (fields: string, others = ''): ReturnType<typeof buildTable> =>
  buildTable(messageFrom(`message E { ${fields} } ${others}`, 'E'));

function shapeFrom(fields: string, others = ''): NestedShape | undefined {
  return shapeOf(modelOf(fields, others).columns[0]!.type);
}

const told = (fields: string, others = ''): readonly string[] =>
  modelOf(fields, others).findings.map(({ ruleId }) => ruleId);

/** A shape in a line, with the names and keys of its fields. */
function line(shape: InnerShape | undefined): string {
  if (shape === undefined) return 'text';
  switch (shape.kind) {
    case 'leaf':
      return `${shape.type.kind}/${shape.form}`;
    case 'list':
      return `[${line(shape.element)}]`;
    case 'map':
      return `<${line(shape.key)}: ${line(shape.value)}>`;
    case 'struct': {
      const fields = shape.fields.map(
        (one) => `${one.number} ${one.name}(${one.keys.join('|')}) ${line(one.shape)}`,
      );
      return `{${fields.join('; ')}}`;
    }
  }
}

const STRUCT = '[(protokoll.options.v1.field).column.strategy = STRATEGY_STRUCT]';

describe('what lies inside of a column', () => {
  it.each([
    ['repeated int32 a = 1;', '[int64/int]'],
    ['repeated fixed64 a = 1;', '[uint64/uint64]'],
    ['repeated C a = 1;', '[text/enum]'],
    ['repeated google.protobuf.Timestamp a = 1;', '[timestamp/timestamp]'],
    ['repeated google.protobuf.StringValue a = 1;', '[text/text]'],
    ['repeated Empty a = 1;', '[bool/presence]'],
    ['map<string, bool> a = 1;', '<text/text: bool/bool>'],
    ['map<uint64, bytes> a = 1;', '<uint64/uint64: bytes/bytes>'],
    ['repeated P a = 1;', '[{1 x(x) int64/int; 2 long_name(longName) [text/text]}]'],
    ['map<string, P> a = 1;', '<text/text: {1 x(x) int64/int; 2 long_name(longName) [text/text]}>'],
    [`P a = 1 ${STRUCT};`, '{1 x(x) int64/int; 2 long_name(longName) [text/text]}'],
    ['repeated Tree a = 1;', '[{1 v(v) text/text; 2 children(children) json/json}]'],
    ['repeated google.protobuf.Any a = 1;', 'text'],
    ['map<string, google.protobuf.Value> a = 1;', 'text'],
    ['repeated int32 a = 1 [(protokoll.options.v1.field).column.strategy = STRATEGY_JSON];', 'text'],
    ['string a = 1;', 'text'],
  ])('%s', (field, expected) => {
    const others = `message P { int32 x = 1; repeated string long_name = 2; } message Empty {}
      message Tree { string v = 1; repeated Tree children = 2; } enum C { C_UNSPECIFIED = 0; }`;
    expect(line(shapeFrom(field, others))).toBe(expected);
  });

  it('has fields with names of their own, whatever the case', () => {
    const others = `message P {
      int32 userId = 1; int32 userid = 2;
      int32 z = 3 [(protokoll.options.v1.field).column.name = "zed"];
    }`;
    const shape = shapeFrom('repeated P a = 1;', others) as { readonly element: InnerShape };
    expect(line(shape.element)).toBe(
      '{1 userId(userId) int64/int; 2 userid__2(userid) int64/int; 3 zed(z) int64/int}',
    );
    const leaf = { kind: 'leaf', type: { kind: 'bool' }, form: 'bool' } as const;
    const same = ['a', 'A', 'a__2', 'a'].map((name, number) => ({ number, name, keys: [], shape: leaf }));
    expect(nameFields(same).map(({ name }) => name)).toEqual(['a', 'A__1', 'a__2', 'a__3']);
  });

  it('TABLE_STRATEGY_UNSUPPORTED: nothing but JSON has an effect inside', () => {
    const others = `message P {
      int32 x = 1 [(protokoll.options.v1.field).column.strategy = STRATEGY_IGNORE];
      Q q = 2 [(protokoll.options.v1.field).column.strategy = STRATEGY_JSON];
    } message Q { int32 y = 1; }`;
    expect(told('repeated P a = 1; repeated P b = 2;', others)).toEqual(['TABLE_STRATEGY_UNSUPPORTED']);
    expect(line(shapeFrom('repeated P a = 1;', others))).toBe('[{1 x(x) int64/int; 2 q(q) json/json}]');
  });

  it('TABLE_NESTED_BUDGET: too deep', () => {
    const chain = (length: number): string =>
      Array.from({ length }, (_, index) => `message L${index} { L${index + 1} n = 1; }`).join(' ') +
      ` message L${length} { int32 x = 1; }`;
    expect(told('repeated L0 a = 1;', chain(4))).toEqual([]);
    expect(told('repeated L0 a = 1;', chain(5))).toEqual(['TABLE_NESTED_BUDGET']);
    expect(line(shapeFrom('repeated L0 a = 1;', chain(5)))).toContain('n(n) json/json');
  });

  it('TABLE_NESTED_BUDGET: too much for one table', () => {
    const wide = `message W { ${Array.from({ length: 499 }, (_, at) => `int32 f${at} = ${at + 1};`).join(' ')} }`;
    const two = 'repeated W a = 1; repeated W b = 2;';
    expect(told(two, wide)).toEqual([]);
    expect(told(`${two} repeated int32 c = 3;`, wide)).toEqual(['TABLE_NESTED_BUDGET']);
    const columns = modelOf(`${two} repeated int32 c = 3;`, wide).columns;
    expect(columns.map(({ type }) => shapeOf(type)?.kind)).toEqual(['list', 'list', undefined]);
  });
});

describe('what fits', () => {
  const list = (fields: string): NestedShape | undefined =>
    shapeFrom('repeated P a = 1;', `message P { ${fields} } message Q { int32 y = 1; }`);

  it.each([
    ['the same', 'int32 x = 1;', 'int64 x = 1;', true],
    ['a new field', 'int32 x = 1;', 'int32 x = 1; string y = 2;', true],
    ['a field that is gone', 'int32 x = 1; string y = 2;', 'int32 x = 1;', true],
    ['a renamed field', 'int32 x = 1;', 'int32 left = 1;', true],
    ['another type', 'int32 x = 1;', 'string x = 1;', false],
    ['a list of it', 'int32 x = 1;', 'repeated int32 x = 1;', false],
    ['a struct of it', 'int32 x = 1;', 'Q x = 1;', false],
    ['a name that another number had', 'int32 x = 1;', 'int32 w = 1; int32 x = 2;', false],
    ['a map where a list was', 'repeated int32 x = 1;', 'map<string, int32> x = 1;', false],
    ['another key', 'map<string, int32> x = 1;', 'map<int32, int32> x = 1;', false],
    ['anything where JSON was', 'google.protobuf.Any x = 1;', 'Q x = 1;', true],
  ])('%s', (_, before, after, fits) => {
    expect(fitsShape(list(after), list(before))).toBe(fits);
  });

  it('goes into JSON text whatever it is, and JSON text into nothing else', () => {
    expect(fitsShape(list('int32 x = 1;'), undefined)).toBe(true);
    expect(fitsShape(undefined, undefined)).toBe(true);
    expect(fitsShape(undefined, list('int32 x = 1;'))).toBe(false);
  });

  it('grows: new fields stand last, names stay, keys are remembered', () => {
    const before = list('int32 x = 2; Q q = 3;')!;
    const merged = mergeShapes(before, list('int32 w = 1; int32 left = 2;')!);
    expect(line(merged)).toBe('[{2 x(x|left) int64/int; 3 q(q) {1 y(y) int64/int}; 1 w(w) int64/int}]');
    expect(mergeShapes(merged, before)).toBe(merged);
    expect(mergeShapes(before, before)).toBe(before);
    expect(nestedPaths(merged)).toEqual(['element', 'element.2', 'element.3', 'element.1', 'element.3.1']);
    expect(describeShape(merged)).toBe('list of struct of x, q, w');
    expect(describeShape(shapeFrom('map<string, C> a = 1;', 'enum C { C_U = 0; }'))).toBe(
      'map of text to labels',
    );
  });
});

describe('the ledger of columns with something inside', () => {
  const advance = (ledger: Ledger | null, version: number, fields: string, others: string) =>
    advanceLedger(ledger, 's', modelOf(fields, others), version);
  const P = (fields: string): string => `message P { ${fields} }`;
  const ids = (ledger: Ledger): readonly string[] =>
    ledger.entries.map((entry) =>
      [entry.name, fieldIdOf(entry), ...[...nestedIdsOf(entry)].map(([path, id]) => `${path}=${id}`)].join(
        ' ',
      ),
    );

  it('gives ids to columns first, then to what lies inside, and never again', () => {
    const first = advance(null, 1, 'repeated P a = 1; string b = 2;', P('int32 x = 1;')).ledger;
    expect(ids(first)).toEqual(['a 12 element=14 element.1=15', 'b 13']);
    expect(first.entries.some((entry) => 'fieldId' in entry)).toBe(false);
    const second = advance(
      first,
      2,
      'repeated P a = 1; string b = 2; map<string, int64> c = 3;',
      P('int32 x = 1; bool y = 4;'),
    ).ledger;
    expect(ids(second)).toEqual([
      'a 12 element=14 element.1=15 element.4=17',
      'b 13',
      'c 16 key=18 value=19',
    ]);
    expect(lastFieldId(second)).toBe(19);
    expect(JSON.parse(JSON.stringify(second))).toEqual(second);
    const third = advance(second, 3, 'string b = 2; int32 d = 4;', '').ledger;
    expect(ids(third).at(-1)).toBe('d 20');
    expect(ids(third).slice(0, 3)).toEqual(ids(second));
  });

  it('is another table version when something came to be inside, or another key', () => {
    const first = advance(null, 1, 'repeated P a = 1;', P('int32 x = 1;')).ledger;
    expect(advance(first, 2, 'repeated P a = 1;', P('int64 x = 1;')).ledger.tableVersion).toBe(1);
    const grown = advance(first, 2, 'repeated P a = 1;', P('int32 x = 1; bool y = 2;'));
    expect(grown.ledger.tableVersion).toBe(2);
    expect(grown.ledger.entries).toHaveLength(1);
    expect(grown.findings).toEqual([]);
    const renamed = advance(first, 2, 'repeated P a = 1;', P('int32 left = 1;'));
    expect(renamed.ledger.tableVersion).toBe(2);
    expect(renamed.findings.map(({ ruleId }) => ruleId)).toEqual(['TABLE_JSON_CHANGED']);
    expect(advance(grown.ledger, 3, 'repeated P a = 1;', P('int32 x = 1;')).ledger.tableVersion).toBe(2);
  });

  it('makes a new column for another type inside', () => {
    const first = advance(null, 1, 'repeated int32 a = 1;', '').ledger;
    const { ledger, findings } = advance(first, 2, 'repeated string a = 1;', '');
    expect(ledger.entries.map(({ name, state }) => [name, state])).toEqual([
      ['a', 'frozen'],
      ['a__2', 'active'],
    ]);
    expect(findings).toMatchObject([{ ruleId: 'TABLE_TYPE_CHANGED', class: 'T4' }]);
    expect(findings[0]?.message).toContain('from list of int64 to list of text');
  });

  it('leaves a column of an older ledger the JSON text that it is', () => {
    const { entries, ...rest } = advance(null, 1, 'repeated int32 a = 1;', '').ledger;
    const old: Ledger = {
      ...rest,
      entries: entries.map((entry) => {
        const { nestedIds, ...kept } = entry;
        expect(nestedIds).toHaveLength(1);
        return { ...kept, type: { kind: 'json' } };
      }),
    };
    const { ledger, findings } = advance(old, 2, 'repeated string a = 1; repeated bool b = 2;', '');
    expect(findings.map(({ ruleId }) => ruleId)).toEqual([]);
    expect(ledger.entries.map(({ name, type }) => [name, line(shapeOf(type))])).toEqual([
      ['a', 'text'],
      ['b', '[bool/bool]'],
    ]);
    expect(ids(ledger)).toEqual(['a 12', 'b 13 element=14']);
  });
});
