import type { DecodeReason } from '#libs/codec';
import { AvroBytes, AvroFault } from './avro-bytes.js';
import { avroReader, type AvroValue } from './avro-reader.js';
import type { DocumentSchema } from './document-schema.js';

/** A value of JSON. */
export type JsonDocument =
  null | boolean | number | string | readonly JsonDocument[] | { readonly [key: string]: JsonDocument };

/** What a payload holds: as {@link AvroValue} of Avro, as `JSON.parse` makes it of JSON. */
export type DocumentValue = AvroValue | JsonDocument;

/** The value, or why it can not be read. */
export type DecodedDocument =
  | { readonly ok: true; readonly value: DocumentValue }
  | { readonly ok: false; readonly reason: DecodeReason | 'BAD_SCHEMA'; readonly message: string };

/** Largest payload that is read, as of messages of Protobuf. */
const MAX_SIZE_BYTES = 4 * 1024 * 1024;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

const readers = new WeakMap<DocumentSchema, ReturnType<typeof avroReader> | Error>();

/** Decodes a payload by the schema that wrote it. Whether JSON fits its schema is not looked at. Never throws. */
export function decodeDocument(schema: DocumentSchema, payload: Uint8Array): DecodedDocument {
  if (payload.length > MAX_SIZE_BYTES)
    return failure('TOO_LARGE', `${payload.length} bytes; ${MAX_SIZE_BYTES} are read`);
  return schema.format === 'AVRO' ? decodeAvro(schema, payload) : decodeJson(payload);
}

function decodeAvro(schema: DocumentSchema, payload: Uint8Array): DecodedDocument {
  const reader = readerOf(schema);
  if (reader instanceof Error) return failure('BAD_SCHEMA', `its schema is not read here: ${reader.message}`);
  const bytes = new AvroBytes(payload);
  try {
    const value = reader(bytes);
    return bytes.left === 0
      ? { ok: true, value }
      : failure('MALFORMED', `${bytes.left} bytes follow the value`);
  } catch (error) {
    if (error instanceof AvroFault) return failure(error.reason, error.message);
    throw error;
  }
}

function readerOf(schema: DocumentSchema): ReturnType<typeof avroReader> | Error {
  const known = readers.get(schema);
  if (known !== undefined) return known;
  const made = makeReader(schema);
  readers.set(schema, made);
  return made;
}

function makeReader(schema: DocumentSchema): ReturnType<typeof avroReader> | Error {
  try {
    return avroReader(schema);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function decodeJson(payload: Uint8Array): DecodedDocument {
  let text: string;
  try {
    text = UTF8.decode(payload);
  } catch {
    return failure('INVALID_UTF8', 'the payload is not UTF-8');
  }
  try {
    return { ok: true, value: JSON.parse(text) as JsonDocument };
  } catch {
    return failure('MALFORMED', 'the payload is not JSON');
  }
}

function failure(reason: DecodeReason | 'BAD_SCHEMA', message: string): DecodedDocument {
  return { ok: false, reason, message };
}
