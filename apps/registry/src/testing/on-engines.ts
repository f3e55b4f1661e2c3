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

/** The engines that a spec runs on. */
export type Engine = readonly [name: string, databaseUrl: string];

const HERE_NOT = '(no PostgreSQL server binaries here)';

/** SQLite, of which every registry makes its own, and a PostgreSQL server; where there is none, a skipped test says so. The server ends with the spec. */
export function enginesOf(postgres: Server | null, title: string): readonly Engine[] {
  const sqlite: Engine = ['SQLite', ''];
  if (postgres === null) {
    describe.skip(`${title} on PostgreSQL ${HERE_NOT}`, () => it('runs', () => undefined));
    return [sqlite];
  }
  afterAll(() => postgres.stop());
  return [sqlite, ['PostgreSQL', postgres.url]];
}

/** Describes what only a PostgreSQL server can show; skipped, and said so, where there is none. */
export function describeOnPostgres(
  postgres: Server | null,
  title: string,
  body: (databaseUrl: string) => void,
): void {
  if (postgres === null) describe.skip(`${title} ${HERE_NOT}`, () => body(''));
  else describe(title, () => body(postgres.url));
}

/** Describes the same on every engine, each with a registry of its own. */
export function describeOnEngines(
  postgres: Server | null,
  title: string,
  body: (engine: EngineUnderTest) => void,
  env: Readonly<Record<string, string>> = {},
): void {
  describe.each(enginesOf(postgres, title))(`${title} on %s`, (_engine, databaseUrl) => {
    let registry: RunningRegistry;
    beforeAll(async () => {
      registry = await startRegistry(databaseUrl, { env });
    }, 60_000);
    afterAll(() => registry.close());
    const call: ConfluentCall = (...args) => confluentClient(registry.url)(...args);
    body({ registry: () => registry, call, get: async (path) => (await call('GET', path)).body });
  });
}
