import type { Cell } from '#libs/codec';
import type { LogicalKind } from '#libs/table-model';
import { NullRefused, RowBinary } from './row-binary.js';

const hexOf = (kind: LogicalKind, cell: Cell, nullable = false): string =>
  // The header of no columns is one byte.
  new RowBinary(['on'], [{ type: { kind }, form: null, nullable }], [[cell]])
    .withHeader([], [])
    .subarray(1)
    .toString('hex');

describe('RowBinary', () => {
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
    ['float32', 1.5, '0000c03f'],
    ['float64', -0, '0000000000000080'],
    ['float64', Infinity, '000000000000f07f'],
    ['text', '', '00'],
    ['text', 'é', '02c3a9'],
    ['json', '[]', '025b5d'],
    ['bytes', Uint8Array.of(0, 255), '0200ff'],
    ['uuid', '01890a5d-ac96-774b-bcce-b302099a8057', '4b7796ac5d0a890157809a0902b3cebc'],
  ])('writes a %s of %p as %s', (kind, cell, hex) => expect(hexOf(kind, cell)).toBe(hex));

  it('marks null, and what is not', () => {
    expect(hexOf('text', null, true)).toBe('01');
    expect(hexOf('text', 'a', true)).toBe('000161');
    expect(() => hexOf('text', null)).toThrow(NullRefused);
  });

  it('grows, and writes long lengths', () => {
    const long = hexOf('text', 'x'.repeat(300_000));
    expect(long.slice(0, 6)).toBe('e0a712');
    expect(long.slice(6)).toBe('78'.repeat(300_000));
  });

  it.each<[LogicalKind, Cell, string]>([
    ['bool', true, '01'],
    ['int32', 1, '01000000'],
    ['int64', 1, '0100000000000000'],
    ['float32', 1.5, '0000c03f'],
    ['float64', 1.5, '000000000000f83f'],
    ['text', 'a', '0161'],
    ['bytes', Uint8Array.of(7), '0107'],
    ['uuid', '01890a5d-ac96-774b-bcce-b302099a8057', '4b7796ac5d0a890157809a0902b3cebc'],
  ])('grows at any value of %s', (kind, cell, hex) => {
    const shape = { type: { kind }, form: null, nullable: false };
    const rows = Array.from({ length: 100_000 }, () => [cell]);
    const written = new RowBinary(['c'], [shape], rows).withHeader([], []).subarray(1).toString('hex');
    expect(written === hex.repeat(100_000)).toBe(true);
  });

  it('names and types its columns', () => {
    const rows = new RowBinary(
      ['on'],
      [{ type: { kind: 'bool' }, form: null, nullable: false }],
      [[true], [false]],
    );
    expect(rows.withHeader(['on'], ['Bool']).toString('latin1')).toBe('\x01\x02on\x04Bool\x01\x00');
  });
});
