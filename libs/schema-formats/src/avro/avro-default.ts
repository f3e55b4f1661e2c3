import { Pairs } from '../pairs.js';
import { isArray, isObject, JsonNumber, type JsonNode } from '../text/json-node.js';
import type { AvroRecord, AvroType } from './avro-type.js';

const INT = 2n ** 31n;
const LONG = 2n ** 63n;

/**
 * Whether the JSON value can be the default of a field of that type. A union takes the default of any of its branches, as the
 * Java library does since 1.9 and the specification since 1.12. Strings for bytes, fixed and enums are not looked into, as there.
 * Linear in the value and the types: branches that have a part in common ask of it once.
 * Source: https://avro.apache.org/docs/1.12.0/specification/#schema-record
 */
export function fitsDefault(type: AvroType, value: JsonNode): boolean {
  return new DefaultCheck().fits(type, value);
}

class DefaultCheck {
  private readonly known = new Pairs<AvroType, boolean, JsonNode>();

  fits(type: AvroType, value: JsonNode): boolean {
    if (typeof value !== 'object' || value === null) return this.judge(type, value);
    const known = this.known.get(type, value) ?? this.judge(type, value);
    this.known.set(type, value, known);
    return known;
  }

  private judge(type: AvroType, value: JsonNode): boolean {
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
        return isArray(value) && value.every((item) => this.fits(type.items, item));
      case 'map':
        return isObject(value) && [...value.values()].every((item) => this.fits(type.values, item));
      case 'union':
        return type.branches.some((branch) => this.fits(branch, value));
      case 'record':
        return this.fitsRecord(type, value);
    }
  }

  /** A field that is left out has its own default, which was looked at when the field was read. */
  private fitsRecord(type: AvroRecord, value: JsonNode): boolean {
    if (!isObject(value) || type.fields === null) return false;
    return type.fields.every((field) => {
      const given = value.get(field.name);
      return given === undefined ? field.default !== undefined : this.fits(field.type, given);
    });
  }
}

function isWhole(value: JsonNode, limit: bigint): boolean {
  if (!(value instanceof JsonNumber) || !value.integral || value.text.length > 20) return false;
  const whole = BigInt(value.text);
  return whole >= -limit && whole < limit;
}
