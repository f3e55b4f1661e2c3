import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../problem-of.js';

const US_PER_DAY = 86_400_000_000n;
/** What begins like that is being written, or was when its process died. Readers leave out names that begin with a dot. */
const TEMPORARY = '.writing-';
/** A file that is written takes seconds; what is older was left behind. */
const ABANDONED_MS = 3_600_000;

/** Folder of a table; names that are no plain words are escaped, so that none leads out of its parent. */
export function tableFolder(root: string, table: string): string {
  const plain = Array.from(table, (sign) =>
    /[A-Za-z0-9_]/.test(sign) ? sign : [...Buffer.from(sign)].map((byte) => `%${hex(byte)}`).join(''),
  );
  return join(root, plain.join(''));
}

/** Name of the folder for a day: `day=2026-01-02`, the day in UTC in which the microseconds lie. */
export function dayFolder(us: number | bigint): string {
  const whole = BigInt(us);
  const days = whole / US_PER_DAY - (whole % US_PER_DAY < 0n ? 1n : 0n);
  // Years 0001 to 9999: a Date reaches further.
  return `day=${new Date(Number(days) * 86_400_000).toISOString().slice(0, 10)}`;
}

/** Name of the file for these events: it follows from their ids alone, so that a batch that comes again has the same. */
export function fileName(table: string, eventIds: readonly string[]): string {
  const hash = createHash('sha256').update(table);
  for (const id of eventIds) hash.update(`\n${id}`);
  return `${hash.digest('hex').slice(0, 32)}.parquet`;
}

/** Writes a file so that it is there as a whole or not at all, also after a power failure. What had the name before is replaced. */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  await viaTemporary(path, bytes, (temporary) => rename(temporary, path));
}

/** As {@link writeWhole}, but never replaces: answers false when the name is taken. */
export async function writeOnce(path: string, bytes: Uint8Array | string): Promise<boolean> {
  let isNew = true;
  await viaTemporary(path, bytes, async (temporary) => {
    isNew = await link(temporary, path).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === 'EEXIST') return false;
        throw error;
      },
    );
    await rm(temporary);
  });
  return isNew;
}

async function viaTemporary(
  path: string,
  bytes: Uint8Array | string,
  settle: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder);
  const temporary = join(folder, `${TEMPORARY}${randomUUID()}`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await settle(temporary);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Makes a folder and those above it, durably. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let at = folder; at !== dirname(first); at = dirname(at)) await syncFolder(dirname(at));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Names in a folder, in order; none when it is not there. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return [];
    throw error;
  }
}

/** Removes what a process left behind that died while it wrote. */
export async function removeAbandoned(folder: string, nowMs: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (!name.startsWith(TEMPORARY)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
    if (nowMs - mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}
