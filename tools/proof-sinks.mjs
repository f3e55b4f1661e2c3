// npm run proof:sinks: a writer to each sink is killed at random moments, and its batches come again. KILLS: rounds for each sink.
// TRY_ENGINES: a folder whose node_modules has chdb, or TRY_CLICKHOUSE: a server's URL.
import { proveSpecs } from './prove.mjs';

proveSpecs(['libs/sinks/src/killed-writer.e2e-spec.ts'], { proof: 'sinks' });
