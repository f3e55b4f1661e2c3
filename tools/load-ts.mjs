// Loads a TypeScript door of the repository in plain Node: builds first, then imports from dist.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Imports `libs/x/src/index.ts` (or any source path) as built JavaScript. */
export async function loadTs(path) {
  await build({ quiet: true });
  return import(pathToFileURL(join(root, 'dist', path.replace(/\.ts$/, '.js'))).href);
}
