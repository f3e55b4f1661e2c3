// Covers the protocol of the official conformance suite: a request holds a message in one format, the response has it in another.
// Source: https://github.com/protocolbuffers/protobuf/blob/main/conformance/conformance.proto
// Text format is skipped: this library does not have it.
import { Buffer } from 'node:buffer';
import type { FileRegistry, JsonValue } from '@bufbuild/protobuf';
import { createCodec, type MessageCodec } from '../src/index.js';

/** A conformance.ConformanceResponse as ProtoJSON. */
export type Answer =
  | { readonly protobufPayload: string }
  | { readonly jsonPayload: string }
  | { readonly parseError: string }
  | { readonly serializeError: string }
  | { readonly skipped: string };

interface Request {
  readonly protobufPayload?: string;
  readonly jsonPayload?: string;
  readonly requestedOutputFormat?: string;
  readonly messageType?: string;
  readonly testCategory?: string;
}

/** Answers requests with one engine: `compileAfter` as in {@link CodecOptions}. */
export class Testee {
  readonly #codecs = new Map<string, MessageCodec>();

  constructor(
    private readonly registry: FileRegistry,
    private readonly compileAfter: number,
  ) {}

  /** The bytes of a response to the bytes of a request. **Throws** when either is none: a mistake of the protocol. */
  respond(bytes: Uint8Array): Uint8Array {
    const request = this.#codec('conformance.ConformanceRequest').toJson(bytes);
    if (!request.ok) throw new Error(request.message);
    const response = this.#codec('conformance.ConformanceResponse').fromJson(
      this.answer(request.value as Request) as JsonValue,
    );
    if (!response.ok) throw new Error(response.message);
    return response.value;
  }

  /** The response to a request. */
  answer(request: Request): Answer {
    // The runner first asks which failures are expected.
    if (request.messageType === 'conformance.FailureSet') return { protobufPayload: '' };
    const { requestedOutputFormat: format } = request;
    if (format !== 'PROTOBUF' && format !== 'JSON') return { skipped: `no ${format} here` };
    const ignoreUnknownKeys = request.testCategory === 'JSON_IGNORE_UNKNOWN_PARSING_TEST';
    const codec = this.#codec(request.messageType ?? '', ignoreUnknownKeys);
    const read = readPayload(codec, request);
    if (!(read instanceof Uint8Array)) return read;
    return format === 'JSON' ? writeJson(codec, read) : writeBinary(codec, read);
  }

  #codec(typeName: string, ignoreUnknownKeys = false): MessageCodec {
    const key = `${typeName} ${ignoreUnknownKeys}`;
    let codec = this.#codecs.get(key);
    if (codec === undefined) {
      const { registry, compileAfter } = this;
      codec = createCodec(registry, registry.getMessage(typeName)!, { compileAfter, ignoreUnknownKeys });
      this.#codecs.set(key, codec);
    }
    return codec;
  }
}

function readPayload(codec: MessageCodec, request: Request): Uint8Array | Answer {
  if (request.protobufPayload !== undefined) return Buffer.from(request.protobufPayload, 'base64');
  if (request.jsonPayload === undefined) return { skipped: 'no such format here' };
  const encoded = codec.fromJsonText(request.jsonPayload);
  return encoded.ok ? encoded.value : { parseError: encoded.message };
}

function writeJson(codec: MessageCodec, bytes: Uint8Array): Answer {
  const text = codec.toJsonText(bytes);
  if (text.ok) return { jsonPayload: text.value };
  return codec.decode(bytes).ok ? { serializeError: text.message } : { parseError: text.message };
}

function writeBinary(codec: MessageCodec, bytes: Uint8Array): Answer {
  const decoded = codec.decode(bytes);
  if (!decoded.ok) return { parseError: decoded.message };
  return { protobufPayload: Buffer.from(codec.encode(decoded.value)).toString('base64') };
}
