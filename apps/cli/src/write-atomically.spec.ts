import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomically } from './write-atomically.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-write-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('writes, replaces, makes folders and leaves nothing else', async () => {
  await writeAtomically(folder, 'deep/a.txt', 'one');
  await writeAtomically(folder, 'deep/a.txt', 'two');
  expect(readFileSync(join(folder, 'deep/a.txt'), 'utf8')).toBe('two');
  expect(readdirSync(join(folder, 'deep'))).toEqual(['a.txt']);
});

test('says that it can not, and leaves nothing', async () => {
  mkdirSync(join(folder, 'there'));
  await expect(writeAtomically(folder, 'there', 'x')).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringContaining("'there' can not be written"),
  });
  expect(readdirSync(folder)).toEqual(['there']);
});
