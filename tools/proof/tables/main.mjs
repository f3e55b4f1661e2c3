// See tools/proof-tables.mjs.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { advanceLedger, buildTable } from '#libs/table-model';
import { dataFolder } from '../../demo/archive.mjs';
import { checkPair, registryOf } from './check-pair.mjs';
import { ENGINES } from './engines.mjs';
import { generatedHistories, realHistories } from './histories.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '40' },
    engines: { type: 'string', default: Object.keys(ENGINES).join() },
    only: { type: 'string' },
    data: { type: 'string', default: dataFolder(root) },
  },
});
const seed = Number(values.seed);
const { histories: real, missing } = realHistories(values.data);
if (missing.length > 0) console.log(`SKIPPED real histories: ${values.data} has no ${missing.join(', ')}`);
const pairs = [...generatedHistories(seed, Number(values.histories)), ...real].flatMap(pairsOf);
const chosen = pairs
  .map((pair, number) => ({ ...pair, number }))
  .filter(({ number }) => values.only === undefined || number === Number(values.only));
console.log(`${chosen.length} pairs of versions, seed ${seed}`);

let failed = false;
for (const name of values.engines.split(',')) {
  const engine = await ENGINES[name]();
  if (typeof engine === 'string') {
    console.log(`SKIPPED ${name}: ${engine}`);
    continue;
  }
  failed = (await proveOn(name, engine)) || failed;
}
process.exit(failed ? 1 : 0);

async function proveOn(name, engine) {
  const sum = { pairs: 0, rows: 0, cells: 0, refused: 0, failing: 0 };
  const startedMs = performance.now();
  for (const pair of chosen) {
    const result = await checkPair(engine, tableOf(pair), seed + pair.number).catch((error) => ({
      rows: 0,
      cells: 0,
      refused: 0,
      problems: [(error.cause ?? error).stack],
    }));
    for (const key of ['rows', 'cells', 'refused']) sum[key] += result[key];
    sum.pairs += 1;
    if (result.problems.length > 0) {
      sum.failing += 1;
      if (sum.failing <= 10)
        console.log(
          `  ${name}, ${pair.name}: --engines ${name} --seed ${seed} --histories ${values.histories} --only ${pair.number}\n    ${result.problems.slice(0, 12).join('\n    ')}`,
        );
    }
    if (sum.pairs % 50 === 0) console.log(`  ${name}: ${sum.pairs} of ${chosen.length}`);
  }
  await engine.close();
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  console.log(
    `${name}: ${sum.pairs} pairs, ${sum.rows} rows, ${sum.cells} cells as decoded, ${sum.refused} refused as documented, ${sum.failing} pairs FAILING (${seconds} s)`,
  );
  return sum.failing > 0;
}

/** Each version with the one after it, and the ledgers that the history had come to by then. */
function pairsOf({ name, versions }) {
  const steps = [];
  for (const [index, { desc, registry }] of versions.entries()) {
    const model = buildTable(desc, { table: 'event' });
    const { ledger } = advanceLedger(steps.at(-1)?.ledger ?? null, 's', model, index + 1);
    steps.push({ desc, model, ledger, version: index + 1, registry: registry ?? registryOf(desc) });
  }
  return steps.slice(1).map((after, index) => ({
    name: `${name}, versions ${index + 1} and ${index + 2}`,
    before: steps[index],
    after,
  }));
}

/** Under names of its own: an engine looks for an event in all tables of a message. */
function tableOf({ before, after, number, ...rest }) {
  const named = (step) => ({
    ...step,
    ledger: {
      ...step.ledger,
      table: `event_${number}`,
      subject: `s${number}`,
      message: `${step.ledger.message}${number}`,
    },
  });
  return { ...rest, number, before: named(before), after: named(after) };
}
