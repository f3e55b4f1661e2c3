// npm run proof:kill: the worker is killed 40 times at random moments and 6 times at each named point, all of it in one
// process 6 times, the registry after some batches of drafts. KILLS, KILL_ROUNDS and KILL_AFTER set other numbers.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const specs = [
  'apps/judge-judi/src/kill.e2e-spec.ts',
  'apps/registry/src/draft-kill.e2e-spec.ts',
  'apps/standalone/src/standalone.e2e-spec.ts',
];
const args = [join(root, 'tools/bootstrap.mjs'), 'test', ...specs];
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env: { KILLS: '40', KILL_ROUNDS: '6', KILL_AFTER: '1,4,9,25', ...process.env },
});
process.exit(status ?? 1);
