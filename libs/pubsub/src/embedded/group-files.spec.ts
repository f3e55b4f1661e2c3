import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttemptsFile, joinAttempts } from './attempts-file.js';
import { OffsetFile, readOffset } from './offset-file.js';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'protokoll-group-'));
  path = join(directory, 'worker');
});

afterEach(() => rm(directory, { recursive: true }));

describe('OffsetFile', () => {
  it('is there when save resolves, and leaves nothing else', async () => {
    await new OffsetFile(path, -1).save(0);
    expect(await readOffset(path)).toBe(0);
    expect(await readdir(directory)).toEqual(['worker']);
  });

  it('shares writes, never goes back, and ends at the highest', async () => {
    const file = new OffsetFile(path, 0);
    const saving = Array.from({ length: 100 }, (_, index) => file.save(100 - index));
    await saving[50];
    expect(await readOffset(path)).toBeGreaterThanOrEqual(50);
    await Promise.all(saving);
    expect(file.savedOffset).toBe(100);
    expect(await readOffset(path)).toBe(100);
  });

  it('tells of a failure, and writes when asked again', async () => {
    const file = new OffsetFile(join(directory, 'gone', 'worker'), 0);
    await expect(file.save(1)).rejects.toMatchObject({ code: 'LOG_UNWRITABLE' });
    await expect(file.save(1)).rejects.toMatchObject({ code: 'LOG_UNWRITABLE' });
    expect(file.savedOffset).toBe(0);
  });

  it('is null when there is none, and an error when it holds something else', async () => {
    expect(await readOffset(path)).toBeNull();
    for (const text of ['', 'x\n', '12', '-1\n', '9'.repeat(16) + '\n']) {
      writeFileSync(path, text);
      await expect(readOffset(path)).rejects.toMatchObject({ code: 'LOG_CORRUPT', params: { file: path } });
    }
  });
});

describe('joinAttempts', () => {
  it('joins neighbours of one count', () => {
    expect(
      joinAttempts([
        [1, 1],
        [2, 1],
        [3, 2],
        [5, 2],
      ]),
    ).toEqual([
      { from: 1, to: 3, count: 1 },
      { from: 3, to: 4, count: 2 },
      { from: 5, to: 6, count: 2 },
    ]);
  });
});

describe('AttemptsFile', () => {
  const none = (): readonly never[] => [];
  const reopened = (committed = 0): AttemptsFile => new AttemptsFile(path, committed);

  it('remembers over an end without close; the latest entry counts', () => {
    const file = reopened();
    file.note([{ from: 3, to: 6, count: 1 }], none);
    file.note([{ from: 4, to: 5, count: 2 }], none);
    const next = reopened();
    expect([2, 3, 4, 5, 6].map((offset) => next.countBefore(offset))).toEqual([0, 1, 2, 1, 0]);
    file.close();
    next.close();
  });

  it('remembers over several ends', () => {
    for (let life = 0; life < 5; life += 1) {
      const file = reopened();
      expect(file.countBefore(7)).toBe(life);
      file.note([{ from: 7, to: 8, count: life + 1 }], none);
      file.close();
    }
  });

  it('forgets what is acknowledged', () => {
    const file = reopened();
    file.note([{ from: 3, to: 6, count: 1 }], none);
    file.close();
    const next = reopened(6);
    expect(next.countBefore(4)).toBe(0);
    next.close();
  });

  it('reads up to damage, as after a crash in the middle of an entry', () => {
    const file = reopened();
    file.note([{ from: 3, to: 6, count: 4 }], none);
    file.close();
    appendFileSync(path, Buffer.alloc(13, 7));
    const next = reopened();
    expect(next.countBefore(3)).toBe(4);
    next.note([{ from: 3, to: 6, count: 5 }], none);
    next.close();
    const third = reopened();
    expect(third.countBefore(3)).toBe(5);
    third.close();
  });

  it('stays small', () => {
    const file = reopened();
    for (let offset = 0; offset < 10_000; offset += 1)
      file.note([{ from: offset, to: offset + 1, count: 1 }], () => [
        { from: offset, to: offset + 1, count: 1 },
      ]);
    expect(statSync(path).size).toBeLessThan(100_000);
    file.close();
    expect(readFileSync(path).length % 20).toBe(0);
    const next = reopened(9_999);
    expect(next.countBefore(9_999)).toBe(1);
    next.close();
  });
});
