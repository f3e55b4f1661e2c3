// node dist/libs/codec/fuzz/main.js [--inputs 1000000] [--seed 1], after npm run build: compares generated code, the interpreter
// and protobuf-es on random schemas and bytes; exits with 1 when they differ.
import { inspect, parseArgs } from 'node:util';
import { fuzz, type Totals } from './run.js';

const MOST_SHOWN = 5;
const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const totals: Totals = { inputs: 0, accepted: 0, confirmed: 0 };
let differences = 0;
for (const found of fuzz(Number(values.seed), Number(values.inputs), totals)) {
  differences += 1;
  if (differences <= MOST_SHOWN) console.log(inspect(found, { depth: 8 }));
}
console.log(
  `${totals.inputs} inputs, ${totals.accepted} accepted, ${totals.confirmed} confirmed by protobuf-es, ${differences} differences`,
);
process.exitCode = differences === 0 ? 0 : 1;
