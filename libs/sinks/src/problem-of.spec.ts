import { runInNewContext } from 'node:vm';
import { codeOf, problemOf } from './problem-of.js';

describe('problemOf', () => {
  it.each<[unknown, string]>([
    [new Error('gone'), 'gone'],
    [{ message: 'plain' }, 'plain'],
    [{ message: 7 }, '[object Object]'],
    ['text', 'text'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('says of %p: %s', (error, problem) => expect(problemOf(error)).toBe(problem));

  it('knows an error of another realm', () => {
    const error: unknown = runInNewContext("Object.assign(new Error('far'), { code: 'E_FAR' })");
    expect([problemOf(error), codeOf(error)]).toEqual(['far', 'E_FAR']);
  });
});

describe('codeOf', () => {
  it.each<[unknown, string | null]>([
    [{ code: '23505' }, '23505'],
    [{ code: 7 }, null],
    [new Error('x'), null],
    [null, null],
    ['23505', null],
  ])('of %p is %p', (error, code) => expect(codeOf(error)).toBe(code));
});
