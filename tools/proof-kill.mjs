// npm run proof:kill: the worker is killed 40 times at random moments and 6 times at each named point.
// KILLS and KILL_ROUNDS set other numbers.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = [join(root, 'tools/bootstrap.mjs'), 'test', 'apps/judge-judi/src/kill.e2e-spec.ts'];
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env: { KILLS: '40', KILL_ROUNDS: '6', ...process.env },
});
process.exit(status ?? 1);
