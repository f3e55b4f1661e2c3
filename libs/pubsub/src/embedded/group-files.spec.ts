import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttemptsFile, joinAttempts } from './attempts-file.js';
import { OffsetFile, offsetLine, readOffset } from './offset-file.js';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'protokoll-group-'));
  path = join(directory, 'worker');
});

afterEach(() => rm(directory, { recursive: true }));

describe('OffsetFile', () => {
  const both = (first: string, second: string): void => writeFileSync(path, first.padEnd(4_096) + second);

  it('is there when it is open, and leaves nothing else', async () => {
    const file = await OffsetFile.open(path, 0);
    expect(await readOffset(path)).toBe(0);
    await file.save(7);
    expect(await readOffset(path)).toBe(7);
    await file.close();
    expect(await readdir(directory)).toEqual(['worker']);
  });

  it('goes on from where it was', async () => {
    for (let life = 0; life < 4; life += 1) {
      const file = await OffsetFile.open(path, 0);
      expect(file.savedOffset).toBe(life);
      await file.save(life + 1);
      await file.close();
    }
  });

  it('shares writes, never goes back, and ends at the highest', async () => {
    const file = await OffsetFile.open(path, 0);
    const saving = Array.from({ length: 100 }, (_, index) => file.save(100 - index));
    await saving[50];
    expect(await readOffset(path)).toBeGreaterThanOrEqual(50);
    await Promise.all(saving);
    expect(file.savedOffset).toBe(100);
    expect(await readOffset(path)).toBe(100);
    await file.close();
  });

  it('keeps the newer slot over an end, whichever it is', async () => {
    for (const [first, second] of [
      [8, 7],
      [7, 8],
    ] as const) {
      both(offsetLine(first), offsetLine(second));
      const file = await OffsetFile.open(path, 0);
      await file.save(9);
      await file.close();
      const bytes = readFileSync(path);
      expect([bytes.toString('latin1', 0, 25), bytes.toString('latin1', 4_096)].sort()).toEqual([
        offsetLine(8),
        offsetLine(9),
      ]);
    }
  });

  it('does not grow', async () => {
    const file = await OffsetFile.open(path, 0);
    const { size } = statSync(path);
    for (let offset = 1; offset < 20; offset += 1) await file.save(offset);
    expect(statSync(path).size).toBe(size);
    await file.close();
  });

  it('overwrites the older place, so that a torn write leaves the newer one', async () => {
    const file = await OffsetFile.open(path, 0);
    for (let offset = 1; offset < 6; offset += 1) {
      await file.save(offset);
      const bytes = readFileSync(path);
      // The next save may tear any part of the slot that it writes to, which is not the one of this offset.
      const slots = [bytes.toString('latin1', 0, 25), bytes.toString('latin1', 4_096)];
      expect(slots).toContain(offsetLine(offset));
      expect(slots).toContain(offsetLine(offset - 1));
    }
    await file.close();
  });

  it.each([['x'], [''], ['000000000000009 00000000\n'], ['9']])(
    'is read from one slot when the other holds %j',
    async (torn) => {
      both(torn, offsetLine(7));
      expect(await readOffset(path)).toBe(7);
      both(offsetLine(7), torn);
      expect(await readOffset(path)).toBe(7);
    },
  );

  it('takes the higher of two', async () => {
    both(offsetLine(8), offsetLine(7));
    expect(await readOffset(path)).toBe(8);
  });

  it('tells of a failure, tries again, and keeps what was true', async () => {
    const file = await OffsetFile.open(path, 3);
    await file.close();
    await expect(file.save(4)).rejects.toMatchObject({ code: 'LOG_UNWRITABLE' });
    await expect(file.save(4)).rejects.toMatchObject({ code: 'LOG_UNWRITABLE' });
    expect(file.savedOffset).toBe(3);
    await expect(OffsetFile.open(join(directory, 'gone', 'worker'), 0)).rejects.toMatchObject({
      code: 'LOG_UNWRITABLE',
    });
  });

  it('is null when there is none, and an error when no slot is whole', async () => {
    expect(await readOffset(path)).toBeNull();
    for (const text of ['', 'x\n', '12', '-1\n', `${'9'.repeat(15)} 00000000\n`]) {
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
