import type { MessageCodec } from '#libs/codec';
import type { JsonValue, Message } from '@bufbuild/protobuf';
import type { Encoding } from '../finding.js';
import type { Meeting } from '../pair.js';
import type { MessageShape } from '../shape/message-shape.js';
import type { CompareArrival } from '../witness/difference.js';

/** What a codec made of bytes or text. */
export type Received =
  { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly problem: string };

/** What a codec made of bytes or text, as JSON. */
export type Printed =
  { readonly ok: true; readonly json: JsonValue } | { readonly ok: false; readonly problem: string };

/** A message type at one end, and its codec there. */
export interface End {
  readonly shape: MessageShape;
  readonly codec: MessageCodec;
}

/**
 * An encoding by which data passes from a writer to a reader: how fields and messages meet, how a message is sent and received,
 * and what of it counts as arrived.
 */
export interface EncodingDefinition extends Meeting {
  readonly name: Encoding;
  /** Ids of the encoding's rules that say nothing here. */
  readonly silent: readonly string[];
  /** **Throws** when the message can't be written. */
  send(writer: End, message: Message): Uint8Array;
  receive(reader: End, bytes: Uint8Array): Received;
  /** What is received, as JSON to show. */
  print(reader: End, bytes: Uint8Array): Printed;
  readonly compare: CompareArrival;
}
