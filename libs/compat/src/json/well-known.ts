import type { MessageShape } from '../shape/message-shape.js';

/** A message of google.protobuf that has a JSON form of its own; wrapper: the bare value. */
export type WellKnown =
  'timestamp' | 'duration' | 'any' | 'field-mask' | 'struct' | 'value' | 'list-value' | 'wrapper';

const SCALARS = ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'];

const KINDS: ReadonlyMap<string, WellKnown> = new Map<string, WellKnown>([
  ['google.protobuf.Timestamp', 'timestamp'],
  ['google.protobuf.Duration', 'duration'],
  ['google.protobuf.Any', 'any'],
  ['google.protobuf.FieldMask', 'field-mask'],
  ['google.protobuf.Struct', 'struct'],
  ['google.protobuf.Value', 'value'],
  ['google.protobuf.ListValue', 'list-value'],
  ...SCALARS.map((name): [string, WellKnown] => [`google.protobuf.${name}Value`, 'wrapper']),
]);

/** Which well-known type a message is; null for one whose JSON is an object of its fields. **Source** https://protobuf.dev/programming-guides/json/ */
export function wellKnownOf(message: MessageShape): WellKnown | null {
  return message.map === null ? (KINDS.get(message.typeName) ?? null) : null;
}
