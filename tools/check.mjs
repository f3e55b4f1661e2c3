// The one command before a commit: generated files, format, lint, types, then units, corpora and layers.
// Stops at the first step that fails and shows what that step said.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const BUDGET_SECONDS = 60;

/** Each step: what it holds, the command, and what mends it. */
const STEPS = [
  { name: 'gen', args: ['tools/gen.mjs', '--check'], mend: 'npm run gen' },
  {
    name: 'format',
    args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
    mend: 'npm run format',
  },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'], mend: 'npm run lint' },
  { name: 'types', args: ['node_modules/typescript7/bin/tsc', '--noEmit'], mend: 'npm run types' },
  {
    name: 'tests',
    args: [
      '--experimental-vm-modules',
      '--no-warnings',
      'node_modules/jest/bin/jest.js',
      'libs/',
      'test/',
      // Last, since it takes every word that follows.
      '--testPathIgnorePatterns=\\.e2e-spec\\.ts$',
    ],
    mend: 'npm test -- <path>',
  },
];

const started = performance.now();
for (const [index, step] of STEPS.entries()) {
  process.stdout.write(`[${index + 1}/${STEPS.length}] ${step.name.padEnd(7)}`);
  const { code, output, seconds } = await run(step.args);
  console.log(
    `${code === 0 ? 'ok' : 'FAILED'} ${seconds.toFixed(1).padStart(6)} s${lastLineOf(step, output)}`,
  );
  if (code === 0) continue;
  console.error(`\n${output.trimEnd()}\n\n${step.name} failed. To work on it: ${step.mend}`);
  process.exit(1);
}
const total = (performance.now() - started) / 1000;
console.log(`all ${STEPS.length} steps passed in ${total.toFixed(1)} s`);
if (total > BUDGET_SECONDS) console.log(`(slower than the ${BUDGET_SECONDS} s it should take)`);

async function run(args) {
  const from = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, output: Buffer.concat(chunks).toString(), seconds: (performance.now() - from) / 1000 };
}

function lastLineOf(step, output) {
  if (step.name !== 'tests') return '';
  const tests = /^Tests: +(.*)$/m.exec(output)?.[1];
  const skipped = output.match(/^SKIPPED.*$/gm) ?? [];
  return [tests === undefined ? '' : `  ${tests}`, ...skipped.map((line) => `\n    ${line}`)].join('');
}
