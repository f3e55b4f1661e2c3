import type { Cell } from '#libs/codec';
import type { LogicalKind } from '#libs/table-model';
import { cellCheck } from './fit-cell.js';

describe('cellCheck', () => {
  it.each<[LogicalKind, Cell]>([
    ['int32', 2 ** 31 - 1],
    ['int32', -(2 ** 31)],
    ['int64', 2n ** 63n - 1n],
    ['int64', -(2n ** 63n)],
    ['int64', Number.MAX_SAFE_INTEGER],
    ['duration', -(2n ** 63n)],
    ['uint64', 0],
    ['uint64', 2n ** 64n - 1n],
    ['timestamp', -62_135_596_800_000_000n],
    ['timestamp', 253_402_300_799_999_999n],
    ['timestamp', -1],
    ['text', 'a'],
    ['int64', null],
    ['text', null],
  ])('lets a %s of %p pass', (kind, cell) => expect(cellCheck(kind, false)?.(cell)).toBeNull());

  it.each<[LogicalKind, Cell]>([
    ['int32', 2 ** 31],
    ['int32', -(2 ** 31) - 1],
    ['int64', 2n ** 63n],
    ['int64', -(2n ** 63n) - 1n],
    ['int64', 2 ** 63],
    ['int64', 0.5],
    ['int64', NaN],
    ['duration', 2n ** 63n],
    ['uint64', -1],
    ['uint64', 2n ** 64n],
    ['timestamp', -62_135_596_800_000_001n],
    ['timestamp', 253_402_300_800_000_000n],
    ['text', '\0'],
  ])('stops a %s of %p', (kind, cell) => {
    const problem = cellCheck(kind, false)?.(cell) ?? '';
    expect(problem).not.toBe('');
    // Refusals are read by more people than the data.
    expect(problem).not.toContain(String(cell));
  });

  it('asks nothing where everything fits', () => {
    for (const kind of ['bool', 'float32', 'float64', 'bytes', 'json', 'uuid'] as const)
      expect(cellCheck(kind, false)).toBeNull();
    expect(cellCheck('text', true)).toBeNull();
  });
});
