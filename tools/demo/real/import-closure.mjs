// The files that a root file needs, in one folder of sources.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const IMPORT = /^\s*import\s+(?:public\s+|weak\s+|option\s+)?"([^"]+)"\s*;/gm;

/** Import paths of the root file and all it imports, as far as the folder has them; sorted. */
export function importClosure(folder, rootFile) {
  const found = new Set();
  const queue = [rootFile];
  while (queue.length > 0) {
    const path = queue.pop();
    if (found.has(path) || !existsSync(join(folder, path))) continue;
    found.add(path);
    for (const [, imported] of readFileSync(join(folder, path), 'utf8').matchAll(IMPORT))
      queue.push(imported);
  }
  return [...found].sort();
}

/** Calls `use` with a temporary folder that has only the closure of the root file; with null when there is no root file. */
export async function withClosure(folder, rootFile, use) {
  if (!existsSync(join(folder, rootFile))) return use(null);
  const target = mkdtempSync(join(tmpdir(), 'protokoll-closure-'));
  try {
    for (const path of importClosure(folder, rootFile)) {
      mkdirSync(dirname(join(target, path)), { recursive: true });
      copyFileSync(join(folder, path), join(target, path));
    }
    return await use(target);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}
