// npm run proof:clients: registry clients of other makers, each against a registry of its own: their bytes read by our client, ours by them, and their
// operations. A client whose toolchain is missing is skipped by name.
//   npm run proof:clients -- [--cache=DIR] [--only=python,go,node,java]     DIR keeps what is installed
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { go } from './proof/clients/go.mjs';
import { java } from './proof/clients/java.mjs';
import { node } from './proof/clients/node.mjs';
import { python } from './proof/clients/python.mjs';

const LANGUAGES = { python, go, node, java };
const { values: options } = parseArgs({
  options: { cache: { type: 'string' }, only: { type: 'string', default: Object.keys(LANGUAGES).join() } },
});
const started = Date.now();
const scratch = mkdtempSync(join(tmpdir(), 'proof-clients-'));
const cache = options.cache ?? join(scratch, 'cache');
mkdirSync(cache, { recursive: true });
const totals = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const language of options.only.split(',')) await prove(language);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const seconds = Math.round((Date.now() - started) / 1000);
console.log(
  `proof:clients, ${seconds} s: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`,
);
process.exitCode = totals.failed === 0 ? 0 : 1;

async function prove(language) {
  const folder = join(scratch, language);
  mkdirSync(folder);
  for (const told of await LANGUAGES[language]({ cache, scratch: folder })) report(told);
}

function report({ client, skipped, rows = [] }) {
  if (skipped !== undefined) {
    totals.skipped++;
    console.log(`\n${client}\n  SKIP: ${skipped}`);
    return;
  }
  const passed = rows.filter(({ result }) => result === 'PASS').length;
  const skips = rows.filter(({ result }) => result.startsWith('SKIP')).length;
  totals.passed += passed;
  totals.skipped += skips;
  totals.failed += rows.length - passed - skips;
  console.log(`\n${client}: ${passed} of ${rows.length}`);
  const width = Math.max(...rows.map((row) => row.case.length));
  for (const row of rows) console.log(`  ${row.case.padEnd(width)}  ${row.result}`);
}
