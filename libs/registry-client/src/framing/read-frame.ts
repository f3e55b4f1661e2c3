import {
  ID_BYTES,
  MAGIC_GUID,
  MAGIC_ID,
  MAX_SCHEMA_ID,
  type FrameFailure,
  type FrameLimits,
  type FrameRead,
  type FrameReason,
} from './frame.js';
import { GUID_BYTES, guidAt } from './guid.js';
import { NONE, readZigzag } from './zigzag.js';

/** `[0]`, by far the most common path. */
const FIRST_MESSAGE: readonly number[] = Object.freeze([0]);
const MAX_INDEXES = 100;

/** Reads what stands before the payload, V0 or V1. Never throws, and allocates no more than there are bytes. */
export function readFrame(bytes: Uint8Array, limits: FrameLimits = {}): FrameRead {
  const magic = bytes[0];
  if (magic !== MAGIC_ID && magic !== MAGIC_GUID)
    return failure(
      'NOT_FRAMED',
      magic === undefined ? 'there are no bytes' : `the first byte is ${magic}, not 0 or 1`,
    );
  const indexesAt = 1 + (magic === MAGIC_ID ? ID_BYTES : GUID_BYTES);
  if (bytes.length <= indexesAt)
    return failure(
      'FRAME_TRUNCATED',
      `there are ${bytes.length} bytes, and ${indexesAt + 1} before a payload`,
    );
  const schema = magic === MAGIC_ID ? idAt(bytes, 1) : guidAt(bytes, 1);
  if (typeof schema === 'number' && (schema < 1 || schema > MAX_SCHEMA_ID))
    return failure('BAD_SCHEMA_ID', `${schema} is no schema id`);
  return readIndexes(bytes, schema, indexesAt, limits.maxIndexes ?? MAX_INDEXES);
}

/** Reads a header that names the schema: a frame without a payload. */
export function readHeaderFrame(header: Uint8Array, limits: FrameLimits = {}): FrameRead {
  const read = readFrame(header, limits);
  if (!read.ok || read.frame.payloadOffset === header.length) return read;
  return failure(
    'BAD_HEADER',
    `${header.length - read.frame.payloadOffset} bytes follow the message indexes`,
  );
}

/** The id at `offset`. The caller has seen that it is there. */
export function idAt(bytes: Uint8Array, offset: number): number {
  const [first = 0, second = 0, third = 0, fourth = 0] = [
    bytes[offset],
    bytes[offset + 1],
    bytes[offset + 2],
    bytes[offset + 3],
  ];
  return first * 0x100_0000 + ((second << 16) | (third << 8) | fourth);
}

function readIndexes(
  bytes: Uint8Array,
  schema: number | string,
  offset: number,
  maxIndexes: number,
): FrameRead {
  const count = readZigzag(bytes, offset);
  if (count === NONE) return truncatedOrLong(bytes, offset);
  if (count.value < 0 || count.value > maxIndexes)
    return failure('BAD_INDEXES', `${count.value} message indexes; 0 to ${maxIndexes} are read`);
  let { end } = count;
  if (count.value === 0) return { ok: true, frame: { schema, indexes: FIRST_MESSAGE, payloadOffset: end } };
  const indexes: number[] = [];
  while (indexes.length < count.value) {
    const index = readZigzag(bytes, end);
    if (index === NONE) return truncatedOrLong(bytes, end);
    if (index.value < 0) return failure('BAD_INDEXES', `message index ${index.value} is negative`);
    indexes.push(index.value);
    ({ end } = index);
  }
  return { ok: true, frame: { schema, indexes, payloadOffset: end } };
}

function truncatedOrLong(bytes: Uint8Array, offset: number): FrameFailure {
  return bytes.length - offset < 5
    ? failure('FRAME_TRUNCATED', 'the bytes end within the message indexes')
    : failure('BAD_INDEXES', 'a message index has more than 32 bits');
}

function failure(reason: FrameReason, message: string): FrameFailure {
  return { ok: false, reason, message };
}
