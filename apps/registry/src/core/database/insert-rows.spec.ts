import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from './database.js';
import { chunksOf, insertRows } from './insert-rows.js';

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

const insert = (rows: readonly (readonly unknown[])[], tail = ''): Promise<unknown[]> =>
  database.write((manager) => insertRows(database, manager, 'config', ['scope', 'config'], rows, tail));
const stored = (): Promise<{ scope: string; config: string }[]> =>
  database.query(`SELECT "scope", "config" FROM "config" ORDER BY "scope"`);

describe('insertRows', () => {
  it.each([0, 1, 999, 1_000, 1_001, 2_500])(
    'inserts %i rows, whatever a statement may hold',
    async (count) => {
      await insert(Array.from({ length: count }, (_, index) => [`s${index}`, `{"at":${index}}`]));
      const rows = await stored();
      expect(rows).toHaveLength(count);
      for (const { scope, config } of rows) expect(config).toBe(`{"at":${scope.slice(1)}}`);
    },
  );

  it('takes values as values', async () => {
    const hostile = `'); DROP TABLE "config"; --`;
    await insert([[hostile, '?']]);
    expect(await stored()).toEqual([{ scope: hostile, config: '?' }]);
  });

  it('inserts all or, in its transaction, nothing', async () => {
    const rows = Array.from({ length: 1_500 }, (_, index) => [`s${index}`, '{}']);
    await expect(insert([...rows, ['s0', '{}']])).rejects.toThrow();
    expect(await stored()).toEqual([]);
  });

  it('answers what it inserted, of all its statements', async () => {
    await insert([['s7', 'old']]);
    const rows = Array.from({ length: 1_500 }, (_, index) => [`s${index}`, 'new']);
    const made = await insert(rows, 'ON CONFLICT ("scope") DO NOTHING RETURNING "scope"');
    expect(made).toHaveLength(1_499);
    expect(made).not.toContainEqual({ scope: 's7' });
  });
});

test('a statement has no more parameters than SQLite takes', () => {
  const rows = Array.from({ length: 3_000 }, () => 0);
  const widths = [...chunksOf(rows, 100)].map((chunk) => chunk.length * 100);
  expect([Math.max(...widths), widths.reduce((sum, width) => sum + width, 0)]).toEqual([30_000, 300_000]);
});
