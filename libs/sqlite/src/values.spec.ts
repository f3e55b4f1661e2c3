import * as fc from 'fast-check';
import { openSqlite, typeormDriver, type SqliteDatabase } from './index.js';
import { bindable } from './values.js';

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

describe('values', () => {
  let database: SqliteDatabase;

  beforeAll(() => {
    database = openSqlite(':memory:');
    database.exec('CREATE TABLE t (n INTEGER, r REAL, x TEXT, b BLOB) STRICT');
  });

  beforeEach(() => database.exec('DELETE FROM t'));
  afterAll(() => database.close());

  const roundTrip = (column: string, value: Parameters<typeof bindable>[0]): unknown => {
    database.exec('DELETE FROM t');
    database.prepare(`INSERT INTO t (${column}) VALUES (?)`).run(value);
    return database.prepare(`SELECT ${column} AS v FROM t`).get()?.['v'];
  };

  it('keep every integer, as a number exactly when one can hold it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: MIN, max: MAX }), (value) => {
        const read = roundTrip('n', value);
        expect(BigInt(read as number | bigint)).toBe(value);
        expect(typeof read).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint');
      }),
    );
  });

  it('keep every text without U+0000 and every blob', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array(), (text, bytes) => {
        if (!text.includes('\0')) expect(roundTrip('x', text)).toBe(text);
        const blob = roundTrip('b', bytes);
        expect(Buffer.isBuffer(blob)).toBe(true);
        expect(blob).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('keep every finite number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(roundTrip('r', value)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('are refused beyond 64 bits', () => {
    for (const value of [MAX + 1n, MIN - 1n]) expect(() => roundTrip('n', value)).toThrow();
  });

  it('are in rows without a prototype, so that a column may have any name', () => {
    const row = database.prepare('SELECT 1 AS "__proto__", 2 AS "constructor"').get();
    expect(Object.entries(row ?? {})).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });
});

describe('typeormDriver on its own', () => {
  it('tells readers from writers, and runs pragmas', () => {
    const database = new typeormDriver(':memory:');
    expect(database.exec('CREATE TABLE t (id INTEGER PRIMARY KEY)')).toBe(database);
    const isReader = (sql: string): boolean => database.prepare(sql).reader;
    expect(
      ['SELECT 1', 'INSERT INTO t DEFAULT VALUES RETURNING id', 'PRAGMA user_version'].map(isReader),
    ).toEqual([true, true, true]);
    expect(isReader('DELETE FROM t')).toBe(false);
    expect(database.pragma('foreign_keys')).toMatchObject([{ foreign_keys: 1 }]);
    expect(database.prepare('INSERT INTO t DEFAULT VALUES').run()).toEqual({
      changes: 1,
      lastInsertRowid: 1,
    });
    expect(database.prepare('SELECT id FROM t').get()).toMatchObject({ id: 1 });
    database.close();
  });
});
