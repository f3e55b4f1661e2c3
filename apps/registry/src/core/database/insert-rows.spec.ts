import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from './database.js';
import { insertRows } from './insert-rows.js';

let folder: string;
let database: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rows-'));
  database = await Database.open({ kind: 'sqlite', path: join(folder, 'registry.db') });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const insert = (rows: readonly (readonly unknown[])[]): Promise<void> =>
  database.write((manager) => insertRows(database, manager, 'config', ['scope', 'config'], rows));
const stored = (): Promise<{ scope: string; config: string }[]> =>
  database.query(`SELECT "scope", "config" FROM "config" ORDER BY "scope"`);

describe('insertRows', () => {
  it.each([0, 1, 99, 100, 101, 250])('inserts %i rows, whatever a statement may hold', async (count) => {
    await insert(Array.from({ length: count }, (_, index) => [`s${index}`, `{"at":${index}}`]));
    const rows = await stored();
    expect(rows).toHaveLength(count);
    for (const { scope, config } of rows) expect(config).toBe(`{"at":${scope.slice(1)}}`);
  });

  it('takes values as values', async () => {
    const hostile = `'); DROP TABLE "config"; --`;
    await insert([[hostile, '?']]);
    expect(await stored()).toEqual([{ scope: hostile, config: '?' }]);
  });

  it('inserts all or, in its transaction, nothing', async () => {
    const rows = Array.from({ length: 150 }, (_, index) => [`s${index}`, '{}']);
    await expect(insert([...rows, ['s0', '{}']])).rejects.toThrow();
    expect(await stored()).toEqual([]);
  });
});
