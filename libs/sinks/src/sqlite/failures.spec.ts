import { RegistryError } from '#libs/errors';
import { problemOf } from '../problem-of.js';
import { guarded, isBehind, isRefusal, refusalClass } from './failures.js';

const coded = (code: string): Error => Object.assign(new Error(code), { code });

describe('isRefusal', () => {
  it.each([
    'SQLITE_CONSTRAINT_CHECK',
    'SQLITE_CONSTRAINT_DATATYPE',
    'SQLITE_CONSTRAINT_NOTNULL',
    'SQLITE_MISMATCH',
    'SQLITE_TOOBIG',
    'ERR_INVALID_ARG_TYPE',
    'ERR_INVALID_ARG_VALUE',
    'ERR_OUT_OF_RANGE',
  ])('takes %s for the fault of the row', (code) => expect(isRefusal(coded(code))).toBe(true));

  it.each([
    'SQLITE_BUSY',
    'SQLITE_FULL',
    'SQLITE_IOERR',
    'SQLITE_CORRUPT',
    'SQLITE_READONLY',
    'SQLITE_NOMEM',
    'SQLITE_ERROR',
  ])('takes %s for the fault of the database', (code) => expect(isRefusal(coded(code))).toBe(false));

  it('knows what this house refuses itself', () => {
    expect(isRefusal(new RegistryError('UNSUPPORTED_VALUE', { column: 'a', problem: 'b' }))).toBe(true);
    expect(isRefusal(new RegistryError('TABLE_BEHIND'))).toBe(false);
    for (const thrown of [null, undefined, 'text', new Error('no code'), { code: 5 }])
      expect(isRefusal(thrown)).toBe(false);
  });
});

describe('isBehind', () => {
  const said = (message: string, code = 'SQLITE_ERROR'): boolean =>
    isBehind(Object.assign(new Error(message), { code }));

  it('knows a table or a column that is gone, and nothing else', () => {
    expect(said('no such table: main.event')).toBe(true);
    expect(said('table event has no column named name')).toBe(true);
    expect(said('near "INSRT": syntax error')).toBe(false);
    expect(said('no such table: main.event', 'SQLITE_CORRUPT')).toBe(false);
    expect(isBehind(null)).toBe(false);
  });
});

describe('guarded', () => {
  it('names what the database does and lets our own failures pass', () => {
    const own = new RegistryError('TABLE_BEHIND');
    const fail = (error: unknown) => () =>
      guarded(() => {
        throw error;
      });
    expect(fail(own)).toThrow(own);
    expect(fail(coded('SQLITE_FULL'))).toThrow(expect.objectContaining({ code: 'SINK_UNAVAILABLE' }));
    expect(guarded(() => 1)).toBe(1);
  });
});

describe('problemOf', () => {
  it('finds the words in whatever was thrown', () => {
    expect(problemOf(new Error('a'))).toBe('a');
    expect(problemOf({ message: 'from another realm' })).toBe('from another realm');
    expect(problemOf('text')).toBe('text');
    expect(problemOf(null)).toBe('null');
  });
});

describe('refusalClass', () => {
  it.each([
    ['SQLITE_CONSTRAINT_NOTNULL', 'CONSTRAINT'],
    ['SQLITE_CONSTRAINT_CHECK', 'CONSTRAINT'],
    ['SQLITE_CONSTRAINT_DATATYPE', 'UNREPRESENTABLE'],
    ['SQLITE_TOOBIG', 'UNREPRESENTABLE'],
    ['ERR_OUT_OF_RANGE', 'UNREPRESENTABLE'],
  ])('tells that %s is %s', (code, expected) => expect(refusalClass(coded(code))).toBe(expected));
});
