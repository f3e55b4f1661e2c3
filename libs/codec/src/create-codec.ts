import { toBinary, type DescMessage, type JsonValue, type Message, type Registry } from '@bufbuild/protobuf';
import type { Cell, RowColumn } from './cell.js';
import type { Decoded } from './decoded.js';
import { catchFault } from './fault.js';
import { checkRequired } from './interpret/check-required.js';
import { Plans, type MessagePlan } from './interpret/message-plan.js';
import { readRoot } from './interpret/read-message.js';
import { toMessage } from './interpret/to-message.js';
import type { MessageNode } from './interpret/value.js';
import { bytesOfJson } from './json/read-json.js';
import { RegistryAnyReader } from './json/unpack-any.js';
import { messageJson } from './json/write-json.js';
import { limitsFrom, type CodecOptions, type Limits } from './limits.js';
import type { Encoded, MessageCodec } from './message-codec.js';
import { cellReader } from './row/cell-reader.js';
import { WireReader } from './wire/wire-reader.js';

/** A codec of a message type. `registry` knows the types that an Any may hold and the extensions. */
export function createCodec(registry: Registry, desc: DescMessage, options: CodecOptions = {}): MessageCodec {
  return new InterpretingCodec(Plans.of(registry), desc, limitsFrom(options));
}

class InterpretingCodec implements MessageCodec {
  readonly #plan: MessagePlan;

  constructor(
    private readonly plans: Plans,
    readonly desc: DescMessage,
    private readonly limits: Limits,
  ) {
    this.#plan = plans.plan(desc);
  }

  decode(bytes: Uint8Array): Decoded<Message> {
    return this.#read(bytes, toMessage);
  }

  toJson(bytes: Uint8Array): Decoded<JsonValue> {
    return this.#read(bytes, (root, anyReader) => messageJson(root, anyReader, 1));
  }

  encode(message: Message): Uint8Array {
    return toBinary(this.desc, message);
  }

  fromJson(json: JsonValue): Encoded {
    return bytesOfJson(this.plans, this.#plan, json, this.limits);
  }

  rowDecoder(columns: readonly RowColumn[]): (bytes: Uint8Array) => Decoded<Cell[]> {
    const readers = columns.map((column) => cellReader(this.#plan, column));
    return (bytes) => this.#read(bytes, (root, anyReader) => readers.map((read) => read(root, anyReader)));
  }

  #read<T>(bytes: Uint8Array, project: (root: MessageNode, anyReader: RegistryAnyReader) => T): Decoded<T> {
    return catchFault(() => {
      const reader = new WireReader(bytes, this.limits);
      const root = readRoot(reader, this.#plan);
      checkRequired(root);
      const anyReader = new RegistryAnyReader(this.plans, this.limits);
      const value = project(root, anyReader);
      return { ok: true as const, value, unknownFields: reader.sawUnknown || anyReader.sawUnknown };
    });
  }
}
