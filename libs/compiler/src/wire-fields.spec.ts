import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { fieldsOf, readVarints, writeVarint } from './wire-fields.js';

const all = (bytes: Uint8Array): { start: number; end: number } => ({ start: 0, end: bytes.length });

describe('fieldsOf', () => {
  const message = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .bytes(Uint8Array.of(1, 2))
    .tag(2, WireType.Varint)
    .uint64('18446744073709551615')
    .tag(3, WireType.Bit64)
    .double(1)
    .tag(4, WireType.Bit32)
    .float(1)
    .tag(500, WireType.LengthDelimited)
    .bytes(new Uint8Array(300))
    .tag(1, WireType.LengthDelimited)
    .bytes(new Uint8Array())
    .finish();

  it('finds every one of a number, between fields of all kinds', () => {
    const found = [...fieldsOf(message, all(message), 1)];
    expect(found.map(({ start, end }) => [...message.subarray(start, end)])).toEqual([[1, 2], []]);
    expect([...fieldsOf(message, all(message), 500)].map(({ start, end }) => end - start)).toEqual([300]);
  });

  it('finds none of a number that is of another kind or not there', () => {
    expect([2, 3, 4, 9].flatMap((number) => [...fieldsOf(message, all(message), number)])).toEqual([]);
  });

  it('keeps inside its message', () => {
    const inner = { start: 2, end: 4 };
    const outer = Uint8Array.of(0x0a, 4, 0x0a, 200, 0x0a, 0);
    expect([...fieldsOf(outer, inner, 1)]).toEqual([]);
  });

  it('ends at a group, whose end it does not look for', () => {
    const bytes = Uint8Array.of(0x0a, 0, 0x0b, 0x0c, 0x0a, 0);
    expect([...fieldsOf(bytes, all(bytes), 1)]).toHaveLength(1);
  });

  it('ends with any bytes, inside them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.integer({ min: 1, max: 40 }), (bytes, number) => {
        for (const { start, end } of fieldsOf(bytes, all(bytes), number)) {
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(bytes.length);
        }
      }),
    );
  });
});

describe('varints', () => {
  it('are read with their places', () => {
    const bytes = Uint8Array.of(0, 0x7f, 0x80, 0x01, 0xff, 0xff, 0x03);
    expect(readVarints(bytes, all(bytes))).toEqual([
      { value: 0, start: 0, end: 1 },
      { value: 127, start: 1, end: 2 },
      { value: 128, start: 2, end: 4 },
      { value: 65_535, start: 4, end: 7 },
    ]);
  });

  it('are written where they fit, and read back', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.nat(2 ** 31 - 1), (before, after) => {
        const bytes = new BinaryWriter().uint32(before).uint32(5).finish();
        const [place] = readVarints(bytes, all(bytes));
        if (place === undefined) throw new Error('there is one');
        writeVarint(bytes, place, after);
        const fits = after < 2 ** (7 * (place.end - place.start));
        expect(readVarints(bytes, all(bytes)).map(({ value }) => value)).toEqual([fits ? after : before, 5]);
      }),
    );
  });
});
