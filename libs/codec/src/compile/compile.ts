import type { JsonValue, Message } from '@bufbuild/protobuf';
import type { Cell, RowColumn } from '../cell.js';
import type { Decoded } from '../decoded.js';
import { Fault } from '../fault.js';
import type { Interpreter } from '../interpret/interpreter.js';
import type { MessagePlan } from '../interpret/message-plan.js';
import { emitRow } from './emit-row.js';
import { encodeFunction } from './emit-encode.js';
import { jsonFunction } from './emit-json.js';
import { objectFunction } from './emit-object.js';
import { interpretJson, interpretPart } from './interpret-part.js';
import { INPUT_BYTES, IS_LITTLE_ENDIAN, input } from './memory.js';
import { BAIL, state } from './read-runtime.js';
import { outputBytes } from './row-runtime.js';
import { RUNTIME } from './runtime-names.js';
import { PARAMETERS, type Factory, type Task } from '../prebuilt.js';
import { rowTree } from './row-tree.js';
import { Source, TooMuchCode } from './source.js';

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

/** A decoder to the bytes of canonical ProtoJSON; null as for {@link compileRow}. */
export function compileJsonBytes(interpreter: Interpreter): CompiledDecoder<Uint8Array> | null {
  return compileTask<Uint8Array>(interpreter, 'jsonBytes');
}

/** A decoder to the text of canonical ProtoJSON; null as for {@link compileRow}. */
export function compileJsonText(interpreter: Interpreter): CompiledDecoder<string> | null {
  return compileTask<string>(interpreter, 'jsonText');
}

/** A decoder to ProtoJSON as a value; null as for {@link compileRow}. */
export function compileJsonValue(interpreter: Interpreter): CompiledDecoder<JsonValue> | null {
  const toText = compileJsonText(interpreter);
  if (toText === null) return null;
  // To write text and to parse it takes less time than to make an object of what is read.
  return (bytes) => {
    const text = toText(bytes);
    return text?.ok === true ? { ...text, value: JSON.parse(text.value) as JsonValue } : text;
  };
}

/** A decoder to objects of protobuf-es; null as for {@link compileRow}. */
export function compileObject(interpreter: Interpreter): CompiledDecoder<Message> | null {
  return compileTask<Message>(interpreter, 'object');
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

/** The text that is generated for a task, a function of {@link PARAMETERS}; null when none is made for these types. */
export function textOf(interpreter: Interpreter, task: Task): string | null {
  const made = write(interpreter, WRITERS[task]);
  return made === null ? null : made.body;
}

/** Writes the text of a task for a type; answers the part that returns what the text is made for. */
type Writer = (source: Source, plan: MessagePlan) => string;

const WRITERS: Readonly<Record<Task, Writer>> = {
  object: (source, plan) =>
    emitRoot({ head: `const m=${objectFunction(source, plan)}(0,size,1);`, value: 'm' }, source),
  jsonBytes: (source, plan) =>
    emitRoot({ head: `const q=${jsonFunction(source, plan)}(0,size,1,0);`, value: 'outputBytes(q)' }, source),
  jsonText: (source, plan) =>
    emitRoot(
      { head: `const q=${jsonFunction(source, plan)}(0,size,1,0);`, value: 'outputText(0,q)' },
      source,
    ),
  encode: (source, plan) => `return(m)=>${encodeFunction(source, plan)}(m,0);`,
};

function compileTask<T>(interpreter: Interpreter, task: Exclude<Task, 'encode'>): CompiledDecoder<T> | null {
  return compile<T>(interpreter, WRITERS[task], task);
}

/** Code of what a decoder does with the message in memory, of `size` bytes. */
interface RootCode {
  readonly head: string;
  /** The expression of what it answers. */
  readonly value: string;
}

// `s` is the message as Latin-1, of which text is a part; null when each text is to be made by itself.
const TEXT = `let s=null;
function text(p,e){return e-p<=MOST_SHORT?shortText(s,p,e):isAscii(p,e)?s===null?latin1Of(p,e):s.substring(p,e):strictText(p,e)}
function laxText(p,e){return isAscii(p,e)?s===null?latin1Of(p,e):s.substring(p,e):utf8Of(p,e)}`;

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

/** What the generated text returns; null when there is none. */
function generate<T>(interpreter: Interpreter, writer: Writer, task?: Task): T | null {
  const made = write(interpreter, writer);
  if (made === null) return null;
  const factory = (task && interpreter.prebuilt[task]) ?? functionOf(made.body);
  if (factory === null) return null;
  const parts = [interpretJson(interpreter), interpretPart(interpreter)];
  return factory(RUNTIME, made.constants, interpreter.limits.maxDepth, ...parts) as T;
}

interface Written {
  readonly body: string;
  readonly constants: readonly unknown[];
}

function write(interpreter: Interpreter, writer: Writer): Written | null {
  // The MessageSet format is for the interpreter alone.
  if (!IS_LITTLE_ENDIAN || interpreter.plan.mayHoldSets()) return null;
  const source = new Source();
  try {
    const root = writer(source, interpreter.plan);
    const names = Object.keys(RUNTIME).join(',');
    const body = [`'use strict';const{${names}}=R;`, TEXT, source.declarations, root].join('\n');
    return { body, constants: source.constants };
  } catch (error) {
    if (error instanceof TooMuchCode) return null;
    throw error;
  }
}

function functionOf(body: string): Factory | null {
  try {
    return new Function(...PARAMETERS, body) as Factory;
  } catch (error) {
    // A process started with --disallow-code-generation-from-strings, or a page whose policy says so.
    if (error instanceof EvalError) return null;
    throw error;
  }
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
