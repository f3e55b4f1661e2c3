// npm run proof:registries: the same requests to a registry of ours and to Apicurio's Confluent-compatible API, answers compared.
// Needs `npm run build`, Maven and Java 21.   node tools/proof-registries.mjs [--cache=DIR]   DIR keeps what is installed
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startRegistry } from './proof/clients/registry.mjs';
import { APICURIO, startApicurio } from './proof/registries/apicurio.mjs';
import { ask, difference } from './proof/registries/compare.mjs';
import { STEPS } from './proof/registries/steps.mjs';

const { values: options } = parseArgs({ options: { cache: { type: 'string' } } });
/** Why an answer differs, by step: each was looked up in the interface's documents. */
const file = join(dirname(fileURLToPath(import.meta.url)), 'proof/registries/differences.json');
const REASONS = JSON.parse(readFileSync(file, 'utf8'));
const scratch = mkdtempSync(join(tmpdir(), 'proof-registries-'));
const cache = options.cache ?? scratch;
mkdirSync(cache, { recursive: true });
const totals = { same: 0, known: 0, failed: 0 };
try {
  const theirs = await startApicurio(cache);
  if (typeof theirs === 'string') console.log(`SKIP ${APICURIO}: ${theirs}`);
  else await compareWith(theirs);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(
  `proof:registries: ${totals.same} the same, ${totals.known} differ for a known reason, ${totals.failed} failed`,
);
process.exitCode = totals.failed === 0 ? 0 : 1;

async function compareWith(theirs) {
  const ours = await startRegistry(join(scratch, 'registry'));
  try {
    console.log(APICURIO);
    for (const [name, step] of Object.entries(STEPS))
      report(name, difference(await ask(ours.url, step), await ask(theirs.url, step)));
    for (const name of Object.keys(REASONS)) if (!(name in STEPS)) fail(name, 'there is no such step');
  } finally {
    await ours.close();
    await theirs.close();
  }
}

function report(name, found) {
  const reason = REASONS[name];
  if (found === null && reason !== undefined)
    return fail(name, 'they agree now; take it from differences.json');
  if (found === null) {
    totals.same++;
    return console.log(`  ${name}: same`);
  }
  const [what, ours, theirs] = found;
  const text = `${what}: ours ${short(ours)}, theirs ${short(theirs)}`;
  if (reason === undefined) return fail(name, text);
  totals.known++;
  console.log(`  ${name}: DIFFERS, ${text}\n      ${reason}`);
}

function fail(name, text) {
  totals.failed++;
  console.log(`  ${name}: FAIL, ${text}`);
}

function short(value) {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}
