// npm run proof:replicas: two and four registries on one PostgreSQL, and one on SQLite, under clients that register the same and
// other schemas, refer and delete; one is killed at a random moment, 8 times. Then every row is looked at.
// REPLICA_KILLS, REPLICA_ROUND_MS, REPLICA_COUNTS, REPLICA_CLIENTS and REPLICA_SEED set other numbers.
import { fileURLToPath } from 'node:url';
import { proveSpecs } from './prove.mjs';

const defaults = {
  REPLICA_KILLS: '8',
  REPLICA_ROUND_MS: '2500',
  REPLICA_COUNTS: '2,4',
  REPLICA_CLIENTS: '16',
  REPLICA_MAIN: fileURLToPath(new URL('../dist/apps/registry/src/main.js', import.meta.url)),
};
proveSpecs(['apps/registry/src/replicas.e2e-spec.ts'], { defaults });
