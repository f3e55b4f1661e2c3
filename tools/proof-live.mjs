// npm run proof:live: plan files on every engine that is here, by random histories, and processes killed inside of and after
// each statement. MARIADB_BIN is the folder of mariadbd, TRY_ENGINES one whose node_modules has chdb, TRY_CLICKHOUSE a server's URL.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = [join(root, 'tools/bootstrap.mjs'), 'test', 'libs/live-tables'];
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PROOF: 'live' },
});
process.exit(status ?? 1);
