import { messageFrom } from '#libs/testing';
import { buildTable } from './index.js';

function columns(declarations: string, header?: string): readonly string[] {
  return buildTable(messageFrom(declarations, 'E', header)).columns.map(
    ({ name, type, form }) => `${name} ${type.kind} ${form}`,
  );
}

const ruleIds = (declarations: string, header?: string): readonly string[] =>
  buildTable(messageFrom(declarations, 'E', header)).findings.map(({ ruleId }) => ruleId);

const KINDS: readonly (readonly [type: string, expected: string])[] = [
  ['int32', 'int64 int'],
  ['sint32', 'int64 int'],
  ['sfixed32', 'int64 int'],
  ['uint32', 'int64 int'],
  ['fixed32', 'int64 int'],
  ['int64', 'int64 int'],
  ['sint64', 'int64 int'],
  ['sfixed64', 'int64 int'],
  ['uint64', 'uint64 uint64'],
  ['fixed64', 'uint64 uint64'],
  ['float', 'float32 float'],
  ['double', 'float64 float'],
  ['bool', 'bool bool'],
  ['string', 'text text'],
  ['bytes', 'bytes bytes'],
  ['C', 'text enum'],
  ['repeated int32', 'json json'],
  ['repeated P', 'json json'],
  ['map<string, int32>', 'json json'],
  ['map<string, P>', 'json json'],
  ['Empty', 'bool presence'],
  ['google.protobuf.Empty', 'bool presence'],
  ['google.protobuf.Timestamp', 'timestamp timestamp'],
  ['google.protobuf.Duration', 'duration duration'],
  ['google.protobuf.FieldMask', 'text text'],
  ['google.protobuf.Struct', 'json json'],
  ['google.protobuf.Value', 'json json'],
  ['google.protobuf.ListValue', 'json json'],
  ['google.protobuf.Any', 'json json'],
  ['google.protobuf.DoubleValue', 'float64 float'],
  ['google.protobuf.FloatValue', 'float32 float'],
  ['google.protobuf.Int64Value', 'int64 int'],
  ['google.protobuf.UInt64Value', 'uint64 uint64'],
  ['google.protobuf.Int32Value', 'int64 int'],
  ['google.protobuf.UInt32Value', 'int64 int'],
  ['google.protobuf.BoolValue', 'bool bool'],
  ['google.protobuf.StringValue', 'text text'],
  ['google.protobuf.BytesValue', 'bytes bytes'],
  ['repeated google.protobuf.Timestamp', 'json json'],
];

const fields = KINDS.map(([type], index) => `${type} f${index + 1} = ${index + 1};`).join(' ');
const others = 'message P { int32 x = 1; } message Empty {} enum C { C_UNSPECIFIED = 0; }';
const made = columns(`message E { ${fields} } ${others}`);

/** Every kind of the mapping, so that a change of one is seen as such. */
describe('what a kind becomes', () => {
  it.each(KINDS.map(([type, expected], index) => [type, expected, index] as const))(
    '%s: %s',
    (_, expected, index) => {
      expect(made[index]).toBe(`f${index + 1} ${expected}`);
    },
  );

  it('a message in a oneof, a group, and a message that closes a circle', () => {
    expect(
      columns('message E { oneof x { P p = 1; Nil n = 2; } } message P { int32 y = 1; } message Nil {}'),
    ).toEqual(['x__case text case', 'p__y int64 int', 'n bool presence']);
    expect(
      columns('message E { optional group G = 1 { optional int32 y = 2; } }', 'syntax = "proto2";'),
    ).toEqual(['g__y int64 int']);
    expect(
      columns('message E { P p = 1 [features.message_encoding = DELIMITED]; } message P { int32 y = 1; }'),
    ).toEqual(['p__y int64 int']);
    expect(columns('message E { P p = 1; } message P { E back = 1; int32 y = 2; }')).toEqual([
      'p__back json json',
      'p__y int64 int',
    ]);
  });

  it('proto2: required and defaults change nothing but the comment, extensions are told', () => {
    const declarations =
      'message E { required int32 a = 1; optional string b = 2 [default = "x"]; extensions 100 to 200; }';
    const model = buildTable(messageFrom(declarations, 'E', 'syntax = "proto2";'));
    expect(model.columns.map(({ comment }) => comment)).toEqual([null, 'Default in the schema: x.']);
    expect(ruleIds(declarations, 'syntax = "proto2";')).toEqual(['TABLE_EXTENSIONS_IGNORED']);
  });

  it('a message without fields makes a table of the envelope alone', () => {
    expect(columns('message E {}')).toEqual([]);
  });
});
