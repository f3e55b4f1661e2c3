import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { accessSync, chownSync, constants, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A PostgreSQL server of our own, empty, on a unix socket in a temporary folder. */
export interface TestPostgres {
  /** Connection string for `pg`: superuser `postgres`, database `postgres`. */
  readonly url: string;
  /** Folder of the socket, for drivers that want the parts: host = this, port 5432, user and database `postgres`. */
  readonly socketDir: string;
  /** Stops the server and removes its data. Safe to call twice. */
  stop(): Promise<void>;
}

const SYSTEM_BIN_ROOT = '/usr/lib/postgresql';
const READY = 'database system is ready to accept connections';
const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
const START_TIMEOUT_MS = 30_000;
// A socket's path may have 107 bytes; macOS's tmpdir eats half of them.
const MAX_TMP_LENGTH = 60;

/** Folder of PostgreSQL's server programs, the newest found; null when this machine has none. POSTGRES_BIN overrides the search. */
export function findPostgres(): string | null {
  const given = process.env['POSTGRES_BIN'];
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [...(given === undefined ? [] : [given]), ...systemFolders(), ...onPath];
  return (
    candidates.find((folder) => ['initdb', 'postgres'].every((name) => isProgram(join(folder, name)))) ?? null
  );
}

/** How a server is started. */
export interface PostgresOptions {
  /** True for PostgreSQL's own settings, under which a commit is on disk, as benchmarks need them. Default: a test's data need not survive. */
  readonly durable?: boolean;
}

/**
 * Starts a server and resolves when it takes connections; null when this machine has no PostgreSQL. As root the server runs as the user `postgres` or `nobody`, since it refuses to run as root.
 */
export async function startPostgres({ durable = false }: PostgresOptions = {}): Promise<TestPostgres | null> {
  const bin = findPostgres();
  if (bin === null) return null;
  const owner = unprivilegedOwner();
  const folder = mkdtempSync(join(tmpdir().length <= MAX_TMP_LENGTH ? tmpdir() : '/tmp', 'pg-'));
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const identity = owner ?? {};
  try {
    await promisify(execFile)(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { cwd: folder, ...identity },
    );
    const settings = ['listen_addresses=', ...(durable ? [] : NOT_DURABLE)];
    const flags = settings.flatMap((setting) => ['-c', setting]);
    const server = spawn(join(bin, 'postgres'), ['-D', data, '-k', folder, ...flags], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...identity,
    });
    // Whatever ends the test run ends the server too.
    const killServer = (): void => void server.kill('SIGKILL');
    process.once('exit', killServer);
    await ready(server);
    const stop = once(async () => {
      process.removeListener('exit', killServer);
      await end(server);
      rmSync(folder, { recursive: true, force: true });
    });
    const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
    return { url, socketDir: folder, stop };
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL in ${bin} did not start`, { cause });
  }
}

function systemFolders(): readonly string[] {
  try {
    return readdirSync(SYSTEM_BIN_ROOT)
      .sort((one, other) => Number(other) - Number(one))
      .map((version) => join(SYSTEM_BIN_ROOT, version, 'bin'));
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function unprivilegedOwner(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (user === undefined)
    throw new Error('PostgreSQL does not run as root, and there is no user to run it as');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    const fail = (why: string): void => reject(new Error(`${why}\n${log}`));
    const timer = setTimeout(() => {
      server.kill('SIGKILL');
      fail(`not ready after ${START_TIMEOUT_MS} ms`);
    }, START_TIMEOUT_MS);
    server.once('error', (error) => fail(error.message));
    server.once('exit', (code) => fail(`exit code ${code}`));
    // Goes on reading after the server is ready: a full pipe would stop it.
    server.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-10_000);
      if (!log.includes(READY)) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    // Fast shutdown: it ends sessions that a failed test left open.
    server.kill('SIGINT');
  });
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= run());
}
