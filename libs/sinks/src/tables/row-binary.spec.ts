import type { Cell } from '#libs/codec';
import type { LogicalKind } from '#libs/table-model';
import { rowBinary, type BinaryColumn } from './row-binary.js';

const columnOf = (kind: LogicalKind, nullable = false): BinaryColumn => ({
  name: '',
  type: '',
  shape: { type: { kind }, form: null, nullable },
});
/** Without the header of one column that has neither name nor type. */
const hexOf = (kind: LogicalKind, cells: readonly Cell[], nullable = false): string =>
  Buffer.from(
    rowBinary(
      [columnOf(kind, nullable)],
      cells.map((cell) => [cell]),
    ).subarray(3),
  ).toString('hex');

describe('rowBinary', () => {
  it.each<[LogicalKind, Cell, string]>([
    ['bool', true, '01'],
    ['bool', false, '00'],
    ['int32', -2, 'feffffff'],
    ['int64', 1, '0100000000000000'],
    ['int64', -1, 'ffffffffffffffff'],
    ['int64', -4_294_967_297, 'fffffffffeffffff'],
    ['int64', Number.MAX_SAFE_INTEGER, 'ffffffffffff1f00'],
    ['int64', Number.MIN_SAFE_INTEGER, '010000000000e0ff'],
    ['int64', -(2n ** 63n), '0000000000000080'],
    ['duration', 256, '0001000000000000'],
    ['timestamp', -62_135_596_800_000_000n, '0040d400014023ff'],
    ['uint64', 2n ** 64n - 1n, 'ffffffffffffffff'],
    ['uint64', 2n ** 63n, '0000000000000080'],
    ['uint64', 7n, '0700000000000000'],
    ['float32', 1.5, '0000c03f'],
    ['float64', -0, '0000000000000080'],
    ['float64', Infinity, '000000000000f07f'],
    ['text', '', '00'],
    ['text', 'a\0', '026100'],
    ['text', 'é', '02c3a9'],
    ['text', 'aé', '0361c3a9'],
    ['text', '\u{1f600}', '04f09f9880'],
    ['text', '\u007f', '017f'],
    ['text', '\u0080', '02c280'],
    ['json', '[]', '025b5d'],
    ['bytes', Uint8Array.of(0, 255), '0200ff'],
    ['bytes', new Uint8Array(), '00'],
    ['uuid', '01890a5d-ac96-774b-bcce-b302099a8057', '4b7796ac5d0a890157809a0902b3cebc'],
    ['uuid', 'ffffffff-ffff-ffff-ffff-fffffffffffe', 'fffffffffffffffffeffffffffffffff'],
    ['uuid', '01890A5D-AC96-774B-BCCE-B302099A8057', '4b7796ac5d0a890157809a0902b3cebc'],
  ])('writes a %s of %p as %s', (kind, cell, hex) => expect(hexOf(kind, [cell])).toBe(hex));

  it('marks null, and what is not', () => {
    expect(hexOf('text', [null, 'a', null, 'a'], true)).toBe('0100016101000161');
  });

  it.each([47, 48, 49, 127, 128, 300_000])('writes a text of %i signs, of one byte or two', (length) => {
    for (const sign of ['x', 'é']) {
      const whole = sign.repeat(length);
      const bytes = Buffer.from(hexOf('text', [whole]), 'hex');
      const size = Buffer.byteLength(whole);
      expect(bytes.subarray(bytes.length - size).toString() === whole).toBe(true);
      expect(varintOf(bytes.subarray(0, bytes.length - size))).toBe(size);
    }
  });

  it('takes no neighbour for another', () => {
    expect(hexOf('text', ['a', 'a', 'b', 'a', '', ''])).toBe('01610161016201610000');
    // The same text in two columns, and one of them empty between.
    const both = rowBinary(
      [columnOf('text', true), columnOf('json', true)],
      [
        ['a', null],
        [null, 'a'],
        ['a', 'a'],
      ],
    );
    expect(Buffer.from(both.subarray(5)).toString('hex')).toBe('0001610101000161000161000161');
  });

  it.each<[LogicalKind, Cell, string]>([
    ['bool', true, '01'],
    ['int32', 1, '01000000'],
    ['int64', 1, '0100000000000000'],
    ['int64', 1n, '0100000000000000'],
    ['float32', 1.5, '0000c03f'],
    ['float64', 1.5, '000000000000f83f'],
    ['bytes', Uint8Array.of(7), '0107'],
    ['text', 'a', '0161'],
    ['uuid', '01890a5d-ac96-774b-bcce-b302099a8057', '4b7796ac5d0a890157809a0902b3cebc'],
  ])('grows at any value of %s: %p', (kind, cell, hex) => {
    const times = Math.ceil(280_000 / hex.length);
    const sent = Array.from({ length: times }, () => cell);
    expect(hexOf(kind, sent) === hex.repeat(times)).toBe(true);
  });

  it('grows at a text that is like none before', () => {
    const sent = Array.from({ length: 20_000 }, (_, n) => `é${n}`.padEnd(10));
    expect(hexOf('text', sent) === sent.map((one) => `0b${Buffer.from(one).toString('hex')}`).join('')).toBe(
      true,
    );
  });

  it('names and types its columns', () => {
    const rows = rowBinary([{ ...columnOf('bool'), name: 'on', type: 'Bool' }], [[true], [false]]);
    expect(Buffer.from(rows).toString('latin1')).toBe('\x01\x02on\x04Bool\x01\x00');
  });
});

function varintOf(bytes: Uint8Array): number {
  return bytes.reduceRight((sum, byte) => sum * 0x80 + (byte & 0x7f), 0);
}
