// Runs the test suites and closes with "N passed, N failed, N skipped"; what was skipped is named just before.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'protokoll-test-'));
const report = join(folder, 'report.json');

const code = await runJest(['--json', `--outputFile=${report}`, ...process.argv.slice(2)]);
const results = readReport();
rmSync(folder, { recursive: true, force: true });
if (results === null) {
  console.log('0 passed, 1 failed');
  process.exit(code === 0 ? 1 : code);
}
const skipped = results.testResults.flatMap((suite) =>
  suite.assertionResults.filter((test) => test.status === 'pending').map((test) => test.fullName),
);
if (skipped.length > 0)
  console.log(
    `\nSkipped, because something that they need is not here or they are proofs of their own:\n${skipped.map((name) => `  ${name}`).join('\n')}`,
  );
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
console.log(`\n${results.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(code);

function runJest(args) {
  return new Promise((resolve) => {
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...args];
    const child = spawn(process.execPath, flags, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('exit', (status) => resolve(status ?? 1));
  });
}

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return null;
  }
}
