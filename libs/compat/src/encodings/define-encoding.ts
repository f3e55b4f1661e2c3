import type { MessageCodec } from '#libs/codec';
import type { Message } from '@bufbuild/protobuf';
import type { Encoding } from '../finding.js';
import type { MatchField } from '../pair.js';

/** What a codec made of bytes or text. */
export type Received =
  { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly problem: string };

/** An encoding by which data passes from a writer to a reader: how fields meet, and how a message is sent and received. */
export interface EncodingDefinition {
  readonly name: Encoding;
  readonly match: MatchField;
  /** **Throws** when the message can't be written. */
  send(writer: MessageCodec, message: Message): Uint8Array;
  receive(reader: MessageCodec, bytes: Uint8Array): Received;
}
