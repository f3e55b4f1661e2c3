// Reads by id through Nest on Fastify against bare node:http; publishing new text against one `buf build`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBuf } from '../../dist/libs/compiler/src/buf-binary.js';
import { driver, load, median } from './load.mjs';
import { startServer } from './server.mjs';

const ROUNDS = 3;
const PUBLISHES = 15;
const registry = await startServer('dist/apps/registry/src/main.js');
const schema = (salt) =>
  `syntax = "proto3";\npackage bench.v1;\n${Array.from({ length: 10 }, (_, m) => `message M${m} {\n${Array.from({ length: 10 }, (_, f) => `  string f${f}_${salt} = ${f + 1};`).join('\n')}\n}`).join('\n')}\n`;

try {
  await benchReads();
  await benchPublishes();
} finally {
  await registry.stop();
}

async function benchReads() {
  const { version } = await publish('reads', schema('a'));
  const path = `/api/v1/schemas/${version.id}/descriptor-set`;
  const bytes = Buffer.from(await (await fetch(registry.url + path)).arrayBuffer()).length;
  const bare = await startServer('tools/bench/bare-http.mjs', {
    path: '/',
    env: { BODY_BYTES: String(bytes) },
  });
  const rates = { registry: [], bare: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.registry.push(await load(registry.url + path));
    rates.bare.push(await load(bare.url));
  }
  await bare.stop();
  const ratio = median(rates.registry.map((rate, round) => rate / rates.bare[round]));
  console.log(`read by id, ${bytes} bytes, ${driver}, median of ${ROUNDS}:`);
  console.log(
    `  registry ${median(rates.registry).toFixed(0)} req/s, bare node:http ${median(rates.bare).toFixed(0)} req/s, ratio ${ratio.toFixed(2)}`,
  );
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
