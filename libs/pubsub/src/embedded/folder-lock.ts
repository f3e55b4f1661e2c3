// One process owns a log's folder. The file `lock` names it: a process id alone is not enough, since ids come again
// after a restart (in a container the only process is always 1), so its start time goes with it. Of a process on another
// host only the file's age can tell: the owner touches it.
import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { RegistryError } from '#libs/errors';
import { hasCode } from './failures.js';

/** How often the owner touches the file. */
const TOUCH_MS = 5_000;
/** Age after which the owner on another host is believed to be gone. */
const STALE_MS = 30_000;
const ATTEMPTS = 5;

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** Boot and start time by /proc; null where there is none. */
  readonly started: string | null;
}

/** A folder that this process owns until it lets go. */
export class FolderLock {
  private readonly touching: NodeJS.Timeout;

  private constructor(
    private readonly path: string,
    private readonly token: string,
  ) {
    this.touching = setInterval(() => {
      const now = new Date();
      utimes(path, now, now).catch(() => undefined);
    }, TOUCH_MS).unref();
    heldTokens().add(token);
  }

  /** Takes the folder; a lock left by a process that is gone is replaced. **Throws** LOG_LOCKED. */
  static async acquire(directory: string): Promise<FolderLock> {
    const path = join(directory, 'lock');
    const token = randomUUID();
    const own = join(directory, `lock.${token}`);
    const owner: Owner = { token, pid: process.pid, host: hostname(), started: startOf(process.pid) };
    await writeFile(own, JSON.stringify(owner));
    try {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        if (await linkIfFree(own, path)) return new FolderLock(path, token);
        await removeIfStale(path, directory);
      }
      throw locked(directory, null);
    } finally {
      await rm(own, { force: true });
    }
  }

  /** Lets the folder go. */
  async release(): Promise<void> {
    clearInterval(this.touching);
    heldTokens().delete(this.token);
    const owner = await readOwner(this.path);
    if (owner?.token === this.token) await rm(this.path, { force: true });
  }
}

async function linkIfFree(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Removes the lock of an owner that is gone. Of several that try, the one whose link to it succeeds does it. */
async function removeIfStale(path: string, directory: string): Promise<void> {
  const owner = await readOwner(path);
  if (owner === undefined) return;
  if (!(await isGone(owner, path))) throw locked(directory, owner);
  const claim = join(directory, `lock.gone-${owner?.token ?? 'unreadable'}`);
  if (!(await linkIfFree(path, claim))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return;
  }
  try {
    const claimed = await readOwner(claim);
    if (claimed?.token === owner?.token) await unlink(path).catch(ignoreMissing);
  } finally {
    await rm(claim, { force: true });
  }
}

/** Null for a file that no owner can be read from; undefined when there is no file. */
async function readOwner(path: string): Promise<Owner | null | undefined> {
  const text = await readFile(path, 'utf8').catch(ignoreMissing);
  if (text === undefined) return undefined;
  try {
    const read = JSON.parse(text) as Partial<Owner> | null;
    if (typeof read?.token !== 'string' || !/^[\w-]{1,64}$/.test(read.token)) return null;
    const { token, pid = 0, host = '', started = null } = read;
    return { token, pid, host, started };
  } catch {
    return null;
  }
}

async function isGone(owner: Owner | null, path: string): Promise<boolean> {
  if (owner === null || owner.host !== hostname()) {
    const file = await stat(path).catch(ignoreMissing);
    return file === undefined || Date.now() - file.mtimeMs > STALE_MS;
  }
  if (owner.pid === process.pid) return !heldTokens().has(owner.token);
  if (!isRunning(owner.pid)) return true;
  return owner.started !== null && startOf(owner.pid) !== owner.started;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/**
 * Tells two processes of one id apart, on Linux: boot id and the start time in field 22 of /proc/<pid>/stat. Null for a
 * process that has ended and only waits for its parent to take note, and where there is no /proc.
 */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in field 2 may hold spaces and brackets; the last bracket ends it.
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[18] ?? ''}`;
  } catch {
    return null;
  }
}

function locked(directory: string, owner: Owner | null): RegistryError {
  const holder = owner === null ? 'another process' : `process ${owner.pid} on ${owner.host}`;
  return new RegistryError('LOG_LOCKED', { path: directory, holder });
}

function ignoreMissing(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) return undefined;
  throw error;
}

/** Locks of this process, over all copies of this module that it may have loaded. */
function heldTokens(): Set<string> {
  const holder = globalThis as { [HELD]?: Set<string> };
  holder[HELD] ??= new Set();
  return holder[HELD];
}

const HELD = Symbol.for('protokoll.pubsub.held-locks');
