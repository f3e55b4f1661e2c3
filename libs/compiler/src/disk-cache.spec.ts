import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskCache } from './disk-cache.js';

const key = (index: number): string => index.toString(16).padStart(2, '0').repeat(32);
const bytes = (size: number): Uint8Array => new Uint8Array(size).fill(7);

describe('DiskCache', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'disk-cache-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const stored = (): string[] =>
    readdirSync(folder).flatMap((shard) =>
      readdirSync(join(folder, shard)).map((name) => `${shard}/${name}`),
    );

  it('gives back what was written, to another one too', async () => {
    await new DiskCache(folder, 10_000).write(key(1), bytes(10));
    expect(await new DiskCache(folder, 10_000).read(key(1))).toEqual(bytes(10));
    expect(await new DiskCache(folder, 10_000).read(key(2))).toBeNull();
  });

  it('keeps an empty image apart from none', async () => {
    const cache = new DiskCache(folder, 10_000);
    await cache.write(key(1), bytes(0));
    expect(await cache.read(key(1))).toEqual(bytes(0));
  });

  it.each([
    ['cut', 20],
    ['emptied', 0],
    ['made longer', 100],
  ])('takes a file that was %s for none and removes it', async (_, size) => {
    const cache = new DiskCache(folder, 10_000);
    await cache.write(key(1), bytes(10));
    truncateSync(join(folder, stored()[0] ?? ''), size);
    expect(await cache.read(key(1))).toBeNull();
    expect(stored()).toEqual([]);
  });

  it('leaves no draft behind', async () => {
    const cache = new DiskCache(folder, 10_000);
    await Promise.all(Array.from({ length: 20 }, () => cache.write(key(1), bytes(10))));
    expect(stored()).toEqual([`01/${key(1)}.binpb`]);
  });

  it('drops what was used longest ago when it is too large', async () => {
    const cache = new DiskCache(folder, 1_000);
    for (let index = 1; index <= 6; index += 1) {
      await cache.write(key(index), bytes(118));
      utimesSync(join(folder, key(index).slice(0, 2), `${key(index)}.binpb`), index, index);
    }
    await cache.read(key(1));
    await cache.write(key(7), bytes(118));
    expect(await cache.read(key(2))).toBeNull();
    expect(await cache.read(key(1))).not.toBeNull();
    expect(await cache.read(key(7))).not.toBeNull();
    expect(stored().length * 150).toBeLessThanOrEqual(1_000);
  });

  it('does not store what alone is too large', async () => {
    const cache = new DiskCache(folder, 100);
    await cache.write(key(1), bytes(69));
    expect(stored()).toEqual([]);
    await cache.write(key(1), bytes(68));
    expect(stored()).toHaveLength(1);
  });

  it('removes drafts of processes that died, not those of others at work', async () => {
    mkdirSync(join(folder, '01'));
    for (const name of ['old.tmp', 'new.tmp']) writeFileSync(join(folder, '01', name), 'x');
    utimesSync(join(folder, '01', 'old.tmp'), 1, 1);
    await new DiskCache(folder, 10_000).write(key(2), bytes(1));
    expect(stored().filter((name) => name.endsWith('.tmp'))).toEqual(['01/new.tmp']);
  });

  it('is no cache where nothing can be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const cache = new DiskCache(join(folder, 'file'), 10_000);
    await cache.write(key(1), bytes(1));
    expect(await cache.read(key(1))).toBeNull();
  });
});
