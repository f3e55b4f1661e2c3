import type { DescMessage } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { isEndOf, type WireReader } from '../wire/wire-reader.js';
import { wireTypeOf } from '../wire/wire-type.js';
import { fieldsOf, type Scannable } from './scan.js';

/**
 * The bytes of a message without the fields that came in a wire form which their type can not have. A parser must take those
 * for unknown; protobuf-es would read them as if they had the right form. The bytes were scanned before.
 */
export function prune(reader: WireReader, desc: DescMessage): Uint8Array {
  const writer = new BinaryWriter();
  copyFields(reader, writer, fieldsOf(desc), null);
  return writer.finish();
}

function copyFields(
  reader: WireReader,
  writer: BinaryWriter,
  fields: ReadonlyMap<number, Scannable>,
  group: number | null,
): void {
  for (;;) {
    if (group === null && reader.pos === reader.end) return;
    const start = reader.pos;
    const tag = reader.tag();
    if (group !== null && isEndOf(tag, group)) return;
    const field = fields.get(tag >>> 3);
    if (field === undefined) copyRaw(reader, writer, tag, start);
    else copyField(reader, writer, field, tag, start);
  }
}

function copyField(
  reader: WireReader,
  writer: BinaryWriter,
  field: Scannable,
  tag: number,
  start: number,
): void {
  const wireType = tag & 7;
  const inner = field.entry ?? (field.message === null ? null : fieldsOf(field.message));
  if (inner === null) {
    const fits =
      wireType === wireTypeOf(field.scalar) || (wireType === WireType.LengthDelimited && field.packable);
    if (fits) copyRaw(reader, writer, tag, start);
    else reader.skip(tag, 0);
  } else if (wireType === WireType.LengthDelimited && !field.delimited) {
    copyInner(reader, writer, field.number, inner);
  } else if (wireType === WireType.StartGroup && field.delimited) {
    writer.tag(field.number, WireType.StartGroup);
    copyFields(reader, writer, inner, field.number);
    writer.tag(field.number, WireType.EndGroup);
  } else {
    reader.skip(tag, 0);
  }
}

function copyInner(
  reader: WireReader,
  writer: BinaryWriter,
  number: number,
  fields: ReadonlyMap<number, Scannable>,
): void {
  const end = reader.lengthEnd();
  const outer = reader.end;
  reader.end = end;
  writer.tag(number, WireType.LengthDelimited).fork();
  copyFields(reader, writer, fields, null);
  writer.join();
  reader.end = outer;
}

function copyRaw(reader: WireReader, writer: BinaryWriter, tag: number, start: number): void {
  reader.skip(tag, 0);
  writer.raw(reader.bytes.subarray(start, reader.pos));
}
