// Long runs of the random proofs of libs/schema-formats: compatible schemas read what the others wrote.
//   npm run proof:formats -- --pairs 1500 --seed 1
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '1500' }, seed: { type: 'string', default: '1' } },
});
const started = Date.now();
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    'libs/schema-formats/.*-truth',
    '--runInBand',
  ],
  { stdio: 'inherit', env: { ...process.env, PAIRS: values.pairs, SEED: values.seed } },
);
console.log(
  `proof:formats: ${values.pairs} pairs, seed ${values.seed}, ${Math.round((Date.now() - started) / 1000)} s`,
);
process.exit(status ?? 1);
