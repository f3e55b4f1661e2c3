// npm run conformance:buf [-- --seed N --pairs N --batch N]: judges random pairs of modules by a real peer and by the engine.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
await build({ quiet: true });
const main = join(root, 'dist/libs/compat/conformance/main.js');
const { status } = spawnSync(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
