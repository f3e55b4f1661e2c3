import { fromJson, toBinary, type JsonValue } from '@bufbuild/protobuf';
import { createCodec } from '#libs/codec';
import { schemaFrom } from '#libs/testing';
import { buildTable, readNested, shapeOf, type NestedValue } from './index.js';

const STRUCT = '[(protokoll.options.v1.field).column.strategy = STRATEGY_STRUCT]';
const schema = schemaFrom(`
  message E {
    repeated int64 longs = 1;
    repeated fixed64 big = 2;
    repeated double doubles = 3;
    repeated bytes blobs = 4;
    repeated google.protobuf.Timestamp times = 5;
    repeated google.protobuf.Duration spans = 6;
    repeated C colors = 7;
    map<bool, int32> flags = 8;
    map<sint64, P> points = 9;
    repeated P list = 10;
    P one = 11 ${STRUCT};
    repeated Empty empties = 12;
    repeated google.protobuf.FieldMask masks = 13;
  }
  message P {
    int32 x = 1 [features.field_presence = IMPLICIT];
    string y = 2;
    repeated string tags = 3;
    map<string, bool> on = 4;
    google.protobuf.Value any = 5;
    C color = 6 [features.field_presence = IMPLICIT];
    bool b = 7 [features.field_presence = IMPLICIT];
    bytes z = 8 [features.field_presence = IMPLICIT];
    P self = 9;
  }
  message Empty {}
  enum C { C_UNSPECIFIED = 0; C_RED = 1; }`);
const desc = schema.registry.getMessage('t.E')!;
const model = buildTable(desc);
const decode = createCodec(schema.registry, desc).rowDecoder(model.columns);

/** The value of a column of a message that is given in JSON, by way of its bytes. */
function valueOf(name: string, json: JsonValue): NestedValue {
  const row = decode(toBinary(desc, fromJson(desc, { [name]: json })));
  if (!row.ok) throw new Error(row.message);
  const index = model.columns.findIndex((column) => column.name === name);
  return readNested(shapeOf(model.columns[index]!.type)!, String(row.value[index]));
}

describe('readNested', () => {
  it.each<[string, JsonValue, NestedValue]>([
    ['longs', ['1', '9007199254740993', '-9223372036854775808'], [1, 9007199254740993n, -(2n ** 63n)]],
    ['big', ['18446744073709551615', '0'], [2n ** 64n - 1n, 0]],
    ['doubles', [1.5, 'NaN', '-Infinity', 0], [1.5, NaN, -Infinity, 0]],
    ['blobs', ['AP8=', ''], [new Uint8Array([0, 255]), new Uint8Array()]],
    [
      'times',
      [
        '1970-01-01T00:00:00.000001Z',
        '0001-01-01T00:00:00Z',
        '9999-12-31T23:59:59.999999999Z',
        '1969-12-31T23:59:59.999999999Z',
      ],
      [1, -62135596800000000n, 253402300799999999n, -1],
    ],
    ['spans', ['1.5s', '-0.000000001s', '315576000000s'], [1500000, -1, 315576000000000000n]],
    ['colors', ['C_RED', 'C_UNSPECIFIED', 7], ['C_RED', 'C_UNSPECIFIED', '7']],
    [
      'flags',
      { true: 1, false: 0 },
      {
        entries: [
          [false, 0],
          [true, 1],
        ],
      },
    ],
    ['empties', [{}, {}], [true, true]],
    ['masks', ['a,bC'], ['a,bC']],
    ['longs', [], []],
  ])('takes %s apart: %j', (name, json, expected) => {
    const value = valueOf(name, json);
    const sorted =
      name === 'flags' ? { entries: [...(value as { entries: [boolean, number][] }).entries].sort() } : value;
    expect(sorted).toEqual(expected);
  });

  it('gives what a message leaves out as its readers see it', () => {
    const bare = [0, null, [], { entries: [] }, null, 'C_UNSPECIFIED', false, new Uint8Array(), null];
    expect(valueOf('one', {})).toEqual(bare);
    expect(valueOf('list', [{}, { x: 3, y: '', any: null, self: { x: 4 } }])).toEqual([
      bare,
      [3, '', [], { entries: [] }, 'null', 'C_UNSPECIFIED', false, new Uint8Array(), '{"x":4}'],
    ]);
    const points = valueOf('points', { '-5': { tags: ['a'], on: { k: true } } });
    expect(points).toEqual({
      entries: [
        [
          -5,
          [0, null, ['a'], { entries: [['k', true]] }, null, 'C_UNSPECIFIED', false, new Uint8Array(), null],
        ],
      ],
    });
  });

  it('finds a renamed field under every key that it had', () => {
    const shape = {
      kind: 'struct',
      fields: [
        {
          number: 1,
          name: 'a',
          keys: ['a', 'b'],
          shape: { kind: 'leaf', type: { kind: 'text' }, form: 'text' },
        },
      ],
    } as const;
    expect(readNested(shape, '{"a":"x"}')).toEqual(['x']);
    expect(readNested(shape, '{"b":"y"}')).toEqual(['y']);
    expect(readNested(shape, '{"toString":"y"}')).toEqual([null]);
    expect(readNested(shape, 'null')).toBeNull();
    expect(() => readNested(shape, '{')).toThrow(SyntaxError);
  });
});
