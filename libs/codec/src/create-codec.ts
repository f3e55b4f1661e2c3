import type { DescMessage, JsonValue, Message, Registry } from '@bufbuild/protobuf';
import type { Cell, RowColumn } from './cell.js';
import {
  compileEncode,
  compileJson,
  compileObject,
  compileRow,
  type CompiledJson,
} from './compile/compile.js';
import type { Decoded } from './decoded.js';
import { bytesOf } from './interpret/bytes-of.js';
import { Interpreter } from './interpret/interpreter.js';
import { Plans } from './interpret/message-plan.js';
import { toMessage } from './interpret/to-message.js';
import { bytesOfJson, bytesOfJsonText } from './json/read-json.js';
import { messageJson } from './json/write-json.js';
import { limitsFrom, type CodecOptions } from './limits.js';
import type { Encoded, MessageCodec } from './message-codec.js';
import type { Prebuilt } from './prebuilt.js';
import { interpretRow } from './row/interpret-row.js';

/**
 * A codec of a message type. `registry` knows the types that an Any may hold and the extensions. After a few messages code is
 * generated for the type, where the process allows that, and it answers the same as what interprets the descriptor.
 */
export function createCodec(registry: Registry, desc: DescMessage, options: CodecOptions = {}): MessageCodec {
  return openCodec(registry, desc, options, {});
}

/** The same with code that was generated elsewhere, which is used from the first message on. */
export function openCodec(
  registry: Registry,
  desc: DescMessage,
  options: CodecOptions,
  prebuilt: Prebuilt,
): MessageCodec {
  const plans = Plans.of(registry);
  return new TypeCodec(desc, new Interpreter(plans, plans.plan(desc), limitsFrom(options), prebuilt));
}

type Decoder<T> = (bytes: Uint8Array) => Decoded<T>;

class TypeCodec implements MessageCodec {
  readonly decode: Decoder<Message>;
  readonly encode: (message: Message) => Uint8Array;
  readonly toJson: Decoder<JsonValue>;
  readonly toJsonText: Decoder<string>;
  readonly toJsonBytes: Decoder<Uint8Array>;

  constructor(
    readonly desc: DescMessage,
    private readonly interpreter: Interpreter,
  ) {
    this.encode = this.#tiered(
      (message: Message) => bytesOf(interpreter.plan, message),
      () => compileEncode(interpreter),
    );
    this.decode = this.#tiered<Uint8Array, Decoded<Message>>(
      (bytes) => interpreter.read(bytes, toMessage),
      () => compileObject(interpreter),
    );
    let compiledJson: CompiledJson | null | undefined;
    const json = (): CompiledJson | null => (compiledJson ??= compileJson(interpreter));
    this.toJson = this.#tiered(
      (bytes: Uint8Array) =>
        interpreter.read<JsonValue>(bytes, (root, anyReader) => messageJson(root, anyReader, 1)),
      () => json()?.toValue ?? null,
    );
    const text = (bytes: Uint8Array): Decoded<string> =>
      interpreter.read(bytes, (root, anyReader) => JSON.stringify(messageJson(root, anyReader, 1)));
    this.toJsonText = this.#tiered(text, () => json()?.toText ?? null);
    this.toJsonBytes = this.#tiered(
      (bytes) => {
        const decoded = text(bytes);
        return decoded.ok ? { ...decoded, value: new TextEncoder().encode(decoded.value) } : decoded;
      },
      () => json()?.toBytes ?? null,
    );
  }

  fromJson(json: JsonValue): Encoded {
    const { plans, plan, limits } = this.interpreter;
    return bytesOfJson(plans, plan, json, limits);
  }

  fromJsonText(text: string): Encoded {
    const { plans, plan, limits } = this.interpreter;
    return bytesOfJsonText(plans, plan, text, limits);
  }

  rowDecoder(columns: readonly RowColumn[]): Decoder<Cell[]> {
    return this.#tiered(interpretRow(this.interpreter, columns), () => compileRow(this.interpreter, columns));
  }

  /** Interprets the first messages: to generate code takes as long as that takes for a hundred of them. */
  #tiered<In, Out>(
    interpreted: (value: In) => Out,
    compile: () => ((value: In) => Out | null) | null,
  ): (value: In) => Out {
    const { compileAfter } = this.interpreter.limits;
    let compiled: ((value: In) => Out | null) | null = null;
    let count = 0;
    return (value) => {
      if (compiled !== null) return compiled(value) ?? interpreted(value);
      if (count === compileAfter) {
        compiled = compile();
        if (compiled !== null) return compiled(value) ?? interpreted(value);
      }
      count += 1;
      return interpreted(value);
    };
  }
}
