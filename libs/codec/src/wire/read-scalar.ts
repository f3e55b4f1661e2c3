import { ScalarType } from '@bufbuild/protobuf';
import { signedFrom, unsignedFrom } from './int64.js';
import type { WireReader } from './wire-reader.js';

/** A value without structure. 64-bit integers are numbers when safe, else bigints. */
export type Scalar = number | bigint | string | boolean | Uint8Array;

/** Reads one value, without its tag. */
export type ScalarReader = (reader: WireReader) => Scalar;

/** The reader of a scalar type; `strict` strings must be UTF-8. */
export function scalarReader(scalar: ScalarType, strict: boolean): ScalarReader {
  if (scalar === ScalarType.STRING) return (reader) => reader.text(strict);
  return READERS[scalar];
}

/** The value of a field of that type which is not on the wire. */
export function zeroOf(scalar: ScalarType): Scalar {
  switch (scalar) {
    case ScalarType.STRING:
      return '';
    case ScalarType.BOOL:
      return false;
    case ScalarType.BYTES:
      return new Uint8Array(0);
    default:
      return 0;
  }
}

const READERS: Readonly<Record<Exclude<ScalarType, ScalarType.STRING>, ScalarReader>> = {
  [ScalarType.DOUBLE]: (reader) => reader.double(),
  [ScalarType.FLOAT]: (reader) => reader.float(),
  [ScalarType.INT64]: (reader) => {
    reader.varint();
    return signedFrom(reader.low, reader.high);
  },
  [ScalarType.UINT64]: (reader) => {
    reader.varint();
    return unsignedFrom(reader.low, reader.high);
  },
  [ScalarType.INT32]: (reader) => {
    reader.varint();
    return reader.low;
  },
  [ScalarType.FIXED64]: (reader) => {
    reader.fixed64();
    return unsignedFrom(reader.low, reader.high);
  },
  [ScalarType.FIXED32]: (reader) => reader.fixed32() >>> 0,
  [ScalarType.BOOL]: (reader) => {
    reader.varint();
    return (reader.low | reader.high) !== 0;
  },
  [ScalarType.BYTES]: (reader) => reader.copyOfBytes(),
  [ScalarType.UINT32]: (reader) => {
    reader.varint();
    return reader.low >>> 0;
  },
  [ScalarType.SFIXED32]: (reader) => reader.fixed32(),
  [ScalarType.SFIXED64]: (reader) => {
    reader.fixed64();
    return signedFrom(reader.low, reader.high);
  },
  [ScalarType.SINT32]: (reader) => {
    reader.varint();
    return (reader.low >>> 1) ^ -(reader.low & 1);
  },
  [ScalarType.SINT64]: (reader) => {
    reader.varint();
    const { low, high } = reader;
    const sign = -(low & 1);
    return signedFrom(((low >>> 1) | (high << 31)) ^ sign, (high >>> 1) ^ sign);
  },
};
