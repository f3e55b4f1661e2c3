import type { JsonValue } from '@bufbuild/protobuf';
import type { FieldShape, PlainValue } from '../shape/field-shape.js';
import { printedName } from './enum-names.js';
import { formOf } from './form.js';

/** ProtoJSON of one value of a scalar or enum field. */
export function scalarJson(field: FieldShape, value: PlainValue): JsonValue {
  const form = formOf(field);
  if (form.kind === 'enum') return printedName(form.names, Number(value)) ?? Number(value);
  if (form.kind === 'null') return null;
  if (form.kind === 'bool') return value !== 0n;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'bigint') return form.kind === 'integer' && form.text ? String(value) : Number(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** Whether two JSON values are the same; keys of objects have no order. */
export function sameJson(left: JsonValue, right: JsonValue): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return Object.is(left, right);
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameJson(item, right[index] ?? null));
  }
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key] ?? null, right[key] ?? null));
}
