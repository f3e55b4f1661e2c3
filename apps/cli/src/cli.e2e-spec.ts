import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '#libs/sqlite';

/** The command as people run it, in a process of its own, against a whole Protokoll. */
const SOURCES = 'proto/examples/broadcaster';
const BIN = 'apps/cli/npm/bin/protokoll.mjs';
const BUILT = 'dist/apps/cli/src/main.js';
const READY_WITHIN_MS = 30_000;

let folder: string;
let server: ChildProcess;
let url: string;
let log = '';

const SECRET = 's3cr3t';
/** Where nobody listens. */
const FAILING = [
  `postgres://us3r-${SECRET}:${SECRET}@127.0.0.1:1/${SECRET}`,
  `mysql://us3r-${SECRET}:${SECRET}@127.0.0.1:1/${SECRET}`,
  `http://us3r-${SECRET}:${SECRET}@127.0.0.1:1/${SECRET}`,
];
const ADMIN_TOKEN = `${SECRET}-of-an-admin`;

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

function protokoll(args: readonly string[], env: Record<string, string> = {}): Ended {
  const base = { ...process.env, PROTOKOLL_REGISTRY: url, PROTOKOLL_CACHE: join(folder, 'cache'), ...env };
  return spawnSync(process.execPath, [BUILT, ...args], { encoding: 'utf8', env: base });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-e2e-'));
  const built = spawnSync(process.execPath, ['tools/build.mjs'], { encoding: 'utf8' });
  expect(built.stderr).toBe('');
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: folder,
    LOG_LEVEL: 'trace',
    TABLE_DATABASES: FAILING.map((database, index) => `d${index}=${database}`).join(' '),
    ADMIN_TOKENS: ADMIN_TOKEN,
  };
  server = spawn(process.execPath, ['dist/apps/standalone/src/main.js'], { env, stdio: 'pipe' });
  for (const stream of [server.stdout, server.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (log += text));
  await until(async () => (await fetch(`${url}/ready`)).ok);
}, 60_000);

afterAll(async () => {
  const exited = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await exited;
  rmSync(folder, { recursive: true, force: true });
});

test('pushes, checks, plans, decodes and looks at what came in', async () => {
  const push = (version: string): Ended =>
    protokoll(['push', `${SOURCES}/${version}`, '--subject', 'news/events']);
  expect(push('v1')).toMatchObject({ status: 0, stderr: '' });
  expect(push('v1').stdout).toMatch(/^news\/events version 1 was there already\n/);

  const ok = protokoll(['check', `${SOURCES}/v2`, '--against', 'subject:news/events']);
  expect(ok).toMatchObject({ status: 0 });
  expect(ok.stdout).toMatch(/^compatible at level BACKWARD with version 1 of news\/events/);
  expect(push('v2').stdout).toMatch(/^news\/events version 2 published\n/);
  expect(push('v3')).toMatchObject({ status: 0 });

  const refused = push('v4-breaking');
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('Nothing was published') });
  expect(refused.stdout).toMatch(/REFUSED field-wire-type[^]*position_ms = 4;\n {6}\|[^]*string position_ms/);
  const asJson = protokoll([
    'check',
    `${SOURCES}/v4-breaking`,
    '--against',
    'subject:news/events',
    '--format',
    'json',
  ]);
  const offline = protokoll([
    'check',
    `${SOURCES}/v4-breaking`,
    '--against',
    `${SOURCES}/v3`,
    '--format',
    'json',
  ]);
  const rules = ({ stdout }: Ended): unknown =>
    (JSON.parse(stdout) as { findings: { ruleId: string; path: string }[] }).findings.map(
      ({ ruleId, path }) => [ruleId, path],
    );
  expect(rules(asJson)).toEqual(expect.arrayContaining(rules(offline) as unknown[]));

  const plan = protokoll([
    'plan',
    '--subject',
    'news/events',
    '--from',
    '1',
    '--to',
    'latest',
    '--dialect',
    'sqlite',
  ]);
  expect(plan).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('ALTER TABLE "article_view" ADD COLUMN'),
  });
  const ddl = protokoll(['ddl', '--subject', 'news/events@1', '--dialect', 'postgres']);
  expect(ddl).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('CREATE TABLE IF NOT EXISTS "click"'),
  });

  const type = ['--type', 'broadcaster.events.v1.Click'];
  const decoded = protokoll(['decode', '12 01 61', ...type, '--subject', 'news/events@1']);
  expect(decoded).toMatchObject({ status: 0 });
  const fingerprint = /fingerprint {2}(\w{64})/.exec(push('v1').stdout)?.[1] ?? '';
  const byFingerprint = protokoll(['decode', '12 01 61', ...type, '--fingerprint', fingerprint.slice(0, 32)]);
  expect(byFingerprint.stdout).toBe(decoded.stdout);
  expect(protokoll(['decode', '00', '--type', 'x.Y', '--subject', 'news/events'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("no message 'x.Y'"),
  });

  await sendClick();
  const tail = (...more: string[]): Ended => protokoll(['events', 'tail', ...more]);
  await until(async () => tail('--table', 'click').stdout !== '');
  expect(tail('--table', 'click').stdout).toMatch(/^click {2}\{.*"target":"teaser-3".*\}\n$/);
  expect(tail('--dead')).toMatchObject({
    status: 0,
    stdout: '',
    stderr: 'protokoll: There are no dead letters.\n',
  });
}, 120_000);

test('brings the tables of a database along, and tells when they drift', async () => {
  const push = (version: string): Ended =>
    protokoll(['push', `${SOURCES}/${version}`, '--subject', 'news/live']);
  const database = join(folder, 'live.db');
  const file = join(folder, 'plan.json');
  writeFileSync(database, '');
  const live = (command: string): Ended =>
    protokoll(command.replace('FILE', file).split(' '), { PROTOKOLL_DATABASE: database });
  const plan = 'plan --subject news/live --dialect sqlite --output FILE --to';

  expect(push('v1')).toMatchObject({ status: 0 });
  expect(live(`${plan} latest`)).toMatchObject({ status: 0 });
  expect(live('apply FILE --dry-run')).toMatchObject({ status: 0, stderr: '' });
  expect(live('drift --subject news/live')).toMatchObject({ status: 1 });
  expect(live('apply FILE')).toMatchObject({ status: 0, stdout: expect.stringContaining('applied: ') });
  expect(live('drift --subject news/live')).toMatchObject({ status: 0 });

  expect(push('v2')).toMatchObject({ status: 0 });
  const behind = live('drift --subject news/live');
  expect(behind).toMatchObject({ status: 0, stdout: expect.stringContaining('version 1 of 2') });
  expect(live(`${plan} latest`).stdout).toContain('version 1 to 2');
  expect(live('apply FILE').stderr).toMatch(/^protokoll: 1\/\d+ done {2}ALTER TABLE/);
  expect(live('apply FILE').stdout).toMatch(/applied: 0 statements run, \d+ done before/);

  // Another subject has the plain name.
  const table = /^table (\w+) \(broadcaster\.events\.v1\.Click\)/m.exec(behind.stdout)?.[1] ?? '';
  const byHand = openSqlite(database);
  byHand.exec(`ALTER TABLE "${table}" ADD COLUMN by_hand TEXT`);
  byHand.close();
  expect(live('drift --subject news/live')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining(`'by_hand' of '${table}' is not in the ledger`),
  });
  expect(live('apply FILE')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('changed by somebody'),
  });

  await sendClick();
  const worked = { PROTOKOLL_DATABASE: join(folder, 'events.db') };
  await until(async () => protokoll(['events', 'tail', '--table', 'click']).stdout !== '');
  const click = ['drift', '--subject', 'news/events', '--message', 'broadcaster.events.v1.Click'];
  expect(protokoll(click, worked)).toMatchObject({ status: 0, stdout: expect.stringContaining('no drift') });
}, 120_000);

test('runs from a clone as npx does', () => {
  const { status, stdout } = spawnSync(process.execPath, [BIN, '--version'], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
});

test('says in one line what is not there', () => {
  const away = protokoll(['events', 'tail'], { PROTOKOLL_REGISTRY: 'http://127.0.0.1:1' });
  expect(away).toMatchObject({ status: 4, stdout: '' });
  expect(away.stderr).toMatch(
    /^protokoll: The registry at http:\/\/127\.0\.0\.1:1 can not be reached: [^\n]+\n$/,
  );
  const closed = protokoll(['events', 'tail', '--registry', 'http://127.0.0.1:59999']);
  expect(closed.stderr).toBe(
    'protokoll: The registry at http://127.0.0.1:59999 can not be reached: connect ECONNREFUSED 127.0.0.1:59999\n',
  );
});

test('repeats nothing of a connection string, whatever fails', async () => {
  expect(protokoll(['push', `${SOURCES}/v1`, '--subject', 'news/events'])).toMatchObject({ status: 0 });
  for (const [index, database] of FAILING.entries()) {
    const named = protokoll(['drift', '--subject', 'news/events'], { PROTOKOLL_DATABASE: database });
    expect(named).toMatchObject({ status: 4, stdout: '', stderr: expect.stringContaining('database') });
    const answer = await fetch(`${url}/api/v1/subjects/news%2Fevents/versions/1/drift`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
      body: JSON.stringify({ database: `d${index}` }),
    });
    const told = await answer.text();
    expect([answer.status, told]).toEqual([503, expect.stringContaining('DATABASE_UNAVAILABLE')]);
    expect(named.stdout + named.stderr + told).not.toContain(SECRET);
  }
  await until(async () => log.includes('DATABASE_UNAVAILABLE'));
  expect(log).not.toContain(SECRET);
});

test('prints no colours into a pipe, and ends in silence when the reader goes away', () => {
  const args = ['check', `${SOURCES}/v4-breaking`, '--against', `${SOURCES}/v3`];
  expect(protokoll(args).stdout).not.toContain('\u001b');
  const command = `"${process.execPath}" ${BIN} ddl ${SOURCES}/v1 --dialect sqlite | head -n 1`;
  const piped = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    encoding: 'utf8',
    env: { ...process.env, PROTOKOLL_CACHE: join(folder, 'cache') },
  });
  expect(piped).toMatchObject({
    status: 0,
    stdout: 'CREATE TABLE IF NOT EXISTS "article_view" (\n',
    stderr: '',
  });
});

async function sendClick(): Promise<void> {
  const data = { target: 'teaser-3', page: '/', context: {} };
  const body = JSON.stringify({
    source: { appId: 'a' },
    events: [{ type: 'broadcaster.events.v1.Click', subject: 'news/events', version: 1, data }],
  });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1/events.json`, { method: 'POST', headers, body });
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const startedMs = performance.now();
  while (!(await isSo().catch(() => false))) {
    if (performance.now() - startedMs > READY_WITHIN_MS) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
