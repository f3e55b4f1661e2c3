import { checkRequired } from '../interpret/check-required.js';
import type { Interpreter } from '../interpret/interpreter.js';
import type { MessagePlan } from '../interpret/message-plan.js';
import { readRoot } from '../interpret/read-message.js';
import type { MessageNode } from '../interpret/value.js';
import { RegistryAnyReader } from '../json/unpack-any.js';
import { messageJson } from '../json/write-json.js';
import { WireReader } from '../wire/wire-reader.js';
import { input, OUTPUT_LIMIT, writeOutput } from './memory.js';
import { BAIL, state } from './read-runtime.js';

/** A function that reads a message of which no code is made. **Throws** a Fault. */
export function interpretPart({ limits }: Interpreter) {
  return (plan: MessagePlan, start: number, end: number, depth: number): MessageNode => {
    const reader = new WireReader(input.subarray(start, end), limits);
    const node = readRoot(reader, plan, depth);
    checkRequired(node);
    if (reader.sawUnknown) state.unknown = true;
    return node;
  };
}

/** A function that writes the ProtoJSON of a message of which no code is made. **Throws** a Fault. */
export function interpretJson(interpreter: Interpreter) {
  const { plans, limits } = interpreter;
  const read = interpretPart(interpreter);
  return (plan: MessagePlan, start: number, end: number, depth: number, at: number): number => {
    const node = read(plan, start, end, depth);
    const anyReader = new RegistryAnyReader(plans, limits);
    const json = messageJson(node, anyReader, depth);
    // Text does not tell -0 from 0, and the interpreter does.
    const text = JSON.stringify(json, (_, value: unknown) => {
      if (Object.is(value, -0)) throw BAIL;
      return value;
    });
    if (anyReader.sawUnknown) state.unknown = true;
    if (at + text.length * 3 > OUTPUT_LIMIT) throw BAIL;
    const size = writeOutput(text, at);
    if (size !== text.length) state.wide = true;
    return at + size;
  };
}
