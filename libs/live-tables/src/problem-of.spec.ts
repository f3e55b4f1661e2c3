import { memberOf, problemOf } from './problem-of.js';

it.each([
  [new Error('no'), 'no'],
  [{ message: 'of another realm' }, 'of another realm'],
  [{ message: 1 }, '[object Object]'],
  ['text', 'text'],
  [null, 'null'],
])('says what %p says', (error, said) => expect(problemOf(error)).toBe(said));

it.each([
  [{ code: 'E' }, 'E'],
  [{ code: 0 }, 0],
  [{}, null],
  ['text', null],
  [null, null],
])('finds what %p carries', (error, carried) => expect(memberOf(error, 'code')).toBe(carried));
