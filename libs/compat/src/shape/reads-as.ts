import type { PlainValue } from './field-shape.js';
import type { EnumShape } from './enum-shape.js';
import type { ValueType } from './value-type.js';

const NO_BYTES = new Uint8Array(0);

/** What an unset field of a type reads as: its declared default (null: none), else the zero of the type. Null for messages. */
export function readsAs(
  type: ValueType,
  enumShape: EnumShape | null,
  declared: unknown = undefined,
): PlainValue | null {
  if (type === 'message' || type === 'group') return null;
  if (type === 'double' || type === 'float') return typeof declared === 'number' ? declared : 0;
  if (type === 'string') return typeof declared === 'string' ? declared : '';
  if (type === 'bytes') return declared instanceof Uint8Array ? declared : NO_BYTES;
  if (type === 'enum') return BigInt(typeof declared === 'number' ? declared : (enumShape?.first ?? 0));
  return toInteger(declared);
}

function toInteger(declared: unknown): bigint {
  switch (typeof declared) {
    case 'bigint':
      return declared;
    case 'boolean':
    case 'number':
    case 'string':
      return BigInt(declared);
    default:
      return 0n;
  }
}
