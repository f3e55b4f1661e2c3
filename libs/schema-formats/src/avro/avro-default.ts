import { isArray, isObject, JsonNumber, type JsonNode } from '../text/json-node.js';
import type { AvroRecord, AvroType } from './avro-type.js';

const INT = 2n ** 31n;
const LONG = 2n ** 63n;
const MAX_DEPTH = 200;

/**
 * Whether the JSON value can be the default of a field of that type. A union takes the default of any of its branches, as the
 * Java library does since 1.9 and the specification since 1.12. Strings for bytes, fixed and enums are not looked into, as there.
 * Source: https://avro.apache.org/docs/1.12.0/specification/#schema-record
 */
export function fitsDefault(type: AvroType, value: JsonNode | undefined, depth = 0): boolean {
  if (value === undefined || depth > MAX_DEPTH) return false;
  switch (type.kind) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
      return isWhole(value, INT);
    case 'long':
      return isWhole(value, LONG);
    case 'float':
    case 'double':
      return value instanceof JsonNumber;
    case 'bytes':
    case 'string':
    case 'fixed':
    case 'enum':
      return typeof value === 'string';
    case 'array':
      return isArray(value) && value.every((item) => fitsDefault(type.items, item, depth + 1));
    case 'map':
      return (
        isObject(value) && [...value.values()].every((item) => fitsDefault(type.values, item, depth + 1))
      );
    case 'union':
      return type.branches.some((branch) => fitsDefault(branch, value, depth + 1));
    case 'record':
      return fitsRecord(type, value, depth);
  }
}

function fitsRecord(type: AvroRecord, value: JsonNode, depth: number): boolean {
  if (!isObject(value) || type.fields === null) return false;
  return type.fields.every((field) => {
    const given = value.has(field.name) ? value.get(field.name) : field.default;
    return fitsDefault(field.type, given, depth + 1);
  });
}

function isWhole(value: JsonNode, limit: bigint): boolean {
  if (!(value instanceof JsonNumber) || !value.integral || value.text.length > 20) return false;
  const whole = BigInt(value.text);
  return whole >= -limit && whole < limit;
}
