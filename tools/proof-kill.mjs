// npm run proof:kill: the worker is killed 40 times at random moments and 6 times at each named point, all of it in one
// process 6 times, the registry after some batches of drafts. KILLS, KILL_ROUNDS and KILL_AFTER set other numbers.
import { proveSpecs } from './prove.mjs';

const specs = [
  'apps/judge-judi/src/kill.e2e-spec.ts',
  'apps/registry/src/draft-kill.e2e-spec.ts',
  'apps/standalone/src/standalone.e2e-spec.ts',
];
proveSpecs(specs, { defaults: { KILLS: '40', KILL_ROUNDS: '6', KILL_AFTER: '1,4,9,25' } });
