import { createCodec, type MessageCodec } from '#libs/codec';
import type { End } from '../encodings/define-encoding.js';
import type { MessageShape } from '../shape/message-shape.js';

/** Deeper than the default: what is looked for is the damage, not the depth at which it is. */
const MAX_DEPTH = 1_000;

/** Codecs of the messages that one search needs. */
export class Codecs {
  readonly #codecs = new Map<MessageShape, MessageCodec>();

  /** A message with its codec. */
  end(shape: MessageShape): End {
    return { shape, codec: this.of(shape) };
  }

  /** The codec of a message, by its own schema. */
  of(shape: MessageShape): MessageCodec {
    let codec = this.#codecs.get(shape);
    if (codec === undefined) {
      codec = createCodec(shape.schema.schema.registry, shape.desc, {
        maxDepth: MAX_DEPTH,
        // A few messages of each type are read, for which making code does not pay.
        compileAfter: Infinity,
      });
      this.#codecs.set(shape, codec);
    }
    return codec;
  }
}
