import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Ledger } from '#libs/table-model';
import { findPostgres, ledgersOf, startPostgres, type TestPostgres } from '#libs/testing';
import { startCannedRegistry, type CannedAnswer, type CannedRegistry } from '../testing/canned-registry.js';
import { runCommand, type CommandOptions, type CommandResult } from '../testing/run-command.js';

const [first, second] = ledgersOf('1 a int32, 2 b string', '1 a int32, 3 c timestamp, 4 d uint64') as [
  Ledger,
  Ledger,
];
const SECRET = 's3cr3t';
const answer = (version: string, ledger: Ledger): CannedAnswer => ({
  request: `GET /api/v1/subjects/s/versions/${version}/ledger`,
  status: 200,
  body: { ledgers: [ledger] },
});

let folder: string;
let registry: CannedRegistry;
let printed: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-live-'));
  registry = await startCannedRegistry([answer('1', first), answer('2', second), answer('latest', second)]);
  printed = '';
});
afterEach(async () => {
  expect(printed).not.toContain(SECRET);
  await registry.close();
  rmSync(folder, { recursive: true });
});

async function run(
  command: string,
  url: string,
  options: Partial<CommandOptions> = {},
): Promise<CommandResult> {
  const env = { PROTOKOLL_REGISTRY: registry.url, PROTOKOLL_DATABASE: url };
  const result = await runCommand(command.split(' '), { cwd: folder, env, ...options });
  printed += result.stdout + result.stderr;
  return result;
}

const plan = (dialect: string, to: number): string =>
  `plan --subject s --to ${to} --dialect ${dialect} --output p.json`;

describe('SQLite', () => {
  let url: string;
  beforeEach(() => {
    url = join(folder, 'events.db');
    writeFileSync(url, '');
  });

  it('plans, applies, and finds nothing that differs', async () => {
    expect(await run(plan('sqlite', 1), url)).toMatchObject({ exitCode: 0 });
    expect(await run('apply p.json', url)).toMatchObject({ exitCode: 0 });
    expect(await run('drift --subject s', url)).toMatchObject({ exitCode: 0 });
    expect((await run('drift --subject s --at 2', url)).stdout).toContain('column-missing');
    expect((await run(plan('sqlite', 2), url)).stdout).toContain('version 1 to 2');
    expect((await run('apply p.json', url)).stderr).toContain('protokoll: 2/2 done  ALTER TABLE');
    expect((await run('apply p.json', url)).stdout).toContain('applied: 0 statements run, 2 done before');
    expect((await run('drift --subject s', url)).stdout).toContain('version 2, as the ledger says');
  });

  it('takes the plan from the standard input', async () => {
    await run(plan('sqlite', 1), url);
    const stdin = readFileSync(join(folder, 'p.json'));
    expect(await run('apply -', url, { stdin })).toMatchObject({ exitCode: 0 });
  });

  it('stops between two statements when it is told to, and goes on', async () => {
    await run(plan('sqlite', 1), url);
    const stop = new AbortController();
    stop.abort();
    const stopped = await run('apply p.json --offline', url, { signal: stop.signal });
    expect(stopped).toMatchObject({ exitCode: 2 });
    expect(stopped.stderr).toContain('Stopped after statement 1 of 2. Apply the same file again to go on.');
    expect((await run('apply p.json', url)).stdout).toContain('applied: 1 statement run, 1 done before');
  });

  it('does not go on without the registry, unless it is told to', async () => {
    await run(plan('sqlite', 1), url);
    const nowhere = { env: { PROTOKOLL_REGISTRY: 'http://127.0.0.1:1', PROTOKOLL_DATABASE: url } };
    expect(await run('apply p.json', url, nowhere)).toMatchObject({ exitCode: 4 });
    expect(await run('apply p.json --offline', url, nowhere)).toMatchObject({ exitCode: 0 });
  });

  it('leaves the environment alone where both versions are given', async () => {
    const asked = await run('plan --subject s --from 1 --to 2 --dialect sqlite', url);
    expect(asked.stderr).toContain('versions/2/plan?from=1&dialect=sqlite');
    expect((await run('plan --subject s --to 2 --dialect sqlite', url)).stdout).toContain('new in version 2');
  });

  it('waits for a path from the folder of the command', async () => {
    expect(await run(`${plan('sqlite', 1)} --database sqlite:events.db`, '')).toMatchObject({ exitCode: 0 });
    expect(await run(`${plan('sqlite', 1)} --database events.db`, '')).toMatchObject({ exitCode: 0 });
  });

  it.each(['0', '-1', 'x', '1.5', '1e3'])('refuses to drop before %p', async (version) => {
    const result = await run(`${plan('sqlite', 1)} --drop-before=${version}`, url);
    expect(result).toMatchObject({ exitCode: 2 });
  });
});

const found = findPostgres();
if (found === null) console.warn('SKIPPED apps/cli live postgres: no initdb on this machine');

(found === null ? describe.skip : describe)('PostgreSQL', () => {
  let server: TestPostgres;
  let url: string;
  beforeAll(async () => {
    server = (await startPostgres())!;
    url = server.url.replace('postgres@', `postgres:${SECRET}@`);
  });
  afterAll(() => server.stop());
  afterEach(() => byHand('DROP SCHEMA public CASCADE', 'CREATE SCHEMA public'));

  const byHand = async (...statements: readonly string[]): Promise<void> => {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    for (const sql of statements) await client.query(sql);
    await client.end();
  };

  it('plans, applies, tells of drift, and never of the URL', async () => {
    expect(await run(`${plan('postgres', 1)} --database ${url}`, '')).toMatchObject({ exitCode: 0 });
    expect((await run('apply p.json --dry-run', url)).stdout).toContain('CREATE TABLE IF NOT EXISTS "event"');
    expect(await run(`apply p.json --database ${url}`, '')).toMatchObject({ exitCode: 0 });
    expect(await run('drift --subject s --dialect postgres', url)).toMatchObject({ exitCode: 0 });
    await run(`${plan('postgres', 2)} --drop-before 2`, url);
    expect((await run('apply p.json', url)).stdout).toContain('held back: 1 contracting statement');
    expect(await run('apply p.json --contract', url)).toMatchObject({ exitCode: 0 });
    await byHand('ALTER TABLE event DROP COLUMN a', 'ALTER TABLE event ADD COLUMN z text NOT NULL');
    const drift = await run('drift --subject s --format json', url);
    expect(drift.exitCode).toBe(1);
    expect(JSON.parse(drift.stdout)).toMatchObject({
      drift: true,
      dialect: 'postgres',
      tables: [
        {
          table: 'event',
          version: 2,
          findings: [
            { kind: 'column-missing', column: 'a' },
            { kind: 'column-extra', column: 'z', blocks: true },
          ],
        },
      ],
    });
    expect(readFileSync(join(folder, 'p.json'), 'utf8')).not.toContain(SECRET);
  });

  it('says which statement failed, and goes on when the cause is gone', async () => {
    await run(plan('postgres', 1), url);
    await run('apply p.json', url);
    await run(plan('postgres', 2), url);
    // A trigger is nothing that a plan looks at.
    await byHand(
      `CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today, ${SECRET.length}'; END $$`,
      "CREATE EVENT TRIGGER no_alter ON ddl_command_start WHEN tag IN ('ALTER TABLE') EXECUTE FUNCTION refuse()",
    );
    const failed = await run('apply p.json', url);
    expect(failed).toMatchObject({ exitCode: 1 });
    expect(failed.stderr).toMatch(/Statement 1 of \d+, on table 'event', failed: not today/);
    await byHand('DROP EVENT TRIGGER no_alter');
    expect(await run('apply p.json', url)).toMatchObject({ exitCode: 0 });
  });

  it('says that a table is in use', async () => {
    await run(plan('postgres', 1), url);
    await run('apply p.json', url);
    await run(plan('postgres', 2), url);
    const client = new Client({ connectionString: server.url });
    await client.connect();
    await client.query('BEGIN; LOCK TABLE event');
    expect(await run('apply p.json --lock-timeout 0.05', url)).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('were not free within 0.05 s'),
    });
    await client.end();
    expect(await run('apply p.json', url)).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['apply p.json --databse=URL', 2],
    ['apply URL --offline', 2],
    ['drift --subject s --database URL/nowhere', 4],
    ['URL', 2],
    ['plan --subject s --to 1 --dialect postgres --output URL --database URL', 2],
  ])('hides the URL of %s', async (command, exitCode) => {
    const secret = `postgres://u:${SECRET}@127.0.0.1:1`;
    const result = await run(command.replaceAll('URL', secret), `${secret}/env`);
    expect(result.exitCode).toBeGreaterThanOrEqual(exitCode);
  });
});
