import type { JsonValue, Message } from '@bufbuild/protobuf';
import type { EncodingDefinition } from '../encodings/define-encoding.js';
import type { MessagePair } from '../pair.js';
import type { MessageShape } from '../shape/message-shape.js';
import type { Codecs } from './codecs.js';
import type { Codec, Difference } from './difference.js';
import { fromMessage } from './from-message.js';
import { toMessage } from './to-message.js';
import type { Tree } from './tree.js';

/** A message on its way from a writer to a reader. */
export interface Transmission {
  /** What the writer put on the wire. */
  readonly bytes: Uint8Array;
  /** What the writer itself finds in the bytes. */
  readonly sent: Tree;
  /** What the reader finds in them; null when it refuses. */
  readonly read: Tree | null;
  /** Why the reader refuses; null when it does not. */
  readonly problem: string | null;
  /** Where the two differ; empty when the reader refuses. */
  readonly differences: readonly Difference[];
}

/** Sends messages with the writer's codec and reads them with the reader's. */
export class Link {
  readonly encoding: EncodingDefinition;
  readonly #codecs: Codecs;

  readonly #parts: Codec;

  constructor(encoding: EncodingDefinition, codecs: Codecs) {
    this.encoding = encoding;
    this.#codecs = codecs;
    this.#parts = {
      readBytes: (shape, bytes) => orNull(() => this.#decode(shape, bytes)),
      jsonOf: (shape, tree) => this.#jsonOf(shape, tree),
    };
  }

  /** Transmits a message of the pair's writer; null when the writer can't write it, or can't read what it wrote. */
  transmit(pair: MessagePair, message: Message): Transmission | null {
    const bytes = this.#send(pair.writer, message);
    return bytes && this.receive(pair, bytes);
  }

  /** Reads bytes of the pair's writer; null when the writer can't read them. */
  receive(pair: MessagePair, bytes: Uint8Array): Transmission | null {
    const sent = this.#read(pair.writer, bytes);
    if (typeof sent === 'string') return null;
    const read = this.#read(pair.reader, bytes);
    if (typeof read === 'string') return { bytes, sent, read: null, problem: read, differences: [] };
    const differences = this.encoding.compare(pair.writer, sent, pair.reader, read, this.#parts);
    return { bytes, sent, read, problem: null, differences };
  }

  #send(writer: MessageShape, message: Message): Uint8Array | null {
    try {
      return this.encoding.send(this.#codecs.end(writer), message);
    } catch {
      // A candidate that this codec does not write is no lawful message.
      return null;
    }
  }

  /** What a message holds; a text when it can't be read. */
  #read(shape: MessageShape, bytes: Uint8Array): Tree | string {
    try {
      const received = this.encoding.receive(this.#codecs.end(shape), bytes);
      if (!received.ok) return received.problem;
      return fromMessage(shape, received.message, (inner, part) => this.#decode(inner, part));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** What bytes of the wire hold, whatever the encoding. **Throws** when they can't be read. */
  #decode(shape: MessageShape, bytes: Uint8Array): Tree {
    const decoded = this.#codecs.of(shape).decode(bytes);
    if (!decoded.ok) throw new Error(`${decoded.reason}: ${decoded.message}`);
    return fromMessage(shape, decoded.value, (inner, part) => this.#decode(inner, part));
  }

  #jsonOf(shape: MessageShape, tree: Tree): JsonValue | undefined {
    const codec = this.#codecs.of(shape);
    const printed = orNull(() => codec.toJson(codec.encode(toMessage(shape, tree))));
    return printed?.ok ? printed.value : undefined;
  }
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
