import { formatSubjectName, parseSubjectName } from './subject-name.js';

describe('parseSubjectName', () => {
  it.each([
    ['orders', '.', 'orders'],
    [':.staging:orders', '.staging', 'orders'],
    ['a/b c', '.', 'a/b c'],
    [':.:orders', '.', 'orders'],
    ['a:b', '.', 'a:b'],
  ])('reads %s', (text, context, name) => {
    expect(parseSubjectName(text)).toEqual({ context, name });
  });

  it.each([[''], ['a\nb'], ['x'.repeat(513)], [':.ctx:'], [':orders'], ['\u007f']])('refuses %j', (text) => {
    expect(() => parseSubjectName(text)).toThrow(/is not allowed/);
  });

  it('takes the longest name', () => {
    expect(parseSubjectName('x'.repeat(512)).name).toHaveLength(512);
  });

  it('is undone by formatSubjectName', () => {
    for (const text of ['orders', ':.staging:orders'])
      expect(formatSubjectName(parseSubjectName(text))).toBe(text);
  });
});
