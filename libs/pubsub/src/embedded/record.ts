// One message on disk. All numbers are little-endian.
//   magic u32 | checksum u32 | length u32 | body
//   body: offset u48 | group u48 | publishedAtMs u48 | key u16+bytes | headers u16 × (name u16+bytes, value u32+bytes) | payload
// `group` is the offset of the first message in the same write. A write starts only after the one before it is durable,
// so a record whose group lies behind another record proves that the other one was durable.
// The checksum (CRC-32 of length and body) starts from the segment's random seed: bytes that a client put in a payload
// to look like a record do not pass.
import { crc32 } from 'node:zlib';
import type { OutgoingMessage } from '../contract.js';

/** First four bytes of a record. */
export const RECORD_MAGIC = 0x64_63_72_70;
/** Bytes before a record's body. */
export const RECORD_HEAD_BYTES = 12;
/** Largest record that is believed; a longer length is damage. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

const MAX_U16 = 0xff_ff;
const STAMP_BYTES = 18;

/** What the log adds to a message. */
export interface Stamp {
  readonly offset: number;
  /** Offset of the first message that was written together with this one. */
  readonly groupOffset: number;
  readonly publishedAtMs: number;
}

/** A message as read back. `payload` is a view of the buffer that it was read from. */
export interface StoredRecord extends OutgoingMessage, Stamp {
  /** Head included. */
  readonly sizeBytes: number;
}

/** Why no record stands at a place. `incomplete` tells how many bytes there should be. */
export type RecordProblem =
  | { readonly ok: false; readonly problem: 'incomplete'; readonly neededBytes: number }
  | { readonly ok: false; readonly problem: 'no record' | 'impossible length' | 'wrong checksum' };

/** Size of a message's record. Null when a key or header is too long to be written. */
export function recordSize(message: OutgoingMessage): number | null {
  const keyBytes = Buffer.byteLength(message.key);
  if (keyBytes > MAX_U16) return null;
  const headers = Object.entries(message.headers);
  if (headers.length > MAX_U16) return null;
  let size = RECORD_HEAD_BYTES + STAMP_BYTES + 2 + keyBytes + 2 + message.payload.byteLength;
  for (const [name, value] of headers) {
    const nameBytes = Buffer.byteLength(name);
    if (nameBytes > MAX_U16) return null;
    size += 6 + nameBytes + Buffer.byteLength(value);
  }
  return size;
}

/** Writes a record of `sizeBytes` (see {@link recordSize}) at a place of the target. */
export function writeRecord(
  target: Buffer,
  at: number,
  sizeBytes: number,
  message: OutgoingMessage,
  stamp: Stamp,
  seed: number,
): void {
  target.writeUInt32LE(RECORD_MAGIC, at);
  target.writeUInt32LE(sizeBytes - RECORD_HEAD_BYTES, at + 8);
  let next = at + RECORD_HEAD_BYTES;
  next = target.writeUIntLE(stamp.offset, next, 6);
  next = target.writeUIntLE(stamp.groupOffset, next, 6);
  next = target.writeUIntLE(stamp.publishedAtMs, next, 6);
  next = writeText16(target, next, message.key);
  const headers = Object.entries(message.headers);
  next = target.writeUInt16LE(headers.length, next);
  for (const [name, value] of headers) {
    next = writeText16(target, next, name);
    const valueBytes = target.write(value, next + 4);
    target.writeUInt32LE(valueBytes, next);
    next += 4 + valueBytes;
  }
  target.set(message.payload, next);
  target.writeUInt32LE(crc32(target.subarray(at + 8, at + sizeBytes), seed), at + 4);
}

/** Reads the record at a place of a buffer, checksum included. */
export function readRecord(
  source: Buffer,
  at: number,
  seed: number,
): { readonly ok: true; readonly record: StoredRecord } | RecordProblem {
  const left = source.length - at;
  if (left < RECORD_HEAD_BYTES) return { ok: false, problem: 'incomplete', neededBytes: RECORD_HEAD_BYTES };
  if (source.readUInt32LE(at) !== RECORD_MAGIC) return { ok: false, problem: 'no record' };
  const sizeBytes = RECORD_HEAD_BYTES + source.readUInt32LE(at + 8);
  if (sizeBytes > MAX_RECORD_BYTES || sizeBytes < RECORD_HEAD_BYTES + STAMP_BYTES + 4)
    return { ok: false, problem: 'impossible length' };
  if (left < sizeBytes) return { ok: false, problem: 'incomplete', neededBytes: sizeBytes };
  if (crc32(source.subarray(at + 8, at + sizeBytes), seed) !== source.readUInt32LE(at + 4))
    return { ok: false, problem: 'wrong checksum' };
  return { ok: true, record: readBody(source.subarray(at + RECORD_HEAD_BYTES, at + sizeBytes), sizeBytes) };
}

/** The body passed its checksum with the segment's seed, so only this file's writer can have made it. */
function readBody(body: Buffer, sizeBytes: number): StoredRecord {
  const keyEnd = STAMP_BYTES + 2 + body.readUInt16LE(STAMP_BYTES);
  const headers = Object.create(null) as Record<string, string>;
  let next = keyEnd + 2;
  for (let left = body.readUInt16LE(keyEnd); left > 0; left -= 1) {
    const nameEnd = next + 2 + body.readUInt16LE(next);
    const valueEnd = nameEnd + 4 + body.readUInt32LE(nameEnd);
    headers[body.toString('utf8', next + 2, nameEnd)] = body.toString('utf8', nameEnd + 4, valueEnd);
    next = valueEnd;
  }
  return {
    offset: body.readUIntLE(0, 6),
    groupOffset: body.readUIntLE(6, 6),
    publishedAtMs: body.readUIntLE(12, 6),
    key: body.toString('utf8', STAMP_BYTES + 2, keyEnd),
    headers,
    payload: body.subarray(next),
    sizeBytes,
  };
}

function writeText16(target: Buffer, at: number, text: string): number {
  const bytes = target.write(text, at + 2);
  target.writeUInt16LE(bytes, at);
  return at + 2 + bytes;
}
