import type { JsonValue, Message } from '@bufbuild/protobuf';
import type { EncodeFailure } from '#libs/codec';
import type { CodecHandle } from '../codec-handle.js';
import { framedIndexes } from './framed-message.js';
import { guidOf } from './guid.js';
import { framePrefix, writeFrame } from './write-frame.js';

/** How a frame names its schema. */
export type Framing = 'id' | 'guid';

/** Bytes of a framed message, or why a JSON document makes none. */
export type FramedJson = { readonly ok: true; readonly value: Uint8Array } | EncodeFailure;

/** Writes framed messages of one type; made once, used for many messages. */
export class FramedEncoder {
  constructor(
    readonly handle: CodecHandle,
    /** What stands before each payload, and what the header holds when the payload is to be bare. */
    readonly prefix: Uint8Array,
  ) {}

  /** A message of the handle's type, framed. **Throws** what the codec throws for a message of another type. */
  encode(message: Message): Uint8Array {
    return writeFrame(this.prefix, this.handle.codec.encode(message));
  }

  /** A ProtoJSON document, framed. */
  encodeJson(json: JsonValue): FramedJson {
    const encoded = this.handle.codec.fromJson(json);
    return encoded.ok ? { ok: true, value: writeFrame(this.prefix, encoded.value) } : encoded;
  }
}

/** The encoder of a handle, or in words why a frame can not name it: no id, or a reader would not come to its message. */
export function makeFramedEncoder(handle: CodecHandle, framing: Framing): FramedEncoder | string {
  const name = framing === 'guid' ? guidOf(handle.fingerprint) : handle.id;
  if (name === null) return 'the schema has no id; frame with its GUID';
  const indexes = framedIndexes(handle.schema, handle.codec.desc);
  if (indexes === null)
    return `message indexes do not lead to ${handle.type}: the schema has several files, or imports it`;
  return new FramedEncoder(handle, framePrefix(name, indexes));
}
