import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** A MariaDB server of our own on a socket in a temporary folder. It takes every user and password. */
export interface TestMariadb {
  /** URL of a database, which has to be made first; `null` names none. */
  url(database: string | null): string;
  /** Path of its socket. */
  readonly socketPath: string;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

const READY = 'ready for connections';
const START_TIMEOUT_MS = 30_000;
// A socket's path may have 107 bytes; macOS's tmpdir eats half of them.
const MAX_TMP_LENGTH = 60;

/** Path of MariaDB's server: of the folder MARIADB_BIN, else on the PATH; null when this machine has none. */
export function findMariadb(): string | null {
  const given = process.env['MARIADB_BIN'];
  const folders = [...(given === undefined ? [] : [given]), ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, 'mariadbd')).find((path) => existsSync(path)) ?? null;
}

/** Starts a server without system tables, which takes a moment only; null when this machine has no MariaDB. */
export async function startMariadb(): Promise<TestMariadb | null> {
  const program = findMariadb();
  if (program === null) return null;
  const folder = mkdtempSync(join(tmpdir().length <= MAX_TMP_LENGTH ? tmpdir() : '/tmp', 'maria-'));
  const socketPath = join(folder, 's');
  // Unpacked beside its program where it is not installed.
  const share = resolve(program, '../../share/mysql');
  const messages = existsSync(share)
    ? [`--lc-messages-dir=${share}`, `--character-sets-dir=${share}/charsets`]
    : [];
  const flags = [
    '--no-defaults',
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    `--datadir=${folder}`,
    `--socket=${socketPath}`,
    '--skip-networking',
    '--skip-grant-tables',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-buffer-pool-size=32M',
    '--innodb-log-file-size=16M',
    ...messages,
  ];
  const server = spawn(program, flags, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  // Whatever ends the test run ends the server too.
  const killServer = (): void => void server.kill('SIGKILL');
  process.once('exit', killServer);
  try {
    await ready(server);
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`MariaDB of ${program} did not start`, { cause });
  }
  return {
    url: (database) => `mariadb://root@localhost/${database ?? ''}?socket=${encodeURIComponent(socketPath)}`,
    socketPath,
    stop: async () => {
      process.removeListener('exit', killServer);
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGKILL');
        await new Promise((done) => server.once('exit', done));
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let log = '';
    const timer = setTimeout(() => {
      server.kill('SIGKILL');
      fail(new Error(`not ready after ${START_TIMEOUT_MS} ms\n${log}`));
    }, START_TIMEOUT_MS);
    server.once('error', fail);
    server.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`exit code ${code}\n${log}`));
    });
    // Goes on reading after the server is ready: a full pipe would stop it.
    server.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-10_000);
      if (!log.includes(READY)) return;
      clearTimeout(timer);
      done();
    });
  });
}
