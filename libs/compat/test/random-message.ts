import type { FieldShape } from '../src/shape/field-shape.js';
import type { MessageShape } from '../src/shape/message-shape.js';
import { wellKnownOf } from '../src/json/well-known.js';
import { knownTrees } from '../src/witness/known-trees.js';
import { rangeOf } from '../src/wire/numbers.js';
import type { Tree, TreeValue } from '../src/witness/tree.js';
import type { Random } from './random.js';

const MOST_LEVELS = 4;
const TEXTS = ['', 'a', 'abc', 'é', '\u0000', 'long enough to be taken for a message'];

/** A random lawful message of a writer: every value that its schema allows may come. */
export function randomMessage(random: Random, shape: MessageShape, level = 0): Tree {
  const tree = new Map<number, TreeValue>();
  const chosen = new Set<object>();
  for (const field of shape.fields.values()) {
    if (!isSent(random, field, level) || (field.oneof !== null && chosen.has(field.oneof))) continue;
    const value = field.repeated ? randomList(random, field, level) : randomValue(random, field, level);
    if (value === null) continue;
    tree.set(field.number, value);
    if (field.oneof !== null) chosen.add(field.oneof);
  }
  return tree;
}

function isSent(random: Random, field: FieldShape, level: number): boolean {
  if (field.presence === 'required' || field.presence === 'always') return true;
  if (field.message !== null && level >= MOST_LEVELS) return false;
  return !random.oneIn(3);
}

function randomList(random: Random, field: FieldShape, level: number): TreeValue {
  const list: TreeValue[] = [];
  for (let times = random.below(4); times > 0; times--) {
    const value = randomValue(random, field, level);
    if (value !== null) list.push(value);
  }
  return list;
}

/** Null when the type has no lawful value. */
function randomValue(random: Random, field: FieldShape, level: number): TreeValue | null {
  if (field.message !== null)
    return knownMessage(random, field, field.message) ?? randomMessage(random, field.message, level + 1);
  switch (field.type) {
    case 'string':
      return randomText(random, field);
    case 'bytes':
      return Uint8Array.from({ length: random.below(6) }, () => random.below(256));
    case 'float':
      return Math.fround(randomFloat(random));
    case 'double':
      return randomFloat(random);
    default:
      return randomInteger(random, field);
  }
}

function randomText(random: Random, field: FieldShape): TreeValue {
  // The codec wants a required field set, and has no way to set one to such text.
  const mayBeRaw = !field.strictUtf8 && field.part !== 'key' && field.presence !== 'required';
  if (mayBeRaw && random.oneIn(3)) return { raw: Uint8Array.from([0x61, 0xff, random.below(256)]) };
  return random.pick(TEXTS);
}

function randomFloat(random: Random): number {
  return random.pick([0, -0, 1, 1.5, -2.25, 1e30, Number.NaN, Infinity, -Infinity, random.next()]);
}

function randomInteger(random: Random, field: FieldShape): bigint {
  const declared = [...(field.enumShape?.numbers ?? [])];
  if (field.enumShape && (field.enumShape.closed || random.oneIn(2))) return BigInt(random.pick(declared));
  const range = rangeOf(field.type) ?? { low: 0n, high: 1n };
  if (random.oneIn(6)) return random.pick([range.low, range.high, 0n, range.high]);
  const value = range.low < 0n && random.oneIn(3) ? -random.bits() : random.bits();
  const width = range.high - range.low + 1n;
  return range.low + ((((value - range.low) % width) + width) % width);
}

const MOST_SECONDS = 1_000_000_000;
const NANOS = [0n, 1n, 5_000_000n, 999_999_999n];

/** A lawful value of a well-known type that has limits; null for other messages. */
function knownMessage(random: Random, field: FieldShape, shape: MessageShape): Tree | null {
  // The codec takes a null for a required field that is missing.
  const known = knownTrees(shape).filter((tree) => field.presence !== 'required' || tree.get(1) !== 0n);
  if (known.length > 0) return random.pick(known);
  switch (wellKnownOf(shape)) {
    case 'timestamp':
    case 'duration':
      return new Map([
        [1, BigInt(random.below(MOST_SECONDS))],
        [2, random.pick(NANOS)],
      ]);
    case 'field-mask':
      return new Map([[1, ['a', 'b.c_d', 'e'].slice(random.below(4))]]);
    default:
      return null;
  }
}
