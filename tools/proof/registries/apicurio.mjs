import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run, versionOf } from '../clients/run.mjs';

const VERSION = '3.3.3';
const JAVA = 21;
const JVMS = '/usr/lib/jvm';

/** Name and version, for the report. */
export const APICURIO = `Apicurio Registry ${VERSION}, /apis/ccompat/v8`;

/** It with its data in memory, on a free port; or, as a text, why it can not be had. It comes from Maven Central and is kept in `cache`. */
export async function startApicurio(cache) {
  const java = await newJava();
  if (java === null) return `there is no Java ${JAVA} or later`;
  if ((await versionOf('mvn', '--version')) === null) return 'there is no Maven';
  const folder = join(cache, `apicurio-${VERSION}`);
  const problem = existsSync(join(folder, 'quarkus-run.jar')) ? null : await install(folder);
  if (problem !== null) return problem;
  const [port, management] = [await freePort(), await freePort()];
  const child = spawn(java, ['-Xmx600m', '-jar', 'quarkus-run.jar'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      QUARKUS_HTTP_HOST: '127.0.0.1',
      QUARKUS_HTTP_PORT: String(port),
      QUARKUS_MANAGEMENT_HOST: '127.0.0.1',
      QUARKUS_MANAGEMENT_PORT: String(management),
    },
  });
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Apicurio did not start')), 120_000);
    child.once('exit', (code) => reject(new Error(`Apicurio ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      if (!String(chunk).includes('Listening on')) return;
      clearTimeout(late);
      resolve();
    });
  });
  const close = async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  return { url: `http://127.0.0.1:${port}/apis/ccompat/v8`, close };
}

async function newJava() {
  const installed = existsSync(JVMS) ? readdirSync(JVMS).map((name) => join(JVMS, name, 'bin/java')) : [];
  for (const java of ['java', ...installed]) {
    const told = (await versionOf(java, '--version')) ?? '';
    if (Number(/(\d+)\./.exec(told)?.[1] ?? 0) >= JAVA) return java;
  }
  return null;
}

async function install(folder) {
  const artifact = `io.apicurio:apicurio-registry-app:${VERSION}:tar.gz:all`;
  const got = await run('mvn', [
    '-q',
    '-B',
    'dependency:get',
    `-Dartifact=${artifact}`,
    '-Dtransitive=false',
  ]).catch(() => null);
  if (got === null) return `Maven is not served ${artifact}`;
  const local = join(homedir(), '.m2/repository/io/apicurio/apicurio-registry-app', VERSION);
  mkdirSync(folder, { recursive: true });
  await run('tar', ['xzf', join(local, `apicurio-registry-app-${VERSION}-all.tar.gz`), '-C', folder]);
  return null;
}

async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
