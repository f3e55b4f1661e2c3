import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOf, linesOf, spawnTypeScript, startPostgres, type TestPostgres } from '#libs/testing';
import { databaseLocation } from './core/database/database-options.js';
import { Database } from './core/database/database.js';
import { randomOf, runLoad, type LoadReport } from './testing/replica-load.js';
import { startRegistry, type RunningRegistry } from './testing/start-registry.js';

const MAIN = new URL('./main.ts', import.meta.url);
/** The same, built: it starts sooner, and a round is about what runs. */
const BUILT_MAIN = process.env['REPLICA_MAIN'] ?? '';

/** `npm run proof:replicas` sets larger ones. */
const ROUNDS = Number(process.env['REPLICA_KILLS'] ?? 0);
const KILLS = ROUNDS > 0;
const ROUND_MS = Number(process.env['REPLICA_ROUND_MS'] ?? 1_000);
const COUNTS = (process.env['REPLICA_COUNTS'] ?? '2').split(',').map(Number);
const CLIENTS = Number(process.env['REPLICA_CLIENTS'] ?? 8);
const SEED = Number(process.env['REPLICA_SEED'] ?? 1);
/** Longest that a start may take on a busy machine. */
const START_MS = 120_000;

/** What no row may be, and what says so. Each answers the rows that are wrong. */
const WRONG: Readonly<Record<string, string>> = {
  'a content with two ids': `SELECT "content_key" FROM "schema_id" GROUP BY "context", "content_key" HAVING count(*) > 1`,
  'an id that was left out': `SELECT c."name" FROM "context" c WHERE c."next_id" - 1 <>
    (SELECT count(*) FROM "schema_id" i WHERE i."context" = c."name")`,
  'a version that was left out': `SELECT s."name" FROM "subject" s WHERE s."next_version" - 1 <>
    (SELECT count(*) FROM "version" v WHERE v."subject_id" = s."id")`,
  'a version whose id is of another content': `SELECT v."version" FROM "version" v JOIN "subject" s ON s."id" = v."subject_id"
    WHERE NOT EXISTS (SELECT 1 FROM "schema_id" i WHERE i."context" = s."context" AND i."id" = v."schema_id" AND i."content_key" = v."content_key")`,
  'an id of nothing': `SELECT "id" FROM "schema_id" i WHERE NOT EXISTS (SELECT 1 FROM "version" v WHERE v."schema_id" = i."id")`,
  'a schema of nothing': `SELECT "fingerprint" FROM "schema" s WHERE NOT EXISTS (SELECT 1 FROM "version" v WHERE v."fingerprint" = s."fingerprint")`,
  'a text of nothing': `SELECT "digest" FROM "source" t WHERE NOT EXISTS (SELECT 1 FROM "version" v WHERE v."source_digest" = t."digest")`,
  'a ledger of nothing': `SELECT "message" FROM "ledger" l WHERE NOT EXISTS (SELECT 1 FROM "version" v
    WHERE v."subject_id" = l."subject_id" AND v."version" = l."version")`,
  'a live version that refers to a deleted one': `SELECT r."subject_id" FROM "version_reference" r
    JOIN "version" v ON v."subject_id" = r."subject_id" AND v."version" = r."version" AND v."deleted_at" IS NULL
    LEFT JOIN "version" t ON t."subject_id" = r."target_subject_id" AND t."version" = r."target_version" AND t."deleted_at" IS NULL
    WHERE t."version" IS NULL`,
  'a version that the feed tells of not once': `SELECT v."version" FROM "version" v JOIN "subject" s ON s."id" = v."subject_id" WHERE 1 <>
    (SELECT count(*) FROM "change" c WHERE c."kind" = 'version.created' AND c."subject" = s."name" AND c."version" = v."version")`,
};

// One process under this load, and killed, is a proof of its own.
const cases: [string, string, number][] = KILLS ? [['SQLite, one process', '', 1]] : [];
// A server for each: what one load has left would be known to the next.
const servers: TestPostgres[] = [];
for (const count of COUNTS) {
  const server = await startPostgres();
  if (server === null) break;
  servers.push(server);
  cases.push([`PostgreSQL, ${count} replicas`, server.url, count]);
}
if (servers.length === 0)
  describe.skip('replicas on PostgreSQL (no PostgreSQL server binaries here)', () =>
    it('run', () => undefined));
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
});

// Jest takes no empty table.
if (cases.length > 0)
  describe('replicas under clients that write', () => {
    it.each(cases)(
      '%s: keep what they acknowledged, and nothing twice',
      async (engine, url, count) => {
        const folder = mkdtempSync(join(tmpdir(), 'replicas-'));
        const replicas = KILLS
          ? new Processes({ DATA_DIR: folder, DATABASE_URL: url }, count)
          : new Apps(url);
        try {
          await replicas.start();
          await fetch(`${replicas.url(0)}/config`, {
            method: 'PUT',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ compatibility: 'NONE' }),
          });
          const report = await run(replicas);
          await replicas.stop();
          tell(engine, report);
          expect(report.missed).toEqual([]);
          expect(report.stale).toEqual([]);
          expect(report.unexpected).toEqual([]);
          await check(databaseLocation(url, folder, 2), report);
        } finally {
          await replicas.stop();
          rmSync(folder, { recursive: true, force: true });
        }
      },
      START_MS + (ROUNDS + 1) * (ROUND_MS + (KILLS ? START_MS : 0)),
    );
  });

/** Registries in processes of their own, on one database; any of them may be killed and started again. */
class Processes {
  private readonly running: ({ readonly child: ChildProcess; readonly url: string } | null)[];

  /** They share the data folder too, and so what was compiled. */
  constructor(
    private readonly env: Readonly<Record<string, string>>,
    readonly count: number,
  ) {
    this.running = Array.from({ length: count }, () => null);
  }

  /** Starts those that are down. */
  async start(): Promise<void> {
    await Promise.all(
      this.running.map(async (replica, index) => {
        this.running[index] = replica ?? (await spawnRegistry(this.env));
      }),
    );
  }

  /** Address of a replica; null while it is down. */
  url(index: number): string | null {
    return this.running[index % this.count]?.url ?? null;
  }

  /** kill -9, and start again. */
  async restart(index: number): Promise<void> {
    const killed = this.running[index];
    this.running[index] = null;
    killed?.child.kill('SIGKILL');
    if (killed !== null && killed !== undefined) await exitOf(killed.child);
    await this.start();
  }

  /** kill -9 for all. */
  async stop(): Promise<void> {
    for (const replica of this.running) replica?.child.kill('SIGKILL');
    await Promise.all(this.running.map((replica) => (replica === null ? null : exitOf(replica.child))));
  }
}

/** Its own failures are told on stderr, and become the test's. */
async function spawnRegistry(
  env: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess; url: string }> {
  const settings = { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', ...env };
  const child =
    BUILT_MAIN === ''
      ? spawnTypeScript(MAIN, { env: settings })
      : spawn(process.execPath, [BUILT_MAIN], { env: { ...process.env, NODE_OPTIONS: '', ...settings } });
  let told = '';
  child.stderr?.on('data', (part: Buffer) => (told = (told + part.toString()).slice(-4_000)));
  for await (const line of linesOf(child)) {
    const url = /http:\/\/\S+?(?=\/api)/.exec(line)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`a replica did not start (exit code ${await exitOf(child)}): ${told}`);
}

/** Two registries in this process: soon started, and not to be killed. */
class Apps {
  readonly count = 2;
  private running: RunningRegistry[] = [];

  constructor(private readonly databaseUrl: string) {}

  async start(): Promise<void> {
    for (let index = 0; index < this.count; index += 1)
      this.running.push(await startRegistry(this.databaseUrl));
  }

  url(index: number): string | null {
    return this.running[index % this.count]?.url ?? null;
  }

  async stop(): Promise<void> {
    const { running } = this;
    this.running = [];
    await Promise.all(running.map((registry) => registry.close()));
  }
}

/** Runs the load, and kills one replica at a random moment of each round. */
async function run(replicas: Processes | Apps): Promise<LoadReport> {
  const random = randomOf(SEED);
  let isOver = false;
  const load = runLoad(replicas, { clients: CLIENTS, seed: SEED, isOver: () => isOver });
  for (let round = 0; round < ROUNDS; round += 1) {
    await sleep(random(ROUND_MS));
    if (replicas instanceof Processes) await replicas.restart(random(replicas.count));
  }
  await sleep(ROUND_MS);
  isOver = true;
  return load;
}

async function check(location: Parameters<typeof Database.open>[0], report: LoadReport): Promise<void> {
  const database = await Database.open(location);
  try {
    for (const [what, sql] of Object.entries(WRONG))
      expect([what, await database.query(sql)]).toEqual([what, []]);
    const rows = await database.query<{ subject: string; version: number; id: number }>(
      `SELECT s."name" AS "subject", v."version" AS "version", v."schema_id" AS "id"
       FROM "version" v JOIN "subject" s ON s."id" = v."subject_id"`,
    );
    const stored = new Set(rows.map(({ subject, version, id }) => `${subject}/${version}/${id}`));
    const lost = report.acknowledged.filter(
      ({ subject, version, id }) => !stored.has(`${subject}/${version}/${id}`),
    );
    expect(lost).toEqual([]);
    const idOf = new Map(report.acknowledged.map(({ content, id }) => [content, id]));
    expect(report.acknowledged.filter(({ content, id }) => idOf.get(content) !== id)).toEqual([]);
    expect(report.acknowledged.length).toBeGreaterThan(0);
  } finally {
    await database.close();
  }
}

/** Figures, where the proof is run by itself. */
function tell(engine: string, report: LoadReport): void {
  if (!KILLS) return;
  const lags = [...report.lagsMs].sort((one, other) => one - other);
  const at = (part: number): string => (lags[Math.floor(lags.length * part)] ?? 0).toFixed(1);
  process.stdout.write(
    `${engine}, ${ROUNDS} kills: ${report.acknowledged.length} registrations, ${report.deleted} deletions, ` +
      `${report.lost} lost requests; answers older than what was acknowledged: ${report.oldAnswers}; latest through another replica after ${at(0.5)} ms (median), ${at(0.95)} ms (95 %), ` +
      `${at(0.99)} ms (99 %), ${(lags.at(-1) ?? 0).toFixed(1)} ms (longest of ${lags.length})\n`,
  );
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
