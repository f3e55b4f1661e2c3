import {
  fromBinary,
  fromJson,
  toBinary,
  toJson,
  type DescMessage,
  type JsonValue,
  type Message,
  type Registry,
} from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import type { Cell, RowColumn } from './cell.js';
import type { Decoded } from './decoded.js';
import { Fault, catchFault } from './fault.js';
import { limitsFrom, type CodecOptions, type Limits } from './limits.js';
import type { Encoded, MessageCodec } from './message-codec.js';
import { prune } from './reflective/prune.js';
import { checkRequired } from './reflective/required.js';
import { cellReader } from './reflective/row.js';
import { scanMessage } from './reflective/scan.js';
import { findUnknownKey } from './reflective/unknown-key.js';
import { WireReader } from './wire/wire-reader.js';

/** A codec of a message type. `registry` knows the types that an Any may hold and the extensions. */
export function createCodec(registry: Registry, desc: DescMessage, options: CodecOptions = {}): MessageCodec {
  return new ReflectiveCodec(registry, desc, limitsFrom(options));
}

class ReflectiveCodec implements MessageCodec {
  constructor(
    private readonly registry: Registry,
    readonly desc: DescMessage,
    private readonly limits: Limits,
  ) {}

  decode(bytes: Uint8Array): Decoded<Message> {
    return catchFault(() => {
      const { message, unknownFields } = this.read(bytes);
      return { ok: true as const, value: message, unknownFields };
    });
  }

  toJson(bytes: Uint8Array): Decoded<JsonValue> {
    return catchFault(() => {
      const { message, unknownFields } = this.read(bytes);
      return { ok: true as const, value: this.print(message), unknownFields };
    });
  }

  encode(message: Message): Uint8Array {
    return toBinary(this.desc, message);
  }

  fromJson(json: JsonValue): Encoded {
    const unknown = findUnknownKey(this.desc, json);
    if (unknown !== null) {
      const { path, key, meant } = unknown;
      const hint = meant === null ? '' : ` Did you mean '${meant}'?`;
      const message = `'${key.slice(0, 100)}' is no field of ${this.desc.typeName}${path === null ? '' : ` at ${path}`}.${hint}`;
      return { ok: false, reason: 'UNKNOWN_FIELD', message, path, field: key };
    }
    try {
      const message = fromJson(this.desc, json, { registry: this.registry });
      checkRequired(reflect(this.desc, message));
      return { ok: true, value: toBinary(this.desc, message) };
    } catch (error) {
      const path = error instanceof Fault ? error.toFailure().path : null;
      return {
        ok: false,
        reason: 'BAD_JSON',
        message: error instanceof Error ? error.message : String(error),
        path,
        field: null,
      };
    }
  }

  rowDecoder(columns: readonly RowColumn[]): (bytes: Uint8Array) => Decoded<Cell[]> {
    const readers = columns.map((column) => cellReader(this.desc, column, this.registry));
    return (bytes) =>
      catchFault(() => {
        const { message, unknownFields } = this.read(bytes);
        const root = reflect(this.desc, message);
        return { ok: true as const, value: readers.map((read) => read(root)), unknownFields };
      });
  }

  private read(bytes: Uint8Array): { message: Message; unknownFields: boolean } {
    const reader = new WireReader(bytes, this.limits);
    const notes = { stray: false };
    scanMessage(reader, this.desc, 1, null, notes);
    const message = this.parse(notes.stray ? prune(new WireReader(bytes, this.limits), this.desc) : bytes);
    checkRequired(reflect(this.desc, message));
    return { message, unknownFields: reader.sawUnknown };
  }

  private parse(bytes: Uint8Array): Message {
    try {
      return fromBinary(this.desc, bytes, { recursionLimit: this.limits.maxDepth });
    } catch (error) {
      throw new Fault('MALFORMED', error instanceof Error ? error.message : String(error));
    }
  }

  private print(message: Message): JsonValue {
    try {
      return toJson(this.desc, message, { registry: this.registry });
    } catch (error) {
      throw new Fault('UNREPRESENTABLE', error instanceof Error ? error.message : String(error));
    }
  }
}
