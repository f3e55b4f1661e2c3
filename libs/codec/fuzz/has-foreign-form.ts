import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { wireTypeOf } from '../src/wire/wire-type.js';

/**
 * True when the bytes hold, at any depth, a field in a wire form that its type does not have: protobuf-es reads on as if it had
 * the right one, so that from there on the two see other messages. Also true for bytes that are no message.
 */
export function hasForeignForm(desc: DescMessage, bytes: Uint8Array): boolean {
  try {
    return walk(desc, new BinaryReader(bytes), null);
  } catch {
    return true;
  }
}

function walk(desc: DescMessage, reader: BinaryReader, group: number | null): boolean {
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (wireType === WireType.EndGroup) return group !== number;
    const field = desc.fields.find((one) => one.number === number);
    if (field !== undefined && !formsOf(field).includes(wireType)) return true;
    if (field?.message !== undefined && wireType === WireType.StartGroup) {
      if (walk(field.message, reader, number)) return true;
    } else if (field !== undefined && wireType === WireType.LengthDelimited) {
      if (isForeignWithin(field, reader.bytes())) return true;
    } else reader.skip(wireType, number);
  }
  return group !== null;
}

function isForeignWithin(field: DescField, bytes: Uint8Array): boolean {
  if (field.fieldKind === 'map') return isForeignEntry(field, new BinaryReader(bytes));
  return field.message !== undefined && hasForeignForm(field.message, bytes);
}

function isForeignEntry(field: DescField & { fieldKind: 'map' }, reader: BinaryReader): boolean {
  const value =
    field.message === undefined ? wireTypeOf(field.scalar ?? ScalarType.INT32) : WireType.LengthDelimited;
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (number === 1 && wireType !== wireTypeOf(field.mapKey)) return true;
    if (number === 2 && wireType !== value) return true;
    if (number === 2 && field.message !== undefined) {
      if (hasForeignForm(field.message, reader.bytes())) return true;
    } else reader.skip(wireType, number);
  }
  return false;
}

function formsOf(field: DescField): readonly WireType[] {
  if (field.fieldKind === 'map') return [WireType.LengthDelimited];
  if (field.message !== undefined)
    return [field.delimitedEncoding ? WireType.StartGroup : WireType.LengthDelimited];
  const one = wireTypeOf(field.scalar ?? ScalarType.INT32);
  return field.fieldKind === 'list' ? [one, WireType.LengthDelimited] : [one];
}
