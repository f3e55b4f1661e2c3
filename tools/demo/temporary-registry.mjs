// A registry of one's own: a free port, a temporary data folder, gone afterwards.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegistryApi } from './api.mjs';

const READY_TIMEOUT_MS = 30_000;

/** Starts the built standalone app; answers its `url`, its `dataDir` and how to `stop` it. Throws with the log when it does not start. */
export async function startTemporaryRegistry(root, env = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'protokoll-data-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['--no-warnings', 'dist/apps/standalone/src/main.js'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      REGISTRY_URL: url,
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = [];
  child.stdout.on('data', (chunk) => log.push(chunk));
  child.stderr.on('data', (chunk) => log.push(chunk));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  // Whatever ends the demo ends the registry, too.
  process.once('exit', () => child.kill('SIGKILL'));
  try {
    await untilReady(new RegistryApi(url), child);
  } catch (cause) {
    await stop();
    throw new Error(`The registry did not start:\n${Buffer.concat(log).toString().slice(-4_000)}`, { cause });
  }
  return { url, dataDir, stop, log: () => Buffer.concat(log).toString() };
}

async function untilReady(api, child) {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await api.isReady())) {
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error(`it was not ready after ${READY_TIMEOUT_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
