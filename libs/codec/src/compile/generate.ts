import type { Interpreter } from '../interpret/interpreter.js';
import type { MessagePlan } from '../interpret/message-plan.js';
import { PARAMETERS, type Factory, type Task } from '../prebuilt.js';
import { interpretJson, interpretPart } from './interpret-part.js';
import { IS_LITTLE_ENDIAN } from './memory.js';
import { RUNTIME } from './runtime-names.js';
import { Source, TooMuchCode } from './source.js';

/** Writes text for a type; answers the part that returns what the text is made for. */
export type Writer = (source: Source, plan: MessagePlan) => string;

// `s` is the message as Latin-1, of which text is a part; null when each text is to be made by itself.
const TEXT = `let s=null;
function text(p,e){return e-p<=MOST_SHORT?shortText(s,p,e):isAscii(p,e)?s===null?latin1Of(p,e):s.substring(p,e):strictText(p,e)}
function laxText(p,e){return isAscii(p,e)?s===null?latin1Of(p,e):s.substring(p,e):utf8Of(p,e)}`;

/**
 * What text returns, or code of the same text that was made before for a task; null where the process may not generate code, or none is made for
 * the types. This is the only place that makes code of text.
 */
export function generate<T>(interpreter: Interpreter, writer: Writer, task?: Task): T | null {
  const made = writeText(interpreter, writer);
  if (made === null) return null;
  const factory = (task && interpreter.prebuilt[task]) ?? functionOf(made.body);
  if (factory === null) return null;
  const parts = [interpretJson(interpreter), interpretPart(interpreter)];
  return factory(RUNTIME, made.constants, interpreter.limits.maxDepth, ...parts) as T;
}

/** The body of a function of {@link PARAMETERS}, and the constants that it names. */
export interface WrittenText {
  readonly body: string;
  readonly constants: readonly unknown[];
}

/** The text; null when none is made for the types: they are too large for it to pay, or hold the MessageSet format. */
export function writeText(interpreter: Interpreter, writer: Writer): WrittenText | null {
  if (!IS_LITTLE_ENDIAN || interpreter.plan.mayHoldSets()) return null;
  const source = new Source();
  try {
    const root = writer(source, interpreter.plan);
    const names = Object.keys(RUNTIME).join(',');
    const body = [`'use strict';const{${names}}=R;`, TEXT, source.declarations, root].join('\n');
    return { body, constants: source.constants };
  } catch (error) {
    // Types that are nested deeper than the stack are a RangeError.
    if (error instanceof TooMuchCode || error instanceof RangeError) return null;
    throw error;
  }
}

function functionOf(body: string): Factory | null {
  try {
    return new Function(...PARAMETERS, body) as Factory;
  } catch (error) {
    // A process started with --disallow-code-generation-from-strings, a page whose policy says so, or a text too deep to parse.
    if (error instanceof EvalError || error instanceof RangeError) return null;
    throw error;
  }
}
