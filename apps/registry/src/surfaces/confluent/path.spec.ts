import { contextName, cut, flag, pageOf, subjectOf, versionOf } from './path.js';
import { prefixOf } from './prefix.js';
import { keyOf, keysOver, scopeOf } from './scopes.js';

test.each([
  [{}, '.'],
  [{ context: '.lab' }, '.lab'],
  [{ context: 'lab' }, '.lab'],
  [{ context: ':.lab:' }, '.lab'],
  [{ context: '.' }, '.'],
])('the context of %j is %s', (params, expected) => {
  expect(contextName(params)).toBe(expected);
});

test.each([
  [{ subject: 'a' }, { context: '.', name: 'a' }],
  [{ subject: ':.lab:a' }, { context: '.lab', name: 'a' }],
  [{ subject: ':.:a' }, { context: '.', name: 'a' }],
  [
    { context: '.lab', subject: 'a/b' },
    { context: '.lab', name: 'a/b' },
  ],
  [
    { context: '.lab', subject: ':.other:a' },
    { context: '.other', name: 'a' },
  ],
])('the subject of %j is %j', (params, expected) => {
  expect(subjectOf(params)).toEqual(expected);
});

test.each(['', '__GLOBAL', '__EMPTY', ':odd', 'a\u0000', 'x'.repeat(513)])('%j is no subject', (subject) => {
  expect(() => subjectOf({ subject })).toThrow();
});

test.each([
  ['1', 1],
  ['2147483647', 2_147_483_647],
  ['-1', 'latest'],
  ['Latest', 'latest'],
])('version %s is %s', (text, expected) => {
  expect(versionOf(text)).toBe(expected);
});

test.each(['', '0', '-2', '2147483648', '1.5', '1e3', 'first', ' 1', '0x1'])('%j is no version', (text) => {
  expect(() => versionOf(text)).toThrow(`The specified version '${text}' is not a valid version id`);
});

test('a page is cut, and a negative limit is none', () => {
  expect(pageOf({})).toEqual({ offset: 0, limit: null });
  expect(pageOf({ offset: '-5', limit: '-1' })).toEqual({ offset: 0, limit: null });
  expect(pageOf({ limit: '5000' }, 1_000)).toEqual({ offset: 0, limit: 1_000 });
  expect(pageOf({}, 1_000)).toEqual({ offset: 0, limit: 1_000 });
  expect(cut([1, 2, 3, 4], { offset: 1, limit: 2 })).toEqual([2, 3]);
  expect(cut([1, 2], { offset: 0, limit: 0 })).toEqual([]);
  expect(() => pageOf({ limit: 'all' })).toThrow('limit');
});

test('flags are lenient', () => {
  expect(flag({ deleted: 'TRUE' }, 'deleted')).toBe(true);
  expect(flag({ deleted: ['true', 'false'] }, 'deleted')).toBe(true);
  for (const deleted of ['false', '1', '', undefined]) expect(flag({ deleted }, 'deleted')).toBe(false);
});

test.each([
  [{}, '', { context: null, prefix: '' }],
  [{}, ':*:', { context: null, prefix: '' }],
  [{}, ':*:ord', { context: null, prefix: 'ord' }],
  [{}, 'ord', { context: '.', prefix: 'ord' }],
  [{}, ':.lab:ord', { context: '.lab', prefix: 'ord' }],
  [{ context: '.lab' }, '', { context: '.lab', prefix: '' }],
  [{ context: '.lab' }, 'ord', { context: '.lab', prefix: 'ord' }],
  [{ context: '.lab' }, ':*:', { context: '.lab', prefix: '' }],
])('below %j the prefix %j is %j', (params, subjectPrefix, expected) => {
  expect(prefixOf(params, { subjectPrefix })).toEqual(expected);
});

test.each([
  [{}, '', ['']],
  [{ context: '.lab' }, ':.lab:', ['', ':.lab:']],
  [{ subject: ':.lab:' }, ':.lab:', ['', ':.lab:']],
  [{ subject: ':.__GLOBAL:' }, '', ['']],
  [{ subject: 'a' }, 'a', ['', ':.:', 'a']],
  [{ context: '.lab', subject: 'a' }, ':.lab:a', ['', ':.lab:', ':.lab:a']],
])('the scope of %j is %j, below %j', (params, key, keys) => {
  expect(keyOf(scopeOf(params))).toBe(key);
  expect(keysOver(scopeOf(params))).toEqual(keys);
});
