// npm run proof:tables [-- --seed 1 --histories 40 --engines sqlite,postgres --only PAIR --data FOLDER]: for each two consecutive
// versions of made-up and real histories, on each engine: makes the first table, writes rows, applies the plan, writes rows of
// both versions, reads all back and compares them with the messages; and compares the table with one made anew.
// TRY_ENGINES: a folder that has chdb, or TRY_CLICKHOUSE: a server's URL. PROOF_MARIADB: a mysql:// URL or a socket.
// PROTOKOLL_DATA or --data: the folder of the real histories' archives. What is missing is SKIPPED, by name.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
await build({ quiet: true });
const args = ['--no-warnings', join(root, 'tools/proof/tables/main.mjs'), ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
