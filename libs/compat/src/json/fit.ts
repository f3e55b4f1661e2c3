import { KEY, VALUE } from '../shape/entry.js';
import type { FieldShape } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { containerOf, formOf, type Form } from './form.js';
import { missingNames, printsZero, refusedNumber } from './sent-values.js';

/**
 * How the JSON of a writer's field fits a reader's field. ok: all arrives, be it as text. entries: a map, whose keys and values
 * fit by themselves. fields: a message whose fields become entries of a map. partly: some values fit, for the reason given.
 */
export type Fit =
  | { readonly kind: 'ok' | 'entries' | 'fields' }
  | { readonly kind: 'partly'; readonly why: Partly }
  | { readonly kind: 'not'; readonly why: 'type' | 'container' | 'map' | 'well-known' };

/** Why only some values fit. */
export type Partly =
  | 'integer-range'
  | 'integer-exact'
  | 'float-range'
  | 'fraction'
  | 'enum-names'
  | 'enum-numbers'
  | 'enum-text';

const OK: Fit = { kind: 'ok' };
const FLOAT_BITS = 24n;
const DOUBLE_BITS = 53n;

/** How the JSON of a writer's field fits a reader's. */
export function fitOf(writer: FieldShape, reader: FieldShape): Fit {
  const [from, to] = [containerOf(writer), containerOf(reader)];
  if (from === 'map') return fitMap(reader);
  if (to === 'map') return from === 'one' ? fitToMap(writer, reader) : not('container');
  if (from === to) return fitValue(writer, reader);
  const [sent, read] = [formOf(writer), formOf(reader)];
  if (from === 'list') {
    if (read.kind === 'value' || read.kind === 'list-value') return OK;
    return not('container');
  }
  if (sent.kind === 'list-value') return read.kind === 'value' ? OK : not('well-known');
  return not('container');
}

function fitMap(reader: FieldShape): Fit {
  if (reader.map) return { kind: 'entries' };
  const { kind } = formOf(reader);
  if (reader.repeated) return not('container');
  return kind === 'struct' || kind === 'value' ? OK : not('map');
}

function fitToMap(writer: FieldShape, map: FieldShape): Fit {
  const sent = formOf(writer);
  const key = map.message?.field(KEY);
  const value = map.message?.field(VALUE);
  if (!key || !value) return not('map');
  const any = key.type === 'string' && formOf(value).kind === 'value';
  if (sent.kind === 'struct' || sent.kind === 'any') return any ? OK : not('well-known');
  if (sent.kind !== 'object') return not('map');
  return key.type === 'string' && becomesEntries(sent.message, value) ? { kind: 'fields' } : not('map');
}

/** Whether each field of a message fits the value of a map. What does not arrive whole is a break of the message. */
function becomesEntries(message: MessageShape, value: FieldShape): boolean {
  return [...message.fields.values()].every((field) => {
    const fit = containerOf(field) === 'one' ? fitValue(field, value) : toAny(value);
    return fit.kind === 'ok';
  });
}

function toAny(value: FieldShape): Fit {
  return formOf(value).kind === 'value' ? OK : not('container');
}

function not(why: 'type' | 'container' | 'map' | 'well-known'): Fit {
  return { kind: 'not', why };
}

function partly(why: Partly, holds: boolean): Fit {
  return holds ? OK : { kind: 'partly', why };
}

/** How one value fits. A key of a map is text whatever its type. */
function fitValue(writer: FieldShape, reader: FieldShape): Fit {
  const [sent, read] = [formOf(writer), formOf(reader)];
  if (read.kind === 'value') return OK;
  if (writer.part === 'key' && read.kind === 'string') return OK;
  switch (sent.kind) {
    case 'bool':
      return read.kind === 'bool' ? OK : mismatch(read);
    case 'string':
      return read.kind === 'string' ? OK : mismatch(read);
    case 'bytes':
      return read.kind === 'bytes' || read.kind === 'string' ? OK : mismatch(read);
    case 'integer':
      return fitInteger(sent, read);
    case 'float':
      return fitFloat(sent, read);
    case 'enum':
      return fitEnum(sent, read, printsZero(writer));
    case 'object':
      return fitObject(sent.message, read);
    default:
      return fitWellKnown(sent, read);
  }
}

function mismatch(read: Form): Fit {
  return not(isWellKnown(read) ? 'well-known' : 'type');
}

function isWellKnown({ kind }: Form): boolean {
  return !['bool', 'string', 'bytes', 'integer', 'float', 'enum', 'object'].includes(kind);
}

function fitWellKnown({ kind }: Form, read: Form): Fit {
  const text = kind === 'timestamp' || kind === 'duration' || kind === 'field-mask';
  const fits =
    kind === read.kind || (text && read.kind === 'string') || (kind === 'any' && read.kind === 'struct');
  return fits ? OK : not('well-known');
}

function fitInteger(sent: Form & { kind: 'integer' }, read: Form): Fit {
  const { low, high } = sent.range;
  switch (read.kind) {
    case 'integer':
      return partly('integer-range', read.range.low <= low && high <= read.range.high);
    case 'float':
      return partly('integer-exact', high <= 1n << (read.double ? DOUBLE_BITS : FLOAT_BITS));
    case 'enum':
      return sent.text ? not('type') : partly('enum-numbers', refusedNumber(sent, read) === null);
    case 'string':
      return sent.text ? OK : not('type');
    default:
      return mismatch(read);
  }
}

function fitFloat(sent: Form & { kind: 'float' }, read: Form): Fit {
  if (read.kind === 'float') return partly('float-range', read.double || !sent.double);
  if (read.kind === 'integer' || read.kind === 'enum') return { kind: 'partly', why: 'fraction' };
  return mismatch(read);
}

function fitObject(message: MessageShape, read: Form): Fit {
  if (read.kind === 'object' || read.kind === 'struct') return OK;
  // What has no fields is an empty object, which is an empty Any.
  return read.kind === 'any' && message.fields.size === 0 ? OK : mismatch(read);
}

function fitEnum(sent: Form & { kind: 'enum' }, read: Form, zero: boolean): Fit {
  if (read.kind === 'string') return partly('enum-text', sent.names.closed);
  if (read.kind !== 'enum') return mismatch(read);
  if (missingNames(sent.names, read.names, zero).length > 0) return { kind: 'partly', why: 'enum-names' };
  return partly('enum-numbers', refusedNumber(sent, read) === null);
}
