#!/usr/bin/env node
// In the package the built files are here; in a clone they are made of the sources when those changed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..');
const cloneRoot = join(packageRoot, '..', '..', '..');
const buildTool = join(cloneRoot, 'tools', 'build.mjs');
const isClone = existsSync(buildTool) && existsSync(join(packageRoot, '..', 'src', 'main.ts'));

if (isClone) {
  const { build } = await import(pathToFileURL(buildTool).href);
  await build({ quiet: true });
}
const main = join(isClone ? cloneRoot : packageRoot, 'dist', 'apps', 'cli', 'src', 'main.js');
await import(pathToFileURL(main).href);
