import { fromBinary, toBinary, toJson, type DescMessage, type FileRegistry } from '@bufbuild/protobuf';
import { randomBytes, mutate, type Liberties } from '../test/random-bytes.js';
import { randomRegistry } from '../test/random-schema.js';
import { Random } from '../test/random.js';
import { createCodec } from './index.js';

/** `ROUNDS=20000 SEED=7` for a long run or another one. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 100);
const SEED = Number(process.env['SEED'] ?? 1);
const PLAIN: Liberties = { unusual: false, foreign: false };
const UNUSUAL: Liberties = { unusual: true, foreign: false };
const FOREIGN: Liberties = { unusual: true, foreign: true };

function* subjects(): Generator<{ random: Random; registry: FileRegistry; desc: DescMessage }> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const random = new Random(SEED * 1_000_003 + round);
    const registry = randomRegistry(random);
    yield { random, registry, desc: registry.getMessage(`r.M${random.below(4)}`)! };
  }
}

/** The outcome of `work`, or undefined when it throws. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const COMPILED = { compileAfter: 0 };
const INTERPRETED = { compileAfter: Infinity };

test.each([
  ['generated code', 'plain', COMPILED, PLAIN],
  ['generated code', 'unusual', COMPILED, UNUSUAL],
  ['the interpreter', 'plain', INTERPRETED, PLAIN],
  ['the interpreter', 'unusual', INTERPRETED, UNUSUAL],
])('%s reads what protobuf-es reads from %s bytes', (_engine, _bytes, options, liberties) => {
  for (const { random, registry, desc } of subjects()) {
    const codec = createCodec(registry, desc, options);
    for (let index = 0; index < 5; index += 1) {
      const bytes = randomBytes(random, desc, liberties);
      const decoded = codec.decode(bytes);
      if (!decoded.ok) {
        expect(decoded.reason).toBe('MISSING_REQUIRED');
        continue;
      }
      expect(decoded.unknownFields).toBe(false);
      expect(decoded.value).toEqual(fromBinary(desc, bytes));
      const again = codec.decode(codec.encode(decoded.value));
      expect(again.ok && again.value).toEqual(decoded.value);
    }
  }
});

test.each([
  ['generated code', COMPILED],
  ['the interpreter', INTERPRETED],
])('%s writes the JSON that protobuf-es writes, and reads it back', (_, options) => {
  for (const { random, registry, desc } of subjects()) {
    const codec = createCodec(registry, desc, options);
    for (let index = 0; index < 5; index += 1) {
      const bytes = randomBytes(random, desc, UNUSUAL);
      const json = codec.toJson(bytes);
      const expected = attempt(() => toJson(desc, fromBinary(desc, bytes), { registry }));
      // What protobuf-es has no JSON for, or loses.
      if (json.ok && JSON.stringify(json.value).includes('value_base64')) continue;
      if (expected === undefined) {
        expect(json.ok).toBe(false);
        continue;
      }
      // protobuf-es takes a Value without a value for null when a Struct holds it, and for an error elsewhere.
      if (!json.ok && json.message.includes('must hold a value')) continue;
      expect(json).toEqual({ ok: true, value: expected, unknownFields: false });
      const back = codec.fromJson(expected);
      const message = attempt(() => fromBinary(desc, bytes))!;
      if (back.ok) expect(codec.toJson(back.value)).toEqual(json);
      else
        expect(attempt(() => toBinary(desc, message)) === undefined || back.reason === 'BAD_JSON').toBe(true);
    }
  }
});

test.each([
  ['generated code', COMPILED],
  ['the interpreter', INTERPRETED],
])('%s never throws, and finds what a writer with another schema sent', (_, options) => {
  let refused = 0;
  for (const { random, registry, desc } of subjects()) {
    const codec = createCodec(registry, desc, options);
    for (let index = 0; index < 10; index += 1) {
      const bytes = mutate(random, randomBytes(random, desc, FOREIGN));
      const decoded = codec.decode(bytes);
      const json = codec.toJson(bytes);
      if (!decoded.ok) {
        refused += 1;
        expect(json).toEqual(decoded);
      } else expect(codec.decode(codec.encode(decoded.value))).toMatchObject({ ok: true });
    }
  }
  expect(refused).toBeGreaterThan(ROUNDS);
});
