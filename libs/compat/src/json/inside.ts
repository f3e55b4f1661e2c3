import { NOTHING_INSIDE, type FieldPair, type Inside } from '../pair.js';
import { VALUE } from '../shape/entry.js';
import { formOf } from './form.js';
import { fitOf } from './fit.js';

/** Objects meet where their fields hold values alike; fields of a message that is read as a map meet the map's value. */
export function insideInJson(pair: FieldPair): Inside {
  const writer = pair.writer.message;
  const reader = pair.reader.message;
  if (writer === null || reader === null) return NOTHING_INSIDE;
  switch (fitOf(pair.writer, pair.reader).kind) {
    case 'entries':
      return { messages: { writer, reader, via: pair }, fields: [] };
    case 'fields':
      return { messages: null, fields: entriesOf(pair) };
    case 'ok': {
      const objects = formOf(pair.writer).kind === 'object' && formOf(pair.reader).kind === 'object';
      const alike = objects && !pair.writer.map && pair.writer.repeated === pair.reader.repeated;
      return alike ? { messages: { writer, reader, via: pair }, fields: [] } : NOTHING_INSIDE;
    }
    default:
      return NOTHING_INSIDE;
  }
}

/** The fields of a message with the value of the map that takes them. */
function entriesOf(pair: FieldPair): readonly FieldPair[] {
  const writer = pair.writer.message;
  const reader = pair.reader.message;
  const value = reader?.field(VALUE);
  if (!writer || !reader || !value) return [];
  const within = { writer, reader, via: pair };
  return [...writer.fields.values()].map((field) => ({ writer: field, reader: value, within }));
}
