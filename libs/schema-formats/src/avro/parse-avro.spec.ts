import { parseFormat } from '../parse-format.js';
import type { FormatLimits } from '../format-limits.js';

const parsed = (text: unknown, references: unknown[] = [], limits: FormatLimits = {}) => {
  const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const named = references.map((reference, index) => ({ name: `r${index}`, text: asText(reference) }));
  return parseFormat('AVRO', asText(text), named, limits);
};

const canonical = (text: unknown, references: unknown[] = []): string => {
  const result = parsed(text, references);
  return result.ok ? result.schema.canonical : `refused: ${result.message}`;
};

const normalized = (text: unknown): string => {
  const result = parsed(text);
  return result.ok ? result.schema.normalized : `refused: ${result.message}`;
};

const problem = (text: unknown, references: unknown[] = [], limits: FormatLimits = {}): string | null => {
  const result = parsed(text, references, limits);
  return result.ok ? null : result.message;
};

const record = (fields: unknown[], more: object = {}) => ({ type: 'record', name: 'R', fields, ...more });

describe('the canonical text', () => {
  it.each<[string, unknown, string]>([
    ['a primitive', '"string"', '"string"'],
    ['a primitive in an object', { type: 'string' }, '"string"'],
    [
      'a primitive with attributes',
      { 'avro.java.string': 'String', type: 'string' },
      '{"type":"string","avro.java.string":"String"}',
    ],
    ['a union', ['null', { type: 'int' }], '["null","int"]'],
    [
      'an array and a map',
      { items: { type: 'map', values: 'long' }, type: 'array' },
      '{"type":"array","items":{"type":"map","values":"long"}}',
    ],
    ['comments and spaces', '/* a */ {"type": "int" // b\n}', '"int"'],
    [
      'members in a fixed order',
      '{"fields":[{"default":1.50,"order":"IGNORE","x":{"b":1,"a":2},"aliases":["q"],"doc":"d","type":"double","name":"f"}],"aliases":["o.B","A"],"doc":"","name":"n.R","type":"record"}',
      '{"type":"record","name":"R","namespace":"n","doc":"","fields":[{"name":"f","type":"double","doc":"d","default":1.5,"order":"ignore","aliases":["q"],"x":{"b":1,"a":2}}],"aliases":["o.B","A"]}',
    ],
    [
      'a type once, then its name',
      record(
        [
          { name: 'a', type: { type: 'fixed', name: 'F', namespace: 'x', size: 2 } },
          { name: 'b', type: 'x.F' },
          { name: 'c', type: ['null', 'R'] },
        ],
        { namespace: 'x' },
      ),
      '{"type":"record","name":"R","namespace":"x","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":2}},{"name":"b","type":"F"},{"name":"c","type":["null","R"]}]}',
    ],
    [
      'the empty namespace inside another',
      record(
        [
          {
            name: 'a',
            type: { type: 'enum', name: 'E', namespace: '', symbols: ['A'], default: 'A', extra: 1 },
          },
        ],
        { namespace: 'x' },
      ),
      '{"type":"record","name":"R","namespace":"x","fields":[{"name":"a","type":{"type":"enum","name":"E","namespace":"","symbols":["A"],"default":"A","extra":1}}]}',
    ],
    ['an error', { ...record([]), type: 'error' }, '{"type":"error","name":"R","fields":[]}'],
    [
      'a number in a string',
      record([{ name: 'a', type: 'float', default: '2' }]),
      '{"type":"record","name":"R","fields":[{"name":"a","type":"float","default":2.0}]}',
    ],
    [
      'digits that a double loses',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"long","default":9223372036854775807}],"2":1.0,"1":1e21}',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"long","default":9223372036854775807}],"2":1.0,"1":1.0E21}',
    ],
  ])('prints %s', (_, text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
  });

  it('names the types of references and does not print them', () => {
    const money = { type: 'fixed', name: 'Money', namespace: 'm', size: 8 };
    const text = record([{ name: 'a', type: 'm.Money' }]);
    expect(canonical(text, [money])).toBe(
      '{"type":"record","name":"R","fields":[{"name":"a","type":"m.Money"}]}',
    );
    expect(problem(text)).toBe(
      '"m.Money" is not a defined name. The type of the "a" field must be a defined name or a {"type": ...} expression.',
    );
  });

  it('keeps keys that are traps', () => {
    expect(canonical('{"type":"int","__proto__":{"x":1},"constructor":1}')).toBe(
      '{"type":"int","__proto__":{"x":1},"constructor":1}',
    );
  });
});

describe('the normalized text', () => {
  it('sorts attributes and aliases, puts a logical type first and drops empty docs of types', () => {
    expect(
      normalized(
        record(
          [
            {
              name: 'a',
              type: {
                type: 'bytes',
                scale: 2,
                precision: 4,
                b: { d: 1, c: 2 },
                logicalType: 'decimal',
                a: 1,
              },
              aliases: ['z', 'y'],
              doc: '',
            },
          ],
          { doc: '', aliases: ['Z', 'Y'] },
        ),
      ),
    ).toBe(
      '{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"bytes","logicalType":"decimal","precision":4,"scale":2,"a":1,"b":{"c":2,"d":1}},"doc":"","aliases":["y","z"]}],"aliases":["Y","Z"]}',
    );
  });

  it('sorts a logical type that does not fit like any attribute', () => {
    expect(normalized({ type: 'int', logicalType: 'uuid', a: 1 })).toBe(
      '{"type":"int","a":1,"logicalType":"uuid"}',
    );
  });

  it('gives defaults the form of their type', () => {
    const fields = [
      { name: 'a', type: 'double', default: 0 },
      { name: 'b', type: { type: 'array', items: 'float' }, default: [1, 0.1] },
      { name: 'c', type: ['null', 'double'], default: null },
      { name: 'd', type: { type: 'map', values: 'int' }, default: { y: 1, x: 2 } },
      { name: 'e', type: ['float', 'null'], default: 16777216 },
      { name: 'f', type: { type: 'map', values: 'float' }, default: { y: 1 } },
      { name: 'g', type: record([{ name: 'h', type: 'double' }], { name: 'I' }), default: { z: 2, h: 1 } },
      { name: 'i', type: 'bytes', default: '\u00ff' },
    ];
    expect(normalized(record(fields)).match(/"default":(\[[^\]]*\]|\{[^}]*\}|[^}]+)/g)).toEqual([
      '"default":0.0',
      '"default":[1.0,0.1]',
      '"default":null',
      '"default":{"x":2,"y":1}',
      '"default":1.6777216E7',
      '"default":{"y":1.0}',
      '"default":{"h":1.0,"z":2}',
      '"default":"ÿ"',
    ]);
  });

  it('is its own normalized text', () => {
    const text = normalized(
      record([{ name: 'a', type: 'double', default: 7, z: 1, b: 2 }], {
        z: [{ b: 1, a: 1 }],
        aliases: ['q.B', 'A'],
      }),
    );
    expect(normalized(text)).toBe(text);
  });
});

describe('what is refused', () => {
  it.each<[string, unknown]>([
    ['Empty schema', ' '],
    ['not JSON: a key in quotes was expected at [line: 2, column: 1]', '{\n}'.replace('}', 'x}')],
    ['Undefined name: "R"', '"R"'],
    ['Undefined name: "R"', { type: 'array', items: 'R' }],
    ['No type: {}', {}],
    ['No type: {"type":{"type":"int"}}', { type: { type: 'int' } }],
    ['Type not supported: strin', { type: 'strin' }],
    ['Schema not yet supported: 1', '1'],
    ['No name in schema: {"type":"fixed","size":1}', { type: 'fixed', size: 1 }],
    ['Empty name', record([], { name: '' })],
    ['Illegal initial character: 1a', record([], { name: 'n.1a' })],
    ['Illegal character in: a-b', record([{ name: 'a-b', type: 'int' }])],
    ["Can't redefine: R", record([{ name: 'a', type: record([]) }])],
    ['Schemas may not be named after primitives: int', record([], { name: 'int' })],
    ['Record has no fields: {"type":"record","name":"R"}', { type: 'record', name: 'R' }],
    ['No field name: {"type":"int"}', record([{ type: 'int' }])],
    ['No field name: 1', record([1])],
    ['No field type: {"name":"a"}', record([{ name: 'a' }])],
    [
      'Duplicate field a in record R',
      record([
        { name: 'a', type: 'int' },
        { name: 'a', type: 'int' },
      ]),
    ],
    ['Unknown order of a field: "up"', record([{ name: 'a', type: 'int', order: 'up' }])],
    ['Invalid default for field a: "x" not a "int"', record([{ name: 'a', type: 'int', default: 'x' }])],
    ['Invalid default for field a: {} not a "R"', record([{ name: 'a', type: 'R', default: {} }])],
    ['Nested union: ["int",["null"]]', ['int', ['null']]],
    ['Duplicate in union:int', ['int', { type: 'int', logicalType: 'date' }]],
    ['Array has no items type: {"type":"array"}', { type: 'array' }],
    ['Map has no values type: {"type":"map"}', { type: 'map' }],
    ['Enum has no symbols: {"type":"enum","name":"E"}', { type: 'enum', name: 'E' }],
    ['Symbol is not a string: 1', { type: 'enum', name: 'E', symbols: [1] }],
    ['Duplicate enum symbol: A', { type: 'enum', name: 'E', symbols: ['A', 'A'] }],
    [
      'The Enum Default: C is not in the enum symbol set: [A, B]',
      { type: 'enum', name: 'E', symbols: ['A', 'B'], default: 'C' },
    ],
    ['Invalid or no size: {"type":"fixed","name":"F","size":1.5}', { type: 'fixed', name: 'F', size: 1.5 }],
    ['Invalid fixed size: -1', { type: 'fixed', name: 'F', size: -1 }],
    [
      'aliases not an array: {"type":"fixed","name":"F","size":1,"aliases":"a"}',
      { type: 'fixed', name: 'F', size: 1, aliases: 'a' },
    ],
    ['alias not a string: 1', record([{ name: 'a', type: 'int', aliases: [1] }])],
  ])('%s', (expected, text) => expect(problem(text)).toBe(expected));

  it('defaults only while they are validated', () => {
    const text = record([{ name: 'a', type: 'int', default: 'x' }]);
    expect(problem(text, [], { validateDefaults: false })).toBeNull();
  });

  it('more than the limits, and not what is at them', () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? 'int' : { type: 'array', items: nested(depth - 1) };
    expect(problem(nested(5), [], { maxDepth: 5 })).toBeNull();
    expect(problem(nested(6), [], { maxDepth: 5 })).toBe(
      'not JSON: nested deeper than 5 at [line: 1, column: 121]',
    );
    const names = [0, 1, 2].map((index) => ({ type: 'fixed', name: `F${index}`, size: 1 }));
    expect(problem(names, [], { maxNames: 3 })).toBeNull();
    expect(problem(names, [], { maxNames: 2 })).toBe('More than 2 named types');
    expect(problem('"int"', ['"int"', '"int"'], { maxReferences: 1 })).toBe('More than 1 references');
    expect(problem('"int"', [], { maxTextLength: 5 })).toBeNull();
    expect(problem('"int"', [], { maxTextLength: 4 })).toBe('Text longer than 4 characters');
    expect(problem('["int"]', [], { maxNodes: 1 })).toMatch('more than 1 values');
  });

  it('types that get deep by their names', () => {
    const chain = (length: number): unknown[] =>
      Array.from({ length }, (_, index) =>
        record([{ name: 'a', type: index === 0 ? 'int' : `R${index - 1}` }], { name: `R${index}` }),
      );
    expect(problem('"R99"', chain(100), { maxDepth: 100 })).toBeNull();
    expect(problem('"R100"', chain(101), { maxDepth: 100 })).toBe('Types are nested deeper than 100');
  });
});
