import { fuzz, type Totals } from '../fuzz/run.js';

/** The long run is fuzz/main.ts. */
const INPUTS = Number(process.env['INPUTS'] ?? 4000);

test('generated code, the interpreter and protobuf-es agree on random schemas and bytes', () => {
  const totals: Totals = { inputs: 0, accepted: 0, confirmed: 0 };
  expect([...fuzz(Number(process.env['SEED'] ?? 7), INPUTS, totals)].slice(0, 3)).toEqual([]);
  expect(totals.inputs).toBe(INPUTS);
  // Most inputs are broken, and enough are not.
  expect(totals.accepted).toBeGreaterThan(INPUTS / 5);
  expect(totals.confirmed).toBeGreaterThan(INPUTS / 20);
});
