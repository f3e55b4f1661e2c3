import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  dayFolder,
  fileName,
  namesIn,
  removeAbandoned,
  tableFolder,
  writeOnce,
  writeWhole,
} from './table-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('tableFolder', () => {
  it('is one step below its parent, and another for another name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
        const path = tableFolder('/root', one);
        expect(path).toMatch(/^\/root\/[A-Za-z0-9_%]+$/);
        const same = Buffer.from(one).equals(Buffer.from(other));
        expect(path === tableFolder('/root', other)).toBe(same);
      }),
    );
  });
});

describe('dayFolder', () => {
  it.each([
    [0, 'day=1970-01-01'],
    [-1, 'day=1969-12-31'],
    [86_399_999_999, 'day=1970-01-01'],
    [86_400_000_000, 'day=1970-01-02'],
    [-86_400_000_000, 'day=1969-12-31'],
    [-86_400_000_001, 'day=1969-12-30'],
    [-62_135_596_800_000_000n, 'day=0001-01-01'],
    [253_402_300_799_999_999n, 'day=9999-12-31'],
  ])('of %s is %s', (us, day) => expect(dayFolder(us)).toBe(day));
});

describe('fileName', () => {
  it('follows from the table and the ids in their order', () => {
    const name = fileName('event', ['a', 'b']);
    expect(name).toMatch(/^[0-9a-f]{32}\.parquet$/);
    expect(fileName('event', ['a', 'b'])).toBe(name);
    const others = [fileName('other', ['a', 'b']), fileName('event', ['b', 'a']), fileName('event', ['a'])];
    expect(new Set([name, ...others]).size).toBe(4);
  });
});

describe('files that are whole', () => {
  it('replace what was there, and make their folders', async () => {
    const path = join(folder, 'a', 'b', 'file');
    await writeWhole(path, 'one');
    await writeWhole(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file']);
  });

  it('written once stay, of many that try one is first', async () => {
    const path = join(folder, 'file');
    const tried = await Promise.all(['0', '1', '2', '3'].map((text) => writeOnce(path, text)));
    expect(tried.filter(Boolean)).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).toBe(String(tried.indexOf(true)));
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('leave nothing behind when their place is taken', async () => {
    await expect(writeWhole(folder, 'x')).rejects.toMatchObject({ code: expect.any(String) });
    await writeWhole(join(folder, 'full', 'file'), 'x');
    await expect(writeWhole(join(folder, 'full'), 'x')).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['full']);
  });

  it('left half by a process that died are removed when they are old', async () => {
    const [old, young, other] = ['.writing-1', '.writing-2', 'x.parquet'].map((name) => join(folder, name));
    for (const path of [old!, young!, other!]) writeFileSync(path, '');
    const nowMs = Date.UTC(2026, 0, 1);
    utimesSync(old!, nowMs / 1_000 - 3_601, nowMs / 1_000 - 3_601);
    utimesSync(young!, nowMs / 1_000, nowMs / 1_000);
    await removeAbandoned(folder, nowMs);
    expect([old!, young!, other!].map((path) => existsSync(path))).toEqual([false, true, true]);
  });

  it('are none in a folder that is not there', async () => {
    expect(await namesIn(join(folder, 'nowhere'))).toEqual([]);
    writeFileSync(join(folder, 'file'), '');
    expect(await namesIn(join(folder, 'file'))).toEqual([]);
  });
});
