// Covers ProtoJSON. Source: https://protobuf.dev/programming-guides/json/
// A google.protobuf.Any of a type that the registry lacks is {"@type": url, "value_base64": "…"} where the specification has an
// error: an event must not be lost because someone packed a type of another repository.
import { Buffer } from 'node:buffer';
import { ScalarType, type DescEnum, type JsonValue } from '@bufbuild/protobuf';
import { Fault } from '../fault.js';
import type { FieldPlan, ValuePlan } from '../interpret/message-plan.js';
import type { FieldValue, MapValue, MessageNode, SingleValue } from '../interpret/value.js';
import type { Scalar } from '../wire/read-scalar.js';
import { isLong } from '../wire/wire-type.js';
import { setOwn } from './set-own.js';
import { writeWellKnown } from './write-well-known.js';

/** Reads what a google.protobuf.Any holds. */
export interface AnyReader {
  /** The packed message, at that depth; null when the registry lacks its type. **Throws** a {@link Fault}. */
  unpack(typeUrl: string, bytes: Uint8Array, depth: number): MessageNode | null;
}

/** An object of ProtoJSON. */
export type JsonObject = { [key: string]: JsonValue };

/** Canonical ProtoJSON of a message at that depth. **Throws** a {@link Fault} for a value that ProtoJSON does not have. */
export function messageJson(node: MessageNode, anyReader: AnyReader, depth: number): JsonValue {
  if (node.plan.wellKnown !== null) return writeWellKnown(node, node.plan.wellKnown, anyReader, depth);
  return fieldsJson(node, anyReader, depth);
}

/** The fields of a message as an object, by ascending number. */
export function fieldsJson(node: MessageNode, anyReader: AnyReader, depth: number): JsonObject {
  const json: JsonObject = {};
  for (const field of node.plan.fields) {
    const value = node.values[field.slot];
    if (value === undefined || (field.implicit && isZero(field, value))) continue;
    setOwn(
      json,
      field.jsonName,
      within(field.segment, () => fieldJson(field, value, anyReader, depth)),
    );
  }
  return json;
}

/** The value of one field. */
export function fieldJson(
  field: FieldPlan,
  value: FieldValue,
  anyReader: AnyReader,
  depth: number,
): JsonValue {
  if (field.kind === 'single') return singleJson(field.value, value as SingleValue, anyReader, depth);
  if (field.kind === 'list') {
    return (value as readonly SingleValue[]).map((item, index) =>
      within(`[${index}]`, () => singleJson(field.value, item, anyReader, depth)),
    );
  }
  const json: JsonObject = {};
  for (const [key, item] of value as MapValue) {
    const name = String(key);
    const inner = within(`[${JSON.stringify(name)}]`, () => singleJson(field.value, item, anyReader, depth));
    setOwn(json, name, inner);
  }
  return json;
}

function singleJson(plan: ValuePlan, value: SingleValue, anyReader: AnyReader, depth: number): JsonValue {
  if (plan.isMessage) return messageJson(value as MessageNode, anyReader, depth + 1);
  if (plan.enum !== null) return enumJson(plan.enum, value as number);
  return scalarJson(plan.scalar!, value as Scalar);
}

/** ProtoJSON of a scalar: 64-bit integers as text, bytes as base64, what JSON has no number for as its name. */
export function scalarJson(scalar: ScalarType, value: Scalar): JsonValue {
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64');
  if (isLong(scalar)) return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value as JsonValue;
}

function enumJson(desc: DescEnum, number: number): JsonValue {
  if (desc.typeName === 'google.protobuf.NullValue') return null;
  return desc.value[number]?.jsonName ?? number;
}

function isZero(field: FieldPlan, value: FieldValue): boolean {
  if (field.kind !== 'single') return false;
  if (value instanceof Uint8Array) return value.length === 0;
  if (field.value.enum !== null) return value === field.value.enum.values[0]!.number;
  return value === '' || value === false || Object.is(value, 0);
}

/** Runs `work`; a {@link Fault} is told where it was. */
export function within<T>(segment: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Fault ? error.within(segment) : error;
  }
}
