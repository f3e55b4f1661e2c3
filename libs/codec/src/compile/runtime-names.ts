import { setOwn } from '../json/set-own.js';
import * as jsonKeys from './json-key.js';
import * as jsonNumbers from './json-number.js';
import * as jsonTexts from './json-text.js';
import * as jsonTimes from './json-time.js';
import * as memory from './memory.js';
import * as readRuntime from './read-runtime.js';
import * as rowRuntime from './row-runtime.js';
import * as shortTexts from './short-text.js';
import * as writeRuntime from './write-runtime.js';

/** What the names in generated text stand for, beside its constants. */
export const RUNTIME: Readonly<Record<string, unknown>> = {
  ...memory,
  ...readRuntime,
  ...jsonKeys,
  ...jsonNumbers,
  ...jsonTexts,
  ...jsonTimes,
  ...rowRuntime,
  ...shortTexts,
  ...writeRuntime,
  b: memory.input,
  v: memory.inputView,
  o: memory.output,
  w: memory.outputView,
  S: readRuntime.state,
  setOwn,
  TRUE_KEY: new TextEncoder().encode('"true"'),
  FALSE_KEY: new TextEncoder().encode('"false"'),
};
