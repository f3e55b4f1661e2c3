// Reads by id through Nest on Fastify against bare node:http, publishing new text against one `buf build`, and registrations of
// compiled texts on SQLite and PostgreSQL. Each bar is PASS or FAIL; figures a core are of the server's own processor time.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBuf } from '../../dist/libs/compiler/src/buf-binary.js';
import { startPostgres } from '../../dist/libs/testing/src/index.js';
import { driver, load, median } from './load.mjs';
import { clientOf, cpuSecondsOf, rateOf, textOf } from './registrations.mjs';
import { startServer } from './server.mjs';
import { warmCompiler } from './warm-compiler.mjs';

const ROUNDS = 3;
const SECONDS = 3;
const PUBLISHES = 15;
const REGISTRATIONS = 1_000;
const CLIENTS = [1, 8, 64];
const FULL_REGISTRATIONS = 32;
/** What is there of a text before it is registered: its image in memory, on disk, or nothing. */
const KINDS = {
  memory: 'checked before',
  disk: 'compiled before a restart',
  none: 'new text, compiled now',
};
const registry = await startServer('dist/apps/registry/src/main.js');
const schema = (salt) =>
  `syntax = "proto3";\npackage bench.v1;\n${Array.from({ length: 10 }, (_, m) => `message M${m} {\n${Array.from({ length: 10 }, (_, f) => `  string f${f}_${salt} = ${f + 1};`).join('\n')}\n}`).join('\n')}\n`;

try {
  await benchReads();
  await benchPublishes();
} finally {
  await registry.stop();
}
await benchRegistrations();

function bar(what, value, demanded, isMet) {
  console.log(`  ${isMet ? 'PASS' : 'FAIL'} ${what}: ${value} (bar: ${demanded})`);
}

async function benchReads() {
  const { version } = await publish('reads', schema('a'));
  const native = `/api/v1/schemas/${version.id}/descriptor-set`;
  const { guid } = await (await fetch(`${registry.url}/subjects/reads/versions/1`)).json();
  const paths = [
    native,
    `/schemas/ids/${version.id}`,
    `/schemas/guids/${guid}`,
    '/subjects/reads/versions/latest',
  ];
  for (const path of paths) await benchRead(path, path === native ? null : 0.6);
}

/** A null bar is a figure alone. */
async function benchRead(path, demanded) {
  const bytes = Buffer.from(await (await fetch(registry.url + path)).arrayBuffer()).length;
  const bare = await startServer('tools/bench/bare-http.mjs', {
    path: '/',
    env: { BODY_BYTES: String(bytes) },
  });
  const rates = { registry: [], bare: [], core: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = cpuSecondsOf(registry.pid);
    const rate = await load(registry.url + path, { seconds: SECONDS });
    const spent = before === null ? null : cpuSecondsOf(registry.pid) - before;
    rates.registry.push(rate);
    rates.core.push(spent === null ? 0 : (rate * SECONDS) / spent);
    rates.bare.push(await load(bare.url, { seconds: SECONDS }));
  }
  await bare.stop();
  const ratio = median(rates.registry.map((rate, round) => rate / rates.bare[round]));
  const core = median(rates.core);
  console.log(`GET ${path}, ${bytes} bytes, ${driver}, median of ${ROUNDS}:`);
  console.log(
    `  registry ${median(rates.registry).toFixed(0)} req/s (${core.toFixed(0)} a core), bare node:http ${median(rates.bare).toFixed(0)} req/s, ratio ${ratio.toFixed(2)}`,
  );
  if (demanded === null) return;
  bar('requests a second on one core', core.toFixed(0), '15 000', core >= 15_000);
  bar('ratio to bare node:http', ratio.toFixed(2), demanded, ratio >= demanded);
}

async function benchRegistrations() {
  await benchDatabase('SQLite', '');
  const postgres = await startPostgres({ durable: true });
  if (postgres === null)
    return console.log('SKIPPED registrations on PostgreSQL: no server binaries on this machine');
  try {
    await benchDatabase('PostgreSQL', postgres.url);
  } finally {
    await postgres.stop();
  }
}

/** The same registry for texts whose image is in memory, is on disk, and is not there. */
async function benchDatabase(engine, databaseUrl) {
  const server = await startServer('dist/apps/registry/src/main.js', { env: { DATABASE_URL: databaseUrl } });
  const client = clientOf(server.url);
  const rates = { memory: [], disk: [], none: [] };
  console.log(`registrations of distinct schemas on ${engine}, one of ten fields for each subject:`);
  try {
    for (const [kind, count] of [
      ['memory', REGISTRATIONS],
      ['disk', REGISTRATIONS],
      ['none', FULL_REGISTRATIONS],
    ]) {
      for (const clients of CLIENTS)
        rates[kind].push(await benchKind(server, client, { kind, count, clients }));
    }
  } finally {
    client.close();
    await server.stop();
  }
  if (databaseUrl === '') return;
  const best = Math.max(...rates.memory, ...rates.disk);
  bar('registrations a second given compiled text', best.toFixed(0), '1 000', best >= 1_000);
}

async function benchKind(server, client, { kind, count, clients }) {
  const name = (index) => `r${kind}${clients}x${index}`;
  const texts = Array.from({ length: count }, (_, index) => textOf(name(index)));
  const post = (what, index) =>
    client.post(`/api/v1/subjects/${name(index)}/${what}`, {
      files: [{ path: 'm.proto', content: texts[index] }],
    });
  if (kind !== 'none') await warmCompiler(server.folder, 'm.proto', texts);
  if (kind === 'memory') await rateOf(count, 16, (index) => post('check', index));
  const before = cpuSecondsOf(server.pid);
  const rate = await rateOf(count, clients, (index) => post('versions', index));
  const spent = before === null ? 0 : cpuSecondsOf(server.pid) - before;
  console.log(
    `  ${KINDS[kind]}, ${clients} clients: ${rate.toFixed(0)}/s, ${((spent * 1_000) / count).toFixed(2)} ms of the registry's processor time each`,
  );
  return rate;
}

async function benchPublishes() {
  const times = { publish: [], known: [], build: [] };
  for (let index = 0; index < PUBLISHES; index += 1) {
    const text = schema(`p${index}`);
    times.build.push(await timed(() => buildOnce(text)));
    times.publish.push(await timed(() => publish(`publish-${index}`, text)));
    times.known.push(await timed(() => publish(`publish-${index}`, text)));
  }
  const ratio = median(times.publish.map((time, index) => time / times.build[index]));
  console.log(`publish 10 messages of 10 fields, median of ${PUBLISHES}:`);
  console.log(
    `  new text ${median(times.publish).toFixed(0)} ms, one buf build ${median(times.build).toFixed(0)} ms, ratio ${ratio.toFixed(2)}; known text ${median(times.known).toFixed(1)} ms`,
  );
  bar('publish of new text to one buf build', ratio.toFixed(2), '1.50', ratio <= 1.5);
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function buildOnce(text) {
  const folder = mkdtempSync(join(tmpdir(), 'protokoll-bench-buf-'));
  writeFileSync(join(folder, 'bench.proto'), text);
  execFileSync(findBuf().path, ['build', '-o', 'image.binpb'], { cwd: folder });
  rmSync(folder, { recursive: true });
}

async function publish(subject, content) {
  const response = await fetch(`${registry.url}/api/v1/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files: [{ path: 'bench.proto', content }] }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
