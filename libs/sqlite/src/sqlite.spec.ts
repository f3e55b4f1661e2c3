import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { openSqlite, typeormDriver, type SqliteDatabase } from './index.js';

describe('openSqlite', () => {
  let folder: string;
  let database: SqliteDatabase;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
    database = openSqlite(join(folder, 'a.db'));
    database.exec(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, x TEXT UNIQUE CHECK (x <> 'bad'), b BLOB)",
    );
  });

  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  it('reads back what was bound', () => {
    const insert = database.prepare('INSERT INTO t (id, n, x, b) VALUES (?, ?, ?, ?)');
    expect(insert.run(1, true, 'aé', new Uint8Array([0, 255]))).toEqual({ changes: 1, lastInsertRowid: 1 });
    insert.run(2, undefined, null, null);
    const rows = database.prepare('SELECT * FROM t ORDER BY id').all();
    expect({ ...rows[0] }).toEqual({ id: 1, n: 1, x: 'aé', b: Buffer.from([0, 255]) });
    expect({ ...rows[1] }).toEqual({ id: 2, n: null, x: null, b: null });
  });

  it('refuses text that one of the engines would cut', () => {
    const insert = database.prepare('INSERT INTO t (x) VALUES (?)');
    expect(() => insert.run('a\0b')).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_VALUE' }));
  });

  it('is exact for every 64-bit integer, and answers numbers where they are', () => {
    const insert = database.prepare('INSERT INTO t (n) VALUES (?)');
    const values = [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, 2n ** 53n - 1n, 7n];
    for (const value of values) insert.run(value);
    const read = database
      .prepare('SELECT n FROM t ORDER BY id')
      .all()
      .map((row) => row['n']);
    expect(read).toEqual([2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, Number.MAX_SAFE_INTEGER, 7]);
    expect(database.prepare('SELECT n FROM t WHERE id = 1').get()?.['n']).toBe(2n ** 63n - 1n);
    expect([...database.prepare('SELECT n FROM t WHERE id = 5').iterate()][0]?.['n']).toBe(7);
  });

  it('runs a writing statement once even when it answers a large integer', () => {
    database.prepare('INSERT INTO t (n) VALUES (?) RETURNING n').all(2n ** 60n);
    expect(database.prepare('SELECT count(*) AS c FROM t').get()?.['c']).toBe(1);
  });

  it.each([
    ["INSERT INTO t (x) VALUES ('a'), ('a')", 'SQLITE_CONSTRAINT_UNIQUE'],
    ['INSERT INTO t (id) VALUES (1), (1)', 'SQLITE_CONSTRAINT_PRIMARYKEY'],
    ["INSERT INTO t (x) VALUES ('bad')", 'SQLITE_CONSTRAINT_CHECK'],
    ['SELEKT', 'SQLITE_ERROR'],
  ])('names the failure of %s', (sql, code) => {
    expect(() => database.prepare(sql).run()).toThrow(expect.objectContaining({ code }));
  });

  it('rolls a failed transaction back and keeps a good one', () => {
    const insert = database.prepare('INSERT INTO t (id) VALUES (?)');
    expect(() =>
      database.transaction(() => {
        insert.run(1);
        throw new Error('no');
      }),
    ).toThrow('no');
    database.transaction(() => insert.run(2));
    expect(
      database
        .prepare('SELECT id FROM t')
        .all()
        .map((row) => row['id']),
    ).toEqual([2]);
  });

  it('gives a read-only connection only what is committed, and no writing', () => {
    const reader = openSqlite(database.path, { readOnly: true });
    database.transaction(() => {
      database.exec('INSERT INTO t (id) VALUES (1)');
      expect(reader.prepare('SELECT count(*) AS c FROM t').get()?.['c']).toBe(0);
    });
    expect(reader.prepare('SELECT count(*) AS c FROM t').get()?.['c']).toBe(1);
    expect(() => reader.exec('DELETE FROM t')).toThrow(expect.objectContaining({ code: 'SQLITE_READONLY' }));
    reader.close();
  });

  it('says that a folder can not be opened', () => {
    expect(() => openSqlite(folder)).toThrow(expect.objectContaining({ code: 'SQLITE_CANTOPEN' }));
  });
});

describe('typeormDriver', () => {
  interface Thing {
    id: number;
    name: string;
    data: Buffer;
    on: boolean;
  }
  const entity = new EntitySchema<Thing>({
    name: 'thing',
    columns: {
      id: { type: 'integer', primary: true, generated: 'increment' },
      name: { type: 'text', unique: true },
      data: { type: 'blob' },
      on: { type: 'boolean' },
    },
  });
  let source: DataSource;

  beforeEach(async () => {
    source = new DataSource({
      type: 'better-sqlite3',
      database: ':memory:',
      driver: typeormDriver,
      entities: [entity],
      synchronize: true,
    });
    await source.initialize();
  });

  afterEach(() => source.destroy());

  it('saves and finds', async () => {
    const things = source.getRepository(entity);
    const saved = await things.save({ name: 'a', data: Buffer.from([1]), on: true });
    expect(await things.findOneBy({ name: 'a' })).toEqual({
      id: saved.id,
      name: 'a',
      data: Buffer.from([1]),
      on: true,
    });
  });

  it('passes the code of a unique violation on', async () => {
    const things = source.getRepository(entity);
    const thing = { name: 'a', data: Buffer.alloc(0), on: false };
    await things.insert({ ...thing });
    await expect(things.insert({ ...thing })).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_UNIQUE' });
  });

  it('rolls back', async () => {
    const work = source.transaction(async (manager) => {
      await manager.insert(entity, { name: 'a', data: Buffer.alloc(0), on: false });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await source.getRepository(entity).count()).toBe(0);
  });

  it('answers RETURNING', async () => {
    const rows: unknown = await source.query(
      `INSERT INTO "thing" ("name", "data", "on") VALUES ('a', x'00', 1) RETURNING "id"`,
    );
    expect(rows).toEqual([{ id: 1 }]);
  });
});
