// npm run fuzz [-- --inputs 1000000 --seed 1]: broken bytes to generated code, the interpreter and protobuf-es, which must agree.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
await build({ quiet: true });
const main = join(root, 'dist/libs/codec/fuzz/main.js');
const { status } = spawnSync(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
