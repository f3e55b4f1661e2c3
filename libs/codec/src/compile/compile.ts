import type { JsonValue, Message } from '@bufbuild/protobuf';
import type { Cell, RowColumn } from '../cell.js';
import type { Decoded } from '../decoded.js';
import { Fault } from '../fault.js';
import type { Interpreter } from '../interpret/interpreter.js';
import type { MessagePlan } from '../interpret/message-plan.js';
import { encodeFunction } from './emit-encode.js';
import { jsonFunction } from './emit-json.js';
import { objectFunction } from './emit-object.js';
import { emitRow } from './emit-row.js';
import { generate, writeText, type Writer } from './generate.js';
import { input, INPUT_BYTES } from './memory.js';
import { BAIL, state } from './read-runtime.js';
import { outputBytes, outputText } from './row-runtime.js';
import type { Task } from '../prebuilt.js';
import { rowTree } from './row-tree.js';
import type { Source } from './source.js';

/** Decodes what it understands; null leaves the bytes, whatever is special or wrong about them, to the interpreter. */
export type CompiledDecoder<T> = (bytes: Uint8Array) => Decoded<T> | null;

/** A decoder of rows; null when this process may not generate code, or none is made for these types and columns. */
export function compileRow(
  interpreter: Interpreter,
  columns: readonly RowColumn[],
): CompiledDecoder<Cell[]> | null {
  return compile<Cell[]>(interpreter, (source, plan) => {
    const tree = rowTree(plan, columns);
    const { before, walk, after } = emitRow(source, tree, { end: 'size', depth: '1' }, columns.length);
    const cells = columns.map((_, index) => `c${index}`).join(',');
    return emitRoot(
      { head: `let p=0,q=0,t=0,x=0,e=0;${before}${walk}${after}`, value: `[${cells}]` },
      source,
    );
  });
}

/** Decoders to canonical ProtoJSON that share their code. */
export interface CompiledJson {
  readonly toBytes: CompiledDecoder<Uint8Array>;
  readonly toText: CompiledDecoder<string>;
  readonly toValue: CompiledDecoder<JsonValue>;
}

/** Decoders to ProtoJSON; null as for {@link compileRow}. */
export function compileJson(interpreter: Interpreter): CompiledJson | null {
  const write = compile<number>(interpreter, WRITERS.json, 'json');
  if (write === null) return null;
  const decoder =
    <T>(take: (end: number) => T): CompiledDecoder<T> =>
    (bytes) => {
      const end = write(bytes);
      if (end?.ok !== true) return null;
      return { ok: true, value: take(end.value), unknownFields: end.unknownFields };
    };
  const text = (end: number): string => outputText(0, end);
  return {
    toBytes: decoder(outputBytes),
    toText: decoder(text),
    // To write text and to parse it takes less time than to make an object of what is read.
    toValue: decoder((end) => JSON.parse(text(end)) as JsonValue),
  };
}

/** A decoder to objects of protobuf-es; null as for {@link compileRow}. */
export function compileObject(interpreter: Interpreter): CompiledDecoder<Message> | null {
  return compile<Message>(interpreter, WRITERS.object, 'object');
}

/** Encodes what it understands; null leaves the object to protobuf-es. */
export type CompiledEncoder = (message: Message) => Uint8Array | null;

/** An encoder of objects of protobuf-es; null as for {@link compileRow}. */
export function compileEncode(interpreter: Interpreter): CompiledEncoder | null {
  const run = generate<(message: Message) => number>(interpreter, WRITERS.encode, 'encode');
  if (run === null) return null;
  return (message) => {
    if (state.busy) return null;
    state.busy = true;
    try {
      return outputBytes(run(message));
    } catch {
      // Whatever it is, protobuf-es meets it too, and says what it is.
      return null;
    } finally {
      state.busy = false;
    }
  };
}

/** The text that is generated for a task, the body of a function of its parameters; null when none is made for these types. */
export function textOf(interpreter: Interpreter, task: Task): string | null {
  return writeText(interpreter, WRITERS[task])?.body ?? null;
}

const WRITERS: Readonly<Record<Task, Writer>> = {
  object: (source, plan) =>
    emitRoot({ head: `const m=${objectFunction(source, plan)}(0,size,1);`, value: 'm' }, source),
  json: (source, plan) =>
    emitRoot({ head: `const q=${jsonFunction(source, plan)}(0,size,1,0);`, value: 'q' }, source),
  encode: (source, plan) => `return(m)=>${encodeFunction(source, plan)}(m,0);`,
};

/** Code of what a decoder does with the message in memory, of `size` bytes. */
interface RootCode {
  readonly head: string;
  /** The expression of what it answers. */
  readonly value: string;
}

function compile<T>(interpreter: Interpreter, writer: Writer, task?: Task): CompiledDecoder<T> | null {
  const { limits, plan } = interpreter;
  const run = generate<(size: number) => Decoded<T>>(interpreter, writer, task);
  if (run === null) return null;
  const mostBytes = Math.min(limits.maxSizeBytes, INPUT_BYTES, bytesWithin(limits.maxElements, plan));
  return (bytes) => {
    if (bytes.length > mostBytes || state.busy) return null;
    input.set(bytes);
    try {
      return run(bytes.length);
    } catch (error) {
      if (error === BAIL || error instanceof Fault) return null;
      throw error;
    }
  };
}

function emitRoot({ head, value }: RootCode, source: Source): string {
  // Code that makes no text can do without the string of which texts are parts.
  const usesText = /ext\(p,e\)/.test(source.declarations + head);
  const shared = usesText ? `s=size>MOST_SHARED_BYTES?null:latin1Of(0,size);` : '';
  return `return function(size){S.unknown=S.wide=false;S.keys=0;${shared}${head}s=null;return{ok:true,value:${value},unknownFields:S.unknown}}`;
}

/**
 * Bytes of a message that cannot have more elements than allowed, whence generated code need not count: an element takes a byte
 * in a packed list, a message two.
 */
function bytesWithin(maxElements: number, root: MessagePlan): number {
  const plans = new Set([root]);
  let heaviest = 1;
  for (const plan of plans) {
    heaviest = Math.max(heaviest, plan.weight);
    for (const { value } of plan.fields) if (value.isMessage) plans.add(value.message());
  }
  return Math.floor((maxElements - root.weight) / ((1 + heaviest) / 2));
}
