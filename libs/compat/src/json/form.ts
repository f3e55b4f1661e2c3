import type { EnumShape } from '../shape/enum-shape.js';
import type { FieldShape } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { rangeOf, type Range } from '../wire/numbers.js';
import { wellKnownOf, type WellKnown } from './well-known.js';

/** What one value of a field looks like in JSON. A wrapper looks like what it wraps. */
export type Form =
  | { readonly kind: 'bool' | 'string' | 'bytes' | 'null' }
  | { readonly kind: 'integer'; readonly range: Range; readonly text: boolean }
  | { readonly kind: 'float'; readonly double: boolean }
  | { readonly kind: 'enum'; readonly names: EnumShape }
  | { readonly kind: 'object'; readonly message: MessageShape }
  | { readonly kind: Exclude<WellKnown, 'wrapper'> };

/** How a field holds its values in JSON: bare, in an array, or in an object by key. */
export type Container = 'one' | 'list' | 'map';

/** How a field holds its values. */
export function containerOf(field: FieldShape): Container {
  return field.map ? 'map' : field.repeated ? 'list' : 'one';
}

const LONG_BITS = 32n;

/** The form of one value of a field; of a map that of its entry, which has none of its own: an object. */
export function formOf(field: FieldShape): Form {
  const { type, message, enumShape } = field;
  if (message !== null) return messageForm(message);
  if (enumShape !== null)
    return enumShape.typeName === 'google.protobuf.NullValue'
      ? { kind: 'null' }
      : { kind: 'enum', names: enumShape };
  if (type === 'bool' || type === 'string' || type === 'bytes') return { kind: type };
  if (type === 'float' || type === 'double') return { kind: 'float', double: type === 'double' };
  const range = rangeOf(type) ?? { low: 0n, high: 0n };
  return { kind: 'integer', range, text: range.high >> LONG_BITS > 0n };
}

/** The field that a wrapper message wraps its value in; null for other fields. */
export function wrappedField(field: FieldShape): FieldShape | null {
  return field.message !== null && wellKnownOf(field.message) === 'wrapper' ? field.message.field(1) : null;
}

function messageForm(message: MessageShape): Form {
  const known = wellKnownOf(message);
  if (known === null) return { kind: 'object', message };
  if (known !== 'wrapper') return { kind: known };
  const inner = message.field(1);
  return inner === null ? { kind: 'object', message } : formOf(inner);
}
