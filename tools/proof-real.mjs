// npm run proof:real: the releases of OpenTelemetry and GTFS-realtime, pushed, judged, and their feeds written and read back.
// PROTOKOLL_DATA is the folder of their archives; default ../shared/data.
import { proveSpecs } from './prove.mjs';

proveSpecs(['test/real-history'], { proof: 'real' });
