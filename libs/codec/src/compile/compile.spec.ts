import { toBinary, type DescMessage } from '@bufbuild/protobuf';
import { mutate, randomBytes } from '../../test/random-bytes.js';
import { randomColumns } from '../../test/random-columns.js';
import { randomRegistry } from '../../test/random-schema.js';
import { Random } from '../../test/random.js';
import { Interpreter } from '../interpret/interpreter.js';
import { Plans } from '../interpret/message-plan.js';
import { toMessage } from '../interpret/to-message.js';
import { messageJson } from '../json/write-json.js';
import { limitsFrom, type CodecOptions } from '../limits.js';
import { interpretRow } from '../row/interpret-row.js';
import { compileEncode, compileJson, compileObject, compileRow } from './compile.js';

/** `ROUNDS=20000 SEED=7` for a long run or another one. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 150);
const SEED = Number(process.env['SEED'] ?? 1);

function* subjects(
  options: CodecOptions = {},
): Generator<{ random: Random; desc: DescMessage; interpreter: Interpreter }> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const random = new Random(SEED * 1_000_003 + round);
    const registry = randomRegistry(random);
    const desc = registry.getMessage(`r.M${random.below(4)}`)!;
    const plans = Plans.of(registry);
    yield { random, desc, interpreter: new Interpreter(plans, plans.plan(desc), limitsFrom(options)) };
  }
}

/** Well-formed, unusual, foreign and broken bytes. */
function* samples(
  random: Random,
  desc: DescMessage,
): Generator<{ readonly plain: boolean; readonly bytes: Uint8Array }> {
  for (let index = 0; index < 6; index += 1) {
    const plain = randomBytes(random, desc, { unusual: false, foreign: false });
    yield { plain: true, bytes: plain };
    yield { plain: false, bytes: randomBytes(random, desc, { unusual: true, foreign: false }) };
    const foreign = randomBytes(random, desc, { unusual: true, foreign: true });
    yield { plain: false, bytes: foreign };
    yield { plain: false, bytes: mutate(random, plain) };
    yield { plain: false, bytes: mutate(random, foreign) };
  }
}

/** How many of the plain samples the compiled decoder did not leave to the interpreter. */
interface Share {
  plain: number;
  taken: number;
}

function count(share: Share, plain: boolean, outcome: unknown): void {
  if (!plain) return;
  share.plain += 1;
  if (outcome !== null) share.taken += 1;
}

test.each<[string, CodecOptions]>([
  ['the usual limits', {}],
  ['narrow limits', { maxDepth: 3, maxElements: 60, maxSizeBytes: 150 }],
])('rows are those of the interpreter, within %s', (_, options) => {
  const share: Share = { plain: 0, taken: 0 };
  for (const { random, desc, interpreter } of subjects(options)) {
    const columns = randomColumns(random, desc);
    const interpreted = interpretRow(interpreter, columns);
    const compiled = compileRow(interpreter, columns);
    for (const { plain, bytes } of samples(random, desc)) {
      const outcome = compiled?.(bytes) ?? null;
      count(share, plain, outcome);
      if (outcome !== null) expect(outcome).toEqual(interpreted(bytes));
    }
  }
  if (options.maxDepth === undefined) expect(share.taken / share.plain).toBeGreaterThan(0.5);
});

test('JSON is that of the interpreter, to the byte', () => {
  const share: Share = { plain: 0, taken: 0 };
  for (const { random, desc, interpreter } of subjects()) {
    const compiled = compileJson(interpreter);
    for (const { plain, bytes } of samples(random, desc)) {
      const outcome = compiled?.toText(bytes) ?? null;
      count(share, plain, outcome);
      if (outcome === null) continue;
      const text = interpreter.read(bytes, (root, anyReader) =>
        JSON.stringify(messageJson(root, anyReader, 1)),
      );
      expect(outcome).toEqual(text);
      const written = compiled!.toBytes(bytes);
      const value = compiled!.toValue(bytes);
      expect(value?.ok && JSON.stringify(value.value)).toBe(text.ok && text.value);
      expect(written?.ok && Buffer.from(written.value).toString()).toBe(text.ok && text.value);
    }
  }
  expect(share.taken / share.plain).toBeGreaterThan(0.5);
});

test('objects are those of the interpreter, in all their properties', () => {
  const share: Share = { plain: 0, taken: 0 };
  for (const { random, desc, interpreter } of subjects()) {
    const compiled = compileObject(interpreter);
    for (const { plain, bytes } of samples(random, desc)) {
      const outcome = compiled?.(bytes) ?? null;
      count(share, plain, outcome);
      if (outcome === null) continue;
      const expected = interpreter.read(bytes, toMessage);
      expect(outcome).toStrictEqual(expected);
    }
  }
  expect(share.taken / share.plain).toBeGreaterThan(0.5);
});

test('bytes are those of protobuf-es', () => {
  const share: Share = { plain: 0, taken: 0 };
  for (const { random, desc, interpreter } of subjects()) {
    const compiled = compileEncode(interpreter);
    for (const { plain, bytes } of samples(random, desc)) {
      const decoded = interpreter.read(bytes, toMessage);
      if (!decoded.ok) continue;
      const outcome = compiled?.(decoded.value) ?? null;
      count(share, plain, outcome);
      if (outcome !== null) expect(outcome).toEqual(toBinary(desc, decoded.value));
    }
  }
  expect(share.taken / share.plain).toBeGreaterThan(0.5);
});
