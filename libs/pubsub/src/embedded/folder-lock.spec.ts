import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FolderLock } from './folder-lock.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'protokoll-lock-'));
});

afterEach(() => rm(directory, { recursive: true }));

const lockedBy = (owner: object | string): void =>
  writeFileSync(join(directory, 'lock'), typeof owner === 'string' ? owner : JSON.stringify(owner));

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

async function takes(): Promise<void> {
  const lock = await FolderLock.acquire(directory);
  expect(await readdir(directory)).toEqual(['lock']);
  await lock.release();
  expect(await readdir(directory)).toEqual([]);
}

const refuses = async (holder: string): Promise<void> => {
  await expect(FolderLock.acquire(directory)).rejects.toMatchObject({
    code: 'LOG_LOCKED',
    message: expect.stringContaining(holder),
  });
  expect(await readdir(directory)).toEqual(['lock']);
};

describe('FolderLock', () => {
  it('is taken once, and again when it was let go', async () => {
    const lock = await FolderLock.acquire(directory);
    await refuses(`process ${process.pid} on ${hostname()}`);
    await lock.release();
    await takes();
  });

  it('replaces the lock of a process that is gone', async () => {
    lockedBy({ token: 'a', pid: deadPid(), host: hostname(), started: null });
    await takes();
  });

  it('refuses while the owner runs', async () => {
    lockedBy({ token: 'a', pid: process.ppid, host: hostname(), started: null });
    await refuses(`process ${process.ppid}`);
  });

  it('replaces the lock of another process that had the same id, as 1 in a container', async () => {
    lockedBy({ token: 'a', pid: process.pid, host: hostname(), started: null });
    await takes();
  });

  it('tells a process from a later one with its id by when it was started', async () => {
    const own = await FolderLock.acquire(directory);
    const { started } = JSON.parse(readFileSync(join(directory, 'lock'), 'utf8')) as {
      started: string | null;
    };
    await own.release();
    if (started === null) return;
    lockedBy({ token: 'a', pid: process.ppid, host: hostname(), started: 'another boot/1' });
    await takes();
  });

  it('replaces the lock of a process that has ended although its parent has not taken note', async () => {
    // bash does not wait for its background job while it sleeps, so that stays a zombie.
    const parent = spawn('bash', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
    try {
      const pid = await new Promise<number>((resolve) => {
        parent.stdout.once('data', (line: Buffer) => resolve(Number(String(line))));
      });
      await sleep(200);
      if (!existsSync(`/proc/${pid}/stat`)) return;
      lockedBy({ token: 'a', pid, host: hostname(), started: 'this boot/7' });
      await takes();
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('waits for an owner on another host until the file has not been touched for long', async () => {
    lockedBy({ token: 'a', pid: 1, host: 'elsewhere', started: null });
    await refuses('process 1 on elsewhere');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(join(directory, 'lock'), longAgo, longAgo);
    await takes();
  });

  it.each(['', '{', 'null', '{"token":"../../x"}', '[]'])(
    'does not trust the content %p',
    async (content) => {
      lockedBy(content);
      await refuses('another process');
      const longAgo = new Date(Date.now() - 60_000);
      utimesSync(join(directory, 'lock'), longAgo, longAgo);
      await takes();
    },
  );

  it('is taken by one of many that find it stale', async () => {
    lockedBy({ token: 'a', pid: deadPid(), host: hostname(), started: null });
    const takers = await Promise.allSettled(Array.from({ length: 20 }, () => FolderLock.acquire(directory)));
    const taken = takers.flatMap((taker) => (taker.status === 'fulfilled' ? [taker.value] : []));
    expect(taken).toHaveLength(1);
    await taken[0]?.release();
  });

  it('leaves a lock alone that another one took meanwhile', async () => {
    const lock = await FolderLock.acquire(directory);
    lockedBy({ token: 'other', pid: process.ppid, host: hostname(), started: null });
    await lock.release();
    expect(await readdir(directory)).toEqual(['lock']);
  });
});
