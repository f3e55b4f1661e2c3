import type { DescMessage, JsonValue, Message } from '@bufbuild/protobuf';
import type { Cell, RowColumn } from './cell.js';
import type { Decoded } from './decoded.js';

/** Why JSON could not be turned into bytes. */
export interface EncodeFailure {
  readonly ok: false;
  readonly reason: 'UNKNOWN_FIELD' | 'BAD_JSON';
  /** What failed and what to do; for an unknown field with the name that may have been meant. */
  readonly message: string;
  /** The value that is wrong, or the object that has the unknown key or lacks a field, as `sub.items[3]`; null for the document itself. */
  readonly path: string | null;
  /** The key that is not known; null for other reasons. */
  readonly field: string | null;
}

/** Outcome of turning JSON into bytes. */
export type Encoded = { readonly ok: true; readonly value: Uint8Array } | EncodeFailure;

/** Reads and writes one message type, whose descriptor may have been fetched a moment ago. */
export interface MessageCodec {
  readonly desc: DescMessage;
  /** The message as an object of protobuf-es. */
  decode(bytes: Uint8Array): Decoded<Message>;
  /** Canonical ProtoJSON. */
  toJson(bytes: Uint8Array): Decoded<JsonValue>;
  /** Canonical ProtoJSON as UTF-8, without an object in between. */
  toJsonBytes(bytes: Uint8Array): Decoded<Uint8Array>;
  /** Canonical ProtoJSON as text, without an object in between. */
  toJsonText(bytes: Uint8Array): Decoded<string>;
  /** Bytes of a message of this type. */
  encode(message: Message): Uint8Array;
  /** Bytes of a ProtoJSON document. */
  fromJson(json: JsonValue): Encoded;
  /** Bytes of a ProtoJSON document as text; one that is no JSON, or has a key twice, is BAD_JSON. */
  fromJsonText(text: string): Encoded;
  /** A reader of rows; cells stand in the columns' order. Made once, used for many messages. */
  rowDecoder(columns: readonly RowColumn[]): (bytes: Uint8Array) => Decoded<Cell[]>;
}
