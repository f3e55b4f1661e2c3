import type { Cell } from '#libs/codec';
import type { LogicalKind } from '#libs/table-model';
import { findMisfits, type Misfit } from './find-misfits.js';

const taste = { takesNul: false, refusesNull: false };
const shapeOf = (kind: LogicalKind, nullable = true) => ({ type: { kind }, form: null, nullable });
const misfitOf = (kind: LogicalKind, cell: Cell): Misfit | null =>
  findMisfits([shapeOf(kind)], [[cell]], taste).get(0) ?? null;
const SOME_UUID = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('findMisfits', () => {
  it.each<[LogicalKind, Cell]>([
    ['int32', 2 ** 31 - 1],
    ['int32', -(2 ** 31)],
    ['int64', 2n ** 63n - 1n],
    ['int64', -(2n ** 63n)],
    ['int64', -(2 ** 63)],
    ['int64', Number.MAX_SAFE_INTEGER],
    ['duration', -(2n ** 63n)],
    ['uint64', 0],
    ['uint64', 2n ** 64n - 1n],
    ['timestamp', -62_135_596_800_000_000n],
    ['timestamp', 253_402_300_799_999_999n],
    ['timestamp', -1],
    ['text', 'a'],
    ['uuid', SOME_UUID],
    ['json', '\0'],
    ['int64', null],
    ['text', null],
    ['uuid', null],
  ])('lets a %s of %p pass', (kind, cell) => expect(misfitOf(kind, cell)).toBeNull());

  it.each<[LogicalKind, Cell]>([
    ['int32', 2 ** 31],
    ['int32', -(2 ** 31) - 1],
    ['int64', 2n ** 63n],
    ['int64', -(2n ** 63n) - 1n],
    ['int64', 2 ** 63],
    ['int64', 0.5],
    ['int64', NaN],
    ['int64', -Infinity],
    ['duration', 2n ** 63n],
    ['uint64', -1],
    ['uint64', 2n ** 64n],
    ['uint64', 2 ** 64],
    ['timestamp', -62_135_596_800_000_001n],
    ['timestamp', 253_402_300_800_000_000n],
    ['text', '\0'],
    ['uuid', SOME_UUID.toUpperCase()],
    ['uuid', ` ${SOME_UUID}`],
    ['uuid', SOME_UUID.replaceAll('-', '')],
    ['uuid', `${SOME_UUID}\n`],
    ['uuid', "x'); DROP TABLE event; --"],
  ])('stops a %s of %p', (kind, cell) => {
    const { problem, errorClass } = misfitOf(kind, cell) ?? {};
    expect([errorClass, problem]).toEqual(['UNREPRESENTABLE', expect.any(String)]);
    // Refusals are read by more people than the data.
    expect(problem).not.toContain(String(cell));
  });

  it('asks nothing where everything fits, or where the engine asks', () => {
    for (const kind of ['bool', 'float32', 'float64', 'bytes', 'json'] as const)
      expect(misfitOf(kind, Number.NaN)).toBeNull();
    const all = { takesNul: true, refusesNull: true };
    expect(findMisfits([shapeOf('text', false)], [['\0'], [null]], all).size).toBe(0);
  });

  it('names the row by its number and the first column that is at fault', () => {
    const shapes = [shapeOf('uuid', false), shapeOf('int64'), shapeOf('text', false), shapeOf('int32')];
    const rows: Cell[][] = [
      [SOME_UUID, 1, 'a', 1],
      [SOME_UUID, 0.5, '\0', 2 ** 31],
      [null, 0.5, 'a', 1],
      [SOME_UUID, null, null, null],
      [SOME_UUID, 1],
      ['no', 1, 'a', 1],
      ['no', 1, 'a', 1],
    ];
    const found = [...findMisfits(shapes, rows, taste)].map(([number, { index, errorClass }]) => [
      number,
      index,
      errorClass,
    ]);
    expect(found.toSorted(([one], [other]) => Number(one) - Number(other))).toEqual([
      [1, 1, 'UNREPRESENTABLE'],
      [2, 0, 'CONSTRAINT'],
      [3, 2, 'CONSTRAINT'],
      [4, 2, 'CONSTRAINT'],
      [5, 0, 'UNREPRESENTABLE'],
      [6, 0, 'UNREPRESENTABLE'],
    ]);
  });
});
