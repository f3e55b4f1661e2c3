// npm run proof:replicas: two and four registries on one PostgreSQL, and one on SQLite, under clients that register the same and
// other schemas, refer and delete; one is killed at a random moment, 8 times. Then every row is looked at.
// REPLICA_KILLS, REPLICA_ROUND_MS, REPLICA_COUNTS, REPLICA_CLIENTS and REPLICA_SEED set other numbers.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
await build();
const args = [join(root, 'tools/test.mjs'), 'apps/registry/src/replicas.e2e-spec.ts'];
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env: {
    REPLICA_KILLS: '8',
    REPLICA_ROUND_MS: '2500',
    REPLICA_COUNTS: '2,4',
    REPLICA_CLIENTS: '16',
    REPLICA_MAIN: join(root, 'dist/apps/registry/src/main.js'),
    ...process.env,
  },
});
process.exit(status ?? 1);
