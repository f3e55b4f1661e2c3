import { ScalarType, type DescMessage } from '@bufbuild/protobuf';

/** The types of google.protobuf that ProtoJSON treats in a way of their own. Source: https://protobuf.dev/programming-guides/json/ */
export type WellKnownKind =
  'timestamp' | 'duration' | 'any' | 'field-mask' | 'struct' | 'value' | 'list-value' | 'wrapper';

/**
 * The kind of a message type; null for an ordinary one. A type that has the name but not the fields is ordinary: the
 * descriptor comes from outside, and code that trusts the name would read fields that are not there.
 */
export function wellKnownKind(desc: DescMessage): WellKnownKind | null {
  const known = KINDS.get(desc.typeName);
  if (known === undefined) return null;
  const [kind, shape] = known;
  const found = [...desc.fields].sort((one, other) => one.number - other.number).map(shapeOf);
  return found.join(' ') === shape ? kind : null;
}

function shapeOf(field: DescMessage['fields'][number]): string {
  const type = field.scalar === undefined ? (field.message ?? field.enum).typeName : ScalarType[field.scalar];
  return `${field.number}:${field.fieldKind}:${type}`;
}

const wrapper = (name: string, scalar: ScalarType): [string, [WellKnownKind, string]] => [
  `google.protobuf.${name}`,
  ['wrapper', `1:scalar:${ScalarType[scalar]}`],
];

const KINDS: ReadonlyMap<string, readonly [WellKnownKind, string]> = new Map<
  string,
  readonly [WellKnownKind, string]
>([
  ['google.protobuf.Timestamp', ['timestamp', '1:scalar:INT64 2:scalar:INT32']],
  ['google.protobuf.Duration', ['duration', '1:scalar:INT64 2:scalar:INT32']],
  ['google.protobuf.Any', ['any', '1:scalar:STRING 2:scalar:BYTES']],
  ['google.protobuf.FieldMask', ['field-mask', '1:list:STRING']],
  ['google.protobuf.Struct', ['struct', '1:map:google.protobuf.Value']],
  [
    'google.protobuf.Value',
    [
      'value',
      '1:enum:google.protobuf.NullValue 2:scalar:DOUBLE 3:scalar:STRING 4:scalar:BOOL 5:message:google.protobuf.Struct 6:message:google.protobuf.ListValue',
    ],
  ],
  ['google.protobuf.ListValue', ['list-value', '1:list:google.protobuf.Value']],
  wrapper('DoubleValue', ScalarType.DOUBLE),
  wrapper('FloatValue', ScalarType.FLOAT),
  wrapper('Int64Value', ScalarType.INT64),
  wrapper('UInt64Value', ScalarType.UINT64),
  wrapper('Int32Value', ScalarType.INT32),
  wrapper('UInt32Value', ScalarType.UINT32),
  wrapper('BoolValue', ScalarType.BOOL),
  wrapper('StringValue', ScalarType.STRING),
  wrapper('BytesValue', ScalarType.BYTES),
]);
