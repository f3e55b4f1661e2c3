import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { textOf } from '../compile/compile.js';
import { Interpreter } from '../interpret/interpreter.js';
import { Plans } from '../interpret/message-plan.js';
import { limitsFrom } from '../limits.js';
import { PARAMETERS, TASKS } from '../prebuilt.js';

/** What a module is made of. */
export interface ModuleInput {
  /** SHA-256 of the descriptor set, hex. */
  readonly fingerprint: string;
  /** Canonical FileDescriptorSet. */
  readonly descriptorSet: Uint8Array;
  /** Full name of a message in it. */
  readonly typeName: string;
  /** Text of the bundled runtime: a script that declares `standalone` with `openStandalone`. */
  readonly runtime: string;
}

/**
 * The text of an ES module that reads and writes one message: no dependency, no code made from strings, the same bytes for the same input.
 * It exports `fingerprint`, `typeName` and the members of a codec: `decode`, `toJson`, `toJsonText`, `toJsonBytes`, `encode`, `fromJson`,
 * `rowDecoder`. **Throws** a TypeError when the message is not there.
 */
export function emitModule({ runtime, ...input }: ModuleInput): string {
  return moduleHead(runtime) + moduleBody(input);
}

/** What every module of a runtime begins with: nearly all of it. */
export function moduleHead(runtime: string): string {
  return `// Codec of one message of one schema, by Protokoll. Its content never changes.\n${runtime.trim()}\n`;
}

/** What a module has after its head. **Throws** as {@link emitModule}. */
export function moduleBody({ fingerprint, descriptorSet, typeName }: Omit<ModuleInput, 'runtime'>): string {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));
  const desc = registry.getMessage(typeName);
  if (desc === undefined) throw new TypeError(`no message ${typeName}`);
  const plans = Plans.of(registry);
  const interpreter = new Interpreter(plans, plans.plan(desc), limitsFrom());
  const factories = TASKS.flatMap((task) => {
    const body = textOf(interpreter, task);
    return body === null ? [] : [`${task}(${PARAMETERS.join(',')}){${body}\n},`];
  });
  return `export const fingerprint = ${quoted(fingerprint)};
export const typeName = ${quoted(typeName)};
const codec = standalone.openStandalone(${quoted(Buffer.from(descriptorSet).toString('base64'))}, typeName, {
${factories.join('\n')}
});
${MEMBERS.map((name) => `export const ${name} = (...values) => codec.${name}(...values);`).join('\n')}
`;
}

const MEMBERS = [
  'decode',
  'toJson',
  'toJsonText',
  'toJsonBytes',
  'encode',
  'fromJson',
  'fromJsonText',
  'rowDecoder',
] as const;

/** A string literal; JSON's is one of JavaScript's. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
