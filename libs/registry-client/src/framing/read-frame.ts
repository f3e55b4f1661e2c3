import {
  ID_BYTES,
  MAGIC_GUID,
  MAGIC_ID,
  MAX_SCHEMA_ID,
  type DocumentFrame,
  type DocumentFrameRead,
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
const INDEXES_AT = 1 + ID_BYTES;

/** Reads what stands before the payload, V0 or V1. Never throws, and allocates no more than there are bytes. */
export function readFrame(bytes: Uint8Array, limits: FrameLimits = {}): FrameRead {
  const named = readSchemaName(bytes, 1);
  if (!named.ok) return named;
  const { schema, payloadOffset } = named.frame;
  return readIndexes(bytes, schema, payloadOffset, limits.maxIndexes ?? MAX_INDEXES);
}

/** The same of a schema that has no messages: of Avro, or JSON. The payload may be empty. Never throws. */
export function readDocumentFrame(bytes: Uint8Array): DocumentFrameRead {
  return readSchemaName(bytes, 0);
}

/** A header that names a schema without messages. */
export function readDocumentHeader(header: Uint8Array): DocumentFrameRead {
  const read = readDocumentFrame(header);
  return read.ok ? wholeHeader(read, header) : read;
}

/** Reads a header that names the schema: a frame without a payload. */
export function readHeaderFrame(header: Uint8Array, limits: FrameLimits = {}): FrameRead {
  const read = readFrame(header, limits);
  return read.ok ? wholeHeader(read, header) : read;
}

function wholeHeader<T extends DocumentFrame>(
  read: { readonly ok: true; readonly frame: T },
  header: Uint8Array,
): { readonly ok: true; readonly frame: T } | FrameFailure {
  const following = header.length - read.frame.payloadOffset;
  if (following === 0) return read;
  return failure('BAD_HEADER', `${following} bytes follow what names the schema`);
}

/** `least`: how many bytes have to follow. */
function readSchemaName(bytes: Uint8Array, least: number): DocumentFrameRead {
  const magic = bytes[0];
  if (magic !== MAGIC_ID && magic !== MAGIC_GUID)
    return failure(
      'NOT_FRAMED',
      magic === undefined ? 'there are no bytes' : `the first byte is ${magic}, not 0 or 1`,
    );
  const payloadOffset = 1 + (magic === MAGIC_ID ? ID_BYTES : GUID_BYTES);
  if (bytes.length < payloadOffset + least)
    return failure(
      'FRAME_TRUNCATED',
      `there are ${bytes.length} bytes, and ${payloadOffset + least} before a payload`,
    );
  const schema = magic === MAGIC_ID ? idAt(bytes, 1) : guidAt(bytes, 1);
  if (typeof schema === 'number' && (schema < 1 || schema > MAX_SCHEMA_ID))
    return failure('BAD_SCHEMA_ID', `${schema} is no schema id`);
  return { ok: true, frame: { schema, payloadOffset } };
}

/** The id at `offset`. The caller has seen that it is there. */
export function idAt(bytes: Uint8Array, offset: number): number {
  const rest = ((bytes[offset + 1] ?? 0) << 16) | ((bytes[offset + 2] ?? 0) << 8) | (bytes[offset + 3] ?? 0);
  return (bytes[offset] ?? 0) * 0x100_0000 + rest;
}

/** What {@link quickIndex} answers for all other bytes. */
export const NO_INDEX = -1;

/**
 * The index when a frame by id names one of the first 64 messages at the top of a file: nearly all that ever come, and read without an
 * object. Its id is at 1, its payload at {@link quickOffset}; {@link NO_INDEX} for all other bytes, also such that are no frame.
 */
export function quickIndex(bytes: Uint8Array): number {
  if (bytes[0] !== MAGIC_ID) return NO_INDEX;
  const count = bytes[INDEXES_AT];
  if (count === 0) return 0;
  const index = bytes[INDEXES_AT + 1];
  // One index, of one byte, not negative.
  return count === 2 && index !== undefined && index < 0x80 && (index & 1) === 0 ? index >> 1 : NO_INDEX;
}

/** Where the payload of a frame begins that {@link quickIndex} read. */
export function quickOffset(bytes: Uint8Array): number {
  return bytes[INDEXES_AT] === 0 ? INDEXES_AT + 1 : INDEXES_AT + 2;
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
