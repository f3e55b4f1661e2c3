import type { DecodeReason } from '#libs/codec';

/** Leaves the reading of a payload. */
export class AvroFault extends Error {
  override readonly name = 'AvroFault';

  constructor(
    readonly reason: DecodeReason,
    message: string,
  ) {
    super(message);
  }
}

/** Values of one payload: one for each byte of the largest that is read, since some take none. */
const MAX_VALUES = 4 * 1024 * 1024;
/** Bytes of a varint that a double holds all bits of. */
const SMALL_BYTES = 7;
const MAX_VARINT_BYTES = 10;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The bytes of a payload, read from the front. Nothing is made before the bytes for it are seen to be there.
 * **Source**: https://avro.apache.org/docs/1.12.0/specification/#binary-encoding
 */
export class AvroBytes {
  private at = 0;
  private values = MAX_VALUES;

  private readonly bytes: Uint8Array;

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    // Parts of a Buffer are in its memory, also those that are said to be copies.
    this.bytes = new Uint8Array(buffer, byteOffset, byteLength);
  }

  /** How many bytes are left. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Counts values, which need not take bytes. **Throws** AvroFault */
  count(values: number): void {
    this.values -= values;
    if (this.values < 0) throw new AvroFault('TOO_LARGE', `there are more than ${MAX_VALUES} values`);
  }

  /** **Throws** AvroFault */
  boolean(): boolean {
    const byte = this.byte();
    if (byte > 1) throw new AvroFault('MALFORMED', `a boolean is ${byte}`);
    return byte === 1;
  }

  /** A whole number of 64 bits: a bigint where a double does not hold it. **Throws** AvroFault */
  long(): number | bigint {
    let bits = 0;
    for (let read = 0; read < SMALL_BYTES; read++) {
      const byte = this.byte();
      bits += (byte & 0x7f) * 2 ** (7 * read);
      if (byte < 0x80) return bits % 2 === 0 ? bits / 2 : -(bits + 1) / 2;
    }
    return this.bigLong(BigInt(bits));
  }

  /** A whole number of 32 bits. **Throws** AvroFault */
  int(): number {
    const value = this.long();
    if (typeof value !== 'number' || value !== (value | 0))
      throw new AvroFault('MALFORMED', 'an int has more than 32 bits');
    return value;
  }

  /** The number of items of a block; 0 ends them. **Throws** AvroFault */
  block(): number {
    const count = this.long();
    // A negative one is followed by the size of the block, for those that skip it.
    if (count < 0) this.long();
    if (typeof count === 'bigint') throw new AvroFault('TOO_LARGE', `a block has ${count} items`);
    const items = Math.abs(count);
    this.count(items);
    return items;
  }

  /** **Throws** AvroFault */
  float(): number {
    return this.view(4).getFloat32(0, true);
  }

  /** **Throws** AvroFault */
  double(): number {
    return this.view(8).getFloat64(0, true);
  }

  /** A copy. **Throws** AvroFault */
  sized(): Uint8Array {
    return this.take(this.size()).slice();
  }

  /** So many bytes, a copy. **Throws** AvroFault */
  fixed(sizeBytes: number): Uint8Array {
    return this.take(sizeBytes).slice();
  }

  /** **Throws** AvroFault */
  string(): string {
    const bytes = this.take(this.size());
    try {
      return UTF8.decode(bytes);
    } catch {
      throw new AvroFault('INVALID_UTF8', 'a string is not UTF-8');
    }
  }

  private bigLong(low: bigint): number | bigint {
    let bits = low;
    for (let read = SMALL_BYTES; read < MAX_VARINT_BYTES; read++) {
      const byte = this.byte();
      if (read === MAX_VARINT_BYTES - 1 && byte > 1) break;
      bits += BigInt(byte & 0x7f) << BigInt(7 * read);
      if (byte >= 0x80) continue;
      const value = (bits >> 1n) ^ -(bits & 1n);
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    }
    throw new AvroFault('MALFORMED', 'a whole number has more than 64 bits');
  }

  private size(): number {
    const size = this.long();
    if (typeof size !== 'number' || size < 0) throw new AvroFault('MALFORMED', `${size} bytes follow`);
    return size;
  }

  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw truncated();
    this.at += 1;
    return byte;
  }

  private view(sizeBytes: number): DataView {
    const { buffer, byteOffset } = this.take(sizeBytes);
    return new DataView(buffer, byteOffset, sizeBytes);
  }

  private take(sizeBytes: number): Uint8Array {
    if (sizeBytes > this.left) throw truncated();
    this.at += sizeBytes;
    return this.bytes.subarray(this.at - sizeBytes, this.at);
  }
}

function truncated(): AvroFault {
  return new AvroFault('TRUNCATED', 'the bytes end within a value');
}
