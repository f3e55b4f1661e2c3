import { describeRange, isIn, withdrawn, type NumberRange } from './reserved.js';

const ranges = (...pairs: readonly (readonly [number, number])[]): readonly NumberRange[] =>
  pairs.map(([first, last]) => ({ first, last }));

describe('withdrawn', () => {
  it.each([
    ['nothing when all is kept', ranges([1, 5]), ranges([1, 5]), ranges()],
    ['nothing when ranges are joined', ranges([1, 2], [3, 5]), ranges([1, 9]), ranges()],
    ['nothing when a range is split', ranges([1, 4]), ranges([1, 2], [3, 4]), ranges()],
    ['all when nothing is left', ranges([1, 2], [3, 5]), ranges(), ranges([1, 5])],
    ['the middle', ranges([1, 9]), ranges([1, 3], [7, 9]), ranges([4, 6])],
    ['both ends', ranges([1, 9]), ranges([4, 6]), ranges([1, 3], [7, 9])],
    ['what is apart', ranges([1, 2], [8, 9]), ranges([2, 8]), ranges([1, 1], [9, 9])],
    [
      'the whole range of numbers',
      ranges([-2147483648, 2147483647]),
      ranges([0, 0]),
      ranges([-2147483648, -1], [1, 2147483647]),
    ],
  ])('is %s', (_, before, after, expected) => {
    expect(withdrawn(before, after)).toEqual(expected);
  });
});

test('ranges hold their ends, and are told', () => {
  expect([2, 3, 5, 6].map((number) => isIn(ranges([3, 5]), number))).toEqual([false, true, true, false]);
  expect(describeRange({ first: 7, last: 7 })).toBe('7');
  expect(describeRange({ first: 7, last: 9 })).toBe('7 to 9');
});
