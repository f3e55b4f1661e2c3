// Covers the objects of protobuf-es: 64-bit integers are bigints (strings for jstype = JS_STRING), a singular wrapper outside a
// oneof is its value, a google.protobuf.Struct is its JSON object unless google.protobuf.Value holds it.
import { create, type Message } from '@bufbuild/protobuf';
import { isWrapperDesc } from '@bufbuild/protobuf/wkt';
import { setOwn } from '../json/set-own.js';
import { zeroOf, type Scalar } from '../wire/read-scalar.js';
import { isLong } from '../wire/wire-type.js';
import type { FieldPlan } from './message-plan.js';
import { MessageNode, type FieldValue, type MapValue, type SingleValue } from './value.js';

/** The message as an object of protobuf-es. */
export function toMessage(node: MessageNode): Message {
  const message = create(node.plan.desc);
  const target = message as unknown as Record<string, unknown>;
  for (const field of node.plan.fields) {
    const value = node.values[field.slot];
    const { desc } = field;
    if (value === undefined || desc.kind === 'extension') continue;
    const local = localValue(field, value);
    if (desc.oneof === undefined) target[desc.localName] = local;
    else target[desc.oneof.localName] = { case: desc.localName, value: local };
  }
  if (node.unknown !== null) message.$unknown = node.unknown;
  return message;
}

function localValue(field: FieldPlan, value: FieldValue): unknown {
  const convert = localConverter(field);
  if (field.kind === 'single') return convert(value as SingleValue);
  if (field.kind === 'list') return (value as readonly SingleValue[]).map(convert);
  const record: Record<string, unknown> = {};
  for (const [key, item] of value as MapValue) setOwn(record, String(key), convert(item));
  return record;
}

/** What protobuf-es has in its objects for one value of a field. */
export function localConverter(field: FieldPlan): (value: SingleValue) => unknown {
  const { desc, kind, value } = field;
  if (desc.message === undefined) {
    if (value.scalar === null || !isLong(value.scalar)) return (scalar) => scalar;
    const asText = 'longAsString' in desc && desc.longAsString && kind !== 'map';
    return asText ? (scalar) => String(scalar) : (scalar) => BigInt(scalar as number | bigint);
  }
  if (isHeldAsJson(field)) return (node) => structObject(node as MessageNode);
  if (kind === 'single' && desc.oneof === undefined && isWrapperDesc(desc.message))
    return (node) => wrappedValue(node as MessageNode);
  return (node) => toMessage(node as MessageNode);
}

/** True for a google.protobuf.Struct that objects of protobuf-es hold as a plain object. */
export function isHeldAsJson({ desc }: FieldPlan): boolean {
  return (
    desc.message?.typeName === 'google.protobuf.Struct' && desc.parent?.typeName !== 'google.protobuf.Value'
  );
}

function wrappedValue(node: MessageNode): unknown {
  const field = node.plan.byNumber.get(1)!;
  const value = node.values[field.slot] as Scalar | undefined;
  return localConverter(field)(value ?? zeroOf(field.value.scalar!));
}

function structObject(node: MessageNode): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  if (node.plan.wellKnown !== 'struct') return object;
  for (const [key, value] of (node.values[0] ?? []) as MapValue)
    setOwn(object, String(key), structValue(value as MessageNode));
  return object;
}

/** What a google.protobuf.Value holds; one that holds nothing is null, as in protobuf-es. */
function structValue(node: MessageNode): unknown {
  if (node.plan.wellKnown !== 'value') return null;
  const [, number, text, flag, struct, list] = node.values;
  if (struct instanceof MessageNode) return structObject(struct);
  if (list instanceof MessageNode) return ((list.values[0] ?? []) as readonly MessageNode[]).map(structValue);
  return number ?? text ?? flag ?? null;
}
