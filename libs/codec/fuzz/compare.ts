import { isDeepStrictEqual } from 'node:util';
import { fromBinary, toBinary, type DescMessage, type FileRegistry } from '@bufbuild/protobuf';
import {
  createCodec,
  type Cell,
  type Decoded,
  type DecodeFailure,
  type MessageCodec,
  type RowColumn,
} from '../src/index.js';
import { hasForeignForm } from './has-foreign-form.js';

/** What two implementations make of one input, where they do not agree. */
export interface Difference {
  readonly task: 'decode' | 'row' | 'JSON' | 'encode' | 'protobuf-es';
  readonly left: unknown;
  readonly right: unknown;
}

interface Engine {
  readonly codec: MessageCodec;
  readonly row: (bytes: Uint8Array) => Decoded<Cell[]>;
}

/** Compares generated code, the interpreter and protobuf-es on inputs of one message type. */
export class Comparison {
  readonly #compiled: Engine;
  readonly #interpreted: Engine;
  /** Inputs that were accepted, and of those the ones that protobuf-es accepted too. */
  accepted = 0;
  confirmed = 0;

  constructor(
    registry: FileRegistry,
    private readonly desc: DescMessage,
    columns: readonly RowColumn[],
  ) {
    const engine = (compileAfter: number): Engine => {
      const codec = createCodec(registry, desc, { compileAfter });
      return { codec, row: codec.rowDecoder(columns) };
    };
    this.#compiled = engine(0);
    this.#interpreted = engine(Infinity);
  }

  /** The first difference; null when all agree on the verdict, and on the value where there is one. */
  of(bytes: Uint8Array): Difference | null {
    const [compiled, interpreted] = [this.#compiled, this.#interpreted];
    const decoded = interpreted.codec.decode(bytes);
    return (
      differ('decode', compiled.codec.decode(bytes), decoded) ??
      differ('row', compiled.row(bytes), interpreted.row(bytes)) ??
      differ('JSON', compiled.codec.toJsonText(bytes), interpreted.codec.toJsonText(bytes)) ??
      this.#encode(decoded) ??
      this.#confirm(bytes, decoded)
    );
  }

  #encode(decoded: ReturnType<MessageCodec['decode']>): Difference | null {
    if (!decoded.ok) return null;
    const expected = attempt(() => toBinary(this.desc, decoded.value));
    return differ(
      'encode',
      attempt(() => this.#compiled.codec.encode(decoded.value)),
      expected,
    );
  }

  #confirm(bytes: Uint8Array, decoded: ReturnType<MessageCodec['decode']>): Difference | null {
    if (decoded.ok) this.accepted += 1;
    // What is read as unknown here may be read as a field there: README, "Where it differs from protobuf-es".
    if (decoded.ok && decoded.unknownFields) return null;
    if (!decoded.ok && isStricter(decoded)) return null;
    const message = attempt(() => fromBinary(this.desc, bytes));
    if ((message === null) === decoded.ok)
      return hasForeignForm(this.desc, bytes) ? null : { task: 'protobuf-es', left: decoded, right: message };
    if (!decoded.ok || message === null) return null;
    this.confirmed += 1;
    return differ('protobuf-es', decoded.value, message);
  }
}

/** Failures that protobuf-es does not have, or has elsewhere. */
function isStricter(failure: DecodeFailure): boolean {
  // What is in an extension is read here, and kept as it is there.
  if (failure.path !== null && /(^|\.)\[[a-z]/.test(failure.path)) return true;
  if (failure.reason === 'MISSING_REQUIRED' || failure.reason === 'TOO_DEEP') return true;
  return /runs past|larger than|never began|ends as field|wire type|field number 0|more than 10|in the middle/.test(
    failure.message,
  );
}

function differ(task: Difference['task'], left: unknown, right: unknown): Difference | null {
  return isDeepStrictEqual(left, right) ? null : { task, left, right };
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
