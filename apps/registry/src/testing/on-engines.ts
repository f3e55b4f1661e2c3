import { confluentClient, type ConfluentCall } from './confluent-client.js';
import { startRegistry, type RunningRegistry } from './start-registry.js';

/** A registry with a database of its own, which starts before the tests and ends with them. */
export interface EngineUnderTest {
  readonly registry: () => RunningRegistry;
  readonly call: ConfluentCall;
  /** The body that a GET answers. */
  readonly get: (path: string) => Promise<unknown>;
}

/** A PostgreSQL server that a spec has started. */
interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** Describes the same on SQLite and on a PostgreSQL server, which is stopped then; skipped loudly where there is none. */
export function describeOnEngines(
  postgres: Server | null,
  title: string,
  body: (engine: EngineUnderTest) => void,
  env: Readonly<Record<string, string>> = {},
): void {
  const engines: [string, Server | null][] = [['SQLite', null]];
  if (postgres === null)
    describe.skip(`${title} on PostgreSQL (no PostgreSQL server binaries here)`, () =>
      it('runs', () => undefined));
  else engines.push(['PostgreSQL', postgres]);
  afterAll(() => postgres?.stop());
  describe.each(engines)(`${title} on %s`, (_engine, server) => {
    let registry: RunningRegistry;
    beforeAll(async () => {
      registry = await startRegistry(server?.url ?? '', { env });
    }, 60_000);
    afterAll(() => registry.close());
    const call: ConfluentCall = (...args) => confluentClient(registry.url)(...args);
    body({ registry: () => registry, call, get: async (path) => (await call('GET', path)).body });
  });
}
