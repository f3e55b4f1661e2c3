// npm run proof:real: the releases of OpenTelemetry and GTFS-realtime, pushed, judged, and their feeds written and read back.
// PROTOKOLL_DATA is the folder of their archives; default ../shared/data.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = [join(root, 'tools/bootstrap.mjs'), 'test', 'test/real-history'];
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PROOF: 'real' },
});
process.exit(status ?? 1);
