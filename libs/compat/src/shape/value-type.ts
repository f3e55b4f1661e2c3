import { ScalarType } from '@bufbuild/protobuf';

/** Type of a single value, by its Protobuf keyword; a delimited message is a `group`. */
export type ValueType =
  | 'double'
  | 'float'
  | 'int64'
  | 'uint64'
  | 'int32'
  | 'fixed64'
  | 'fixed32'
  | 'bool'
  | 'string'
  | 'bytes'
  | 'uint32'
  | 'sfixed32'
  | 'sfixed64'
  | 'sint32'
  | 'sint64'
  | 'enum'
  | 'message'
  | 'group';

/** Wire type of a single value. **Source** https://protobuf.dev/programming-guides/encoding/#structure */
export type WireKind = 'varint' | 'i64' | 'i32' | 'len' | 'group';

const WIRE: Readonly<Record<ValueType, WireKind>> = {
  double: 'i64',
  float: 'i32',
  int64: 'varint',
  uint64: 'varint',
  int32: 'varint',
  fixed64: 'i64',
  fixed32: 'i32',
  bool: 'varint',
  string: 'len',
  bytes: 'len',
  uint32: 'varint',
  sfixed32: 'i32',
  sfixed64: 'i64',
  sint32: 'varint',
  sint64: 'varint',
  enum: 'varint',
  message: 'len',
  group: 'group',
};

const SCALARS: Readonly<Record<ScalarType, ValueType>> = {
  [ScalarType.DOUBLE]: 'double',
  [ScalarType.FLOAT]: 'float',
  [ScalarType.INT64]: 'int64',
  [ScalarType.UINT64]: 'uint64',
  [ScalarType.INT32]: 'int32',
  [ScalarType.FIXED64]: 'fixed64',
  [ScalarType.FIXED32]: 'fixed32',
  [ScalarType.BOOL]: 'bool',
  [ScalarType.STRING]: 'string',
  [ScalarType.BYTES]: 'bytes',
  [ScalarType.UINT32]: 'uint32',
  [ScalarType.SFIXED32]: 'sfixed32',
  [ScalarType.SFIXED64]: 'sfixed64',
  [ScalarType.SINT32]: 'sint32',
  [ScalarType.SINT64]: 'sint64',
};

/** Wire type that one value of a type is written with. */
export function wireOf(type: ValueType): WireKind {
  return WIRE[type];
}

/** Keyword of a runtime scalar type. */
export function scalarName(scalar: ScalarType): ValueType {
  return SCALARS[scalar];
}
