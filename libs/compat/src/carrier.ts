import type { MessagePair, Site } from './pair.js';
import type { FieldShape } from './shape/field-shape.js';
import type { SchemaShape } from './shape/schema-shape.js';

/** The first field of a message that both schemas have whose values are of an enum on both sides; null when there is none. */
export function findCarrier(enumName: string, writer: SchemaShape, reader: SchemaShape): Site | null {
  for (const message of writer.messages.values()) {
    const other = reader.messages.get(message.typeName);
    if (other === undefined) continue;
    const pair: MessagePair = { writer: message, reader: other, via: null };
    for (const field of message.fields.values()) {
      const site = carrierAt(enumName, pair, field, other.field(field.number));
      if (site) return site;
    }
  }
  return null;
}

function carrierAt(
  enumName: string,
  pair: MessagePair,
  writer: FieldShape,
  reader: FieldShape | null,
): Site | null {
  if (reader === null || writer.map !== reader.map) return null;
  if (!writer.map || !writer.message || !reader.message)
    return isOf(enumName, writer, reader) ? { pair, writer, reader } : null;
  const entry: MessagePair = {
    writer: writer.message,
    reader: reader.message,
    via: { writer, reader, within: pair },
  };
  const [written, read] = [writer.message.field(VALUE), reader.message.field(VALUE)];
  return written && read && isOf(enumName, written, read)
    ? { pair: entry, writer: written, reader: read }
    : null;
}

const VALUE = 2;

function isOf(enumName: string, writer: FieldShape, reader: FieldShape): boolean {
  return writer.enumShape?.typeName === enumName && reader.enumShape?.typeName === enumName;
}
