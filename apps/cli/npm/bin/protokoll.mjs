#!/usr/bin/env node
// In the package the built files are here; in a clone they are made of the sources when those changed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE = [20, 19];
const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..');
const cloneRoot = join(packageRoot, '..', '..', '..');
const buildTool = join(cloneRoot, 'tools', 'build.mjs');
const isClone = existsSync(buildTool) && existsSync(join(packageRoot, '..', 'src', 'main.ts'));
const main = join(isClone ? cloneRoot : packageRoot, 'dist', 'apps', 'cli', 'src', 'main.js');

requireNode();
if (isClone) await buildClone();
await import(pathToFileURL(main).href);

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(`protokoll needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(2);
}

async function buildClone() {
  try {
    const { build } = await import(pathToFileURL(buildTool).href);
    await build({ quiet: true });
  } catch (error) {
    const isInstalled = existsSync(join(cloneRoot, 'node_modules', '@swc', 'core'));
    console.error(
      isInstalled
        ? `protokoll: The sources can not be built: ${error.message}`
        : 'protokoll: Install the dependencies first: npm ci',
    );
    process.exit(4);
  }
}
