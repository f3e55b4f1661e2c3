// npm run proof:sinks: a writer to each sink is killed at random moments, and its batches come again. KILLS: rounds for each sink.
// TRY_ENGINES: a folder whose node_modules has chdb, or TRY_CLICKHOUSE: a server's URL.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = [join(root, 'tools/bootstrap.mjs'), 'test', 'libs/sinks/src/killed-writer.e2e-spec.ts'];
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PROOF: 'sinks' },
});
process.exit(status ?? 1);
