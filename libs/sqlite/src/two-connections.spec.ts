import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type SqliteDatabase } from './index.js';

describe('two connections to one file', () => {
  let folder: string;
  let one: SqliteDatabase;
  let other: SqliteDatabase;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
    one = openSqlite(join(folder, 'a.db'));
    one.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t (id))');
    other = openSqlite(join(folder, 'a.db'), { busyTimeoutMs: 20, synchronous: 'NORMAL' });
  });

  afterEach(() => {
    one.close();
    other.close();
    rmSync(folder, { recursive: true });
  });

  const pragma = (database: SqliteDatabase, name: string): unknown =>
    Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

  it('has WAL, foreign keys, and the durability that was asked for', () => {
    expect(pragma(one, 'journal_mode')).toBe('wal');
    expect([pragma(one, 'synchronous'), pragma(other, 'synchronous')]).toEqual([2, 1]);
    expect([pragma(one, 'busy_timeout'), pragma(other, 'busy_timeout')]).toEqual([5_000, 20]);
    expect(() => one.exec('INSERT INTO t VALUES (1, 2)')).toThrow(
      expect.objectContaining({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' }),
    );
  });

  it('says SQLITE_BUSY when the wait for the other writer is over', () => {
    one.transaction(() => {
      expect(() => other.transaction(() => undefined)).toThrow(
        expect.objectContaining({ code: 'SQLITE_BUSY' }),
      );
    });
    expect(other.transaction(() => 'free')).toBe('free');
  });

  it('leaves no transaction open after one that SQLite itself rolled back', () => {
    expect(() =>
      one.transaction(() => {
        one.exec('ROLLBACK');
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
    expect(one.transaction(() => 1)).toBe(1);
  });

  it('keeps a savepoint apart from its transaction', () => {
    one.transaction(() => {
      one.exec('INSERT INTO t VALUES (1, NULL)');
      one.exec('SAVEPOINT s');
      one.exec('INSERT INTO t VALUES (2, NULL)');
      one.exec('ROLLBACK TO s');
      one.exec('RELEASE s');
    });
    expect(other.prepare('SELECT count(*) AS c FROM t').get()?.['c']).toBe(1);
  });
});
