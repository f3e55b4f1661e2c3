// Unpacks the archives with real histories, if this machine has them.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ARCHIVES = ['opentelemetry-proto-history.tar.gz', 'gtfs-realtime-history.tar.gz'];

/** Folder with the archives: PROTOKOLL_DATA, else `../shared/data` beside the repository. */
export function dataFolder(root) {
  return resolve(process.env.PROTOKOLL_DATA ?? join(root, '../shared/data'));
}

/** Names of archives that the folder lacks; empty when all are there. */
export function missingArchives(folder) {
  return ARCHIVES.filter((name) => !existsSync(join(folder, name)));
}

/** Unpacks every archive to a new temporary folder; `remove` deletes it. */
export function unpackArchives(folder) {
  const target = mkdtempSync(join(tmpdir(), 'protokoll-real-'));
  for (const name of ARCHIVES) execFileSync('tar', ['-xzf', join(folder, name), '-C', target]);
  return { folder: target, remove: () => rmSync(target, { recursive: true, force: true }) };
}

/** Folders `v1.2.3` in a folder, by the numbers in their names. */
export function releasesIn(folder) {
  return readdirSync(folder)
    .filter((name) => /^v\d+\.\d+\.\d+$/.test(name))
    .sort((left, right) => compareNumbers(numbersOf(left), numbersOf(right)));
}

function numbersOf(name) {
  return name.slice(1).split('.').map(Number);
}

function compareNumbers(left, right) {
  const at = left.findIndex((number, index) => number !== right[index]);
  return at === -1 ? 0 : left[at] - right[at];
}
