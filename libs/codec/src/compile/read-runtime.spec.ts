import { Buffer } from 'node:buffer';
import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import { Random } from '../../test/random.js';
import { input, isAscii } from './memory.js';
import * as read from './read-runtime.js';
import { MOST_SHORT, shortText } from './short-text.js';

const random = new Random(11);

function put(bytes: Uint8Array, at = 5): number {
  input.set(bytes, at);
  return at + bytes.length;
}

function left(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error === read.BAIL) return true;
    throw error;
  }
}

const LONGS = [
  0n,
  1n,
  127n,
  128n,
  16_383n,
  16_384n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 63n - 1n,
];

test.each(LONGS.flatMap((long) => [long, -long, -long - 1n]))(
  'the varint of %s is read as its type has it',
  (long) => {
    const end = put(new BinaryWriter().int64(long).finish());
    const value = read.int64(5);
    expect([BigInt(value), read.state.pos]).toEqual([long, end]);
    expect(typeof value).toBe(Number.isSafeInteger(Number(long)) ? 'number' : 'bigint');
    expect(read.bigInt64(5)).toBe(long);
    expect(BigInt(read.uint64(5))).toBe(BigInt.asUintN(64, long));
    expect(read.bigUint64(5)).toBe(BigInt.asUintN(64, long));
    expect(read.int32(5)).toBe(Number(BigInt.asIntN(32, long)));
    expect(read.bool(5)).toBe(long !== 0n);
    put(new BinaryWriter().sint64(long).finish());
    expect([BigInt(read.sint64(5)), read.bigSint64(5)]).toEqual([long, long]);
    put(new BinaryWriter().sfixed64(long).finish());
    expect(BigInt(read.sfixed64(5))).toBe(long);
    expect(BigInt(read.fixed64(5))).toBe(BigInt.asUintN(64, long));
  },
);

test('varints of more than 10 bytes, tags and lengths that are too large are left to the interpreter', () => {
  put(new Uint8Array([...Array<number>(10).fill(0xff), 1]));
  expect(left(() => read.int64(5))).toBe(true);
  put(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x0f]));
  expect(read.longTag(5)).toBe(0xffffffff);
  expect(left(() => read.length(5))).toBe(true);
  put(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x07]));
  expect(read.length(5)).toBe(0x7fffffff);
  put(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x1f]));
  expect(left(() => read.longTag(5))).toBe(true);
  put(new Uint8Array([0x88, 0x80, 0x80, 0x80, 0x80, 0x00]));
  expect(left(() => read.longTag(5))).toBe(true);
});

test('unknown fields are passed over, but for groups and what cannot be', () => {
  const end = put(new Uint8Array([0x96, 0x01, 0x02, 0x61, 0x62]));
  read.state.unknown = false;
  expect(read.skipUnknown((9 << 3) | 0, 5, end)).toBe(7);
  expect(read.skipUnknown((9 << 3) | 2, 7, end)).toBe(10);
  expect(read.skipUnknown((9 << 3) | 5, 5, end)).toBe(9);
  expect(read.skipUnknown((9 << 3) | 1, 5, end)).toBe(13);
  expect(read.state.unknown).toBe(true);
  expect(left(() => read.skipUnknown((9 << 3) | 2, 7, end - 1))).toBe(true);
  for (const tag of [0, 7, (9 << 3) | 3, (9 << 3) | 4, (9 << 3) | 6, (9 << 3) | 7])
    expect(left(() => read.skipUnknown(tag, 5, end))).toBe(true);
});

test('ASCII is told from the rest wherever a text starts and ends', () => {
  for (let start = 0; start < 9; start += 1)
    for (let length = 0; length < 20; length += 1)
      for (let at = 0; at < 40; at += 1) {
        input.fill(0x61, 0, 40);
        input[at] = 0xc3;
        expect(isAscii(start, start + length)).toBe(at < start || at >= start + length);
      }
});

test('text that is not ASCII is checked', () => {
  const end = put(Buffer.from('Ærlig \uFFFD'));
  expect(read.strictText(5, end)).toBe('Ærlig \uFFFD');
  expect(left(() => read.checkUtf8(5, end))).toBe(false);
  expect(left(() => read.strictText(5, end - 1))).toBe(true);
  expect(left(() => read.checkUtf8(5, end - 1))).toBe(true);
});

test('short texts are what they are, first and again, whatever was looked up before', () => {
  const texts = Array.from({ length: 3000 }, () =>
    Array.from({ length: random.below(MOST_SHORT + 1) }, () =>
      random.pick(['a', 'b', '\u0000', '\u007f']),
    ).join(''),
  );
  for (const text of [...texts, ...texts]) {
    const end = put(Buffer.from(text), 1 + random.below(4));
    const start = end - text.length;
    const all = random.once(2) ? Buffer.from(input.subarray(0, end)).toString('latin1') : null;
    expect(shortText(all, start, end)).toBe(text);
  }
  const end = put(Buffer.from('blåbær'));
  expect(shortText(null, 5, end)).toBe('blåbær');
  expect(left(() => shortText(null, 5, 8))).toBe(true);
});

test('copies of bytes are copies, of any length', () => {
  for (const length of [0, 1, 64, 65, 300, 9000, 70_000]) {
    const bytes = Uint8Array.from({ length }, () => random.below(256));
    const end = put(bytes);
    const copy = read.copyBytes(5, end);
    input.fill(0, 0, end);
    expect(Buffer.from(copy).equals(Buffer.from(bytes))).toBe(true);
  }
});

test('a Timestamp is read; one with fields that it does not have is left to the interpreter', () => {
  const bytes = new BinaryWriter().tag(1, 0).int64(7n).tag(2, 0).int32(9).finish();
  const end = put(bytes);
  read.readTime(5, end);
  expect(read.time).toEqual({ seconds: 7, nanos: 9 });
  read.readTime(5, 5);
  expect(read.time).toEqual({ seconds: 0, nanos: 0 });
  expect(left(() => read.readTime(5, end - 1))).toBe(true);
  expect(left(() => read.readTime(5, put(new Uint8Array([0x1d, 0, 0, 0, 0]))))).toBe(true);
  expect(new BinaryReader(bytes).len).toBe(bytes.length);
});
