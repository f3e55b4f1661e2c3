import { AvroBytes, AvroFault } from './avro-bytes.js';

const of = (...bytes: number[]): AvroBytes => new AvroBytes(Uint8Array.from(bytes));
const reason = (read: () => unknown): string => {
  try {
    return `read ${String(read())}`;
  } catch (error) {
    if (error instanceof AvroFault) return error.reason;
    throw error;
  }
};

/** Zigzag varint of any whole number of 64 bits. */
function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let bits = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; bits >= 0x80n; bits >>= 7n) bytes.push(Number(bits & 0x7fn) | 0x80);
  return [...bytes, Number(bits)];
}

describe('whole numbers', () => {
  it('are what they were, by as many digits', () => {
    for (let power = 0n; power < 63n; power++)
      for (const near of [-1n, 0n, 1n])
        for (const sign of [1n, -1n]) {
          const value = sign * (2n ** power + near);
          const read = of(...varint(value)).long();
          expect(BigInt(read)).toBe(value);
          expect(typeof read === 'number').toBe(Number.isSafeInteger(Number(value)));
        }
  });

  it.each<[bigint, string]>([
    [2_147_483_647n, 'read 2147483647'],
    [-2_147_483_648n, 'read -2147483648'],
    [2_147_483_648n, 'MALFORMED'],
    [-2_147_483_649n, 'MALFORMED'],
    [2n ** 62n, 'MALFORMED'],
  ])('of 32 bits: %d', (value, expected) => expect(reason(() => of(...varint(value)).int())).toBe(expected));

  it('follow each other', () => {
    const bytes = of(...varint(300n), ...varint(-300n), ...varint(2n ** 60n), 2);
    expect([bytes.long(), bytes.long(), bytes.long(), bytes.long(), bytes.left]).toEqual([
      300,
      -300,
      2n ** 60n,
      1,
      0,
    ]);
    expect(reason(() => bytes.long())).toBe('TRUNCATED');
  });

  it('that are padded are read, as far as 64 bits', () => {
    expect(of(0x82, 0x80, 0x80, 0x00).long()).toBe(1);
    expect(reason(() => of(...Array.from({ length: 11 }, () => 0x80), 0).long())).toBe('MALFORMED');
    expect(reason(() => of(...Array.from({ length: 9 }, () => 0xff)).long())).toBe('TRUNCATED');
  });
});

describe('blocks', () => {
  it('have items, or end', () => {
    expect([of(0).block(), of(6).block(), of(5, 18).block()]).toEqual([0, 3, 3]);
    expect(reason(() => of(5).block())).toBe('TRUNCATED');
  });

  it('may not have more values than are read in all', () => {
    const bytes = of(...varint(3_000_000n), ...varint(1_194_304n), 2, 0);
    expect([bytes.block(), bytes.block()]).toEqual([3_000_000, 1_194_304]);
    expect(reason(() => bytes.block())).toBe('TOO_LARGE');
    expect(reason(() => of(...varint(2n ** 60n)).block())).toBe('TOO_LARGE');
    expect(reason(() => of(...varint(-(2n ** 60n)), 0).block())).toBe('TOO_LARGE');
  });

  it('count what is told', () => {
    const bytes = of();
    bytes.count(4 * 1024 * 1024);
    expect(reason(() => bytes.count(0))).toBe('read undefined');
    expect(reason(() => bytes.count(1))).toBe('TOO_LARGE');
  });
});

describe('parts of a larger memory', () => {
  it('end where they end', () => {
    const memory = Uint8Array.of(9, 2, 0x61, 9);
    const bytes = new AvroBytes(memory.subarray(1, 3));
    expect([bytes.string(), bytes.left]).toEqual(['a', 0]);
    expect(reason(() => bytes.boolean())).toBe('TRUNCATED');
    expect(reason(() => new AvroBytes(memory.subarray(1, 2)).string())).toBe('TRUNCATED');
  });

  it('are copied where they are handed out', () => {
    const memory = Buffer.from([4, 1, 2, 3]);
    const bytes = new AvroBytes(memory);
    const [sized, fixed] = [bytes.sized(), bytes.fixed(1)];
    memory.fill(0);
    expect([sized, fixed]).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3)]);
    expect(Buffer.isBuffer(sized)).toBe(false);
  });

  it('are little-endian', () => {
    const memory = new Uint8Array(13);
    const view = new DataView(memory.buffer);
    view.setFloat32(1, -0.25, true);
    view.setFloat64(5, 1e300, true);
    const bytes = new AvroBytes(memory.subarray(1));
    expect([bytes.float(), bytes.double(), bytes.left]).toEqual([-0.25, 1e300, 0]);
  });
});
