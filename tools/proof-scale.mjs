// npm run proof:scale [-- --schemas 100000 --database sqlite,postgres --keep FOLDER --only start,lists]: a registry of many one-file
// schemas, imported by the command; then its process is started anew and measured: ready, memory, full lists, slow readers, pages far
// in, random reads, what caches may keep, and how each statement finds its rows. A table says PASS or FAIL for each bar.
// --keep: where SQLite's data stays for the next run, and PostgreSQL's is copied from; without it both are imported.
// Memory needs Linux's /proc, PostgreSQL its server's programs; what is missing is SKIPPED, by name.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
await build({ quiet: true });
const args = ['--no-warnings', join(root, 'tools/proof/scale/main.mjs'), ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
