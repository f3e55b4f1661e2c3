// npm run proof:move [-- --schemas 100000 --engines sqlite,postgres]: schemas as a registry of years has them (contexts, several
// versions, references, deletes, settings, a twin in a hundred) go into an empty registry by the command, which is killed with the
// registry in the middle and run again; what comes out goes into another empty registry, and comes out of that the same.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadTs } from './load-ts.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values: given } = parseArgs({
  options: {
    schemas: { type: 'string', default: '100000' },
    engines: { type: 'string', default: 'sqlite,postgres' },
  },
});
const count = Number(given.schemas);
const VERSIONS_EACH = 4;
const CLI = join(root, 'dist/apps/cli/src/main.js');
const REGISTRY = join(root, 'dist/apps/registry/src/main.js');

const { startPostgres } = await loadTs('libs/testing/src/index.ts');
const folder = mkdtempSync(join(tmpdir(), 'proof-move-'));
const running = new Set();
try {
  const source = join(folder, 'source.ndjson');
  await generate(source);
  console.log(`${count} versions, ${megabytes(source)} MB of records`);
  for (const engine of given.engines.split(',')) await prove(engine, source);
} finally {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

async function prove(engine, source) {
  const first = await place(engine, 'first');
  if (first === null) return console.log(`SKIPPED ${engine}: this machine has no PostgreSQL (POSTGRES_BIN)`);
  let registry = await startRegistry(first);
  const begun = performance.now();
  const killed = protokoll(['import', source], registry.url);
  // Killed where they are: the command and the registry, some way into the work.
  const stopAt = Math.min(40_000, Math.max(4_000, count / 2));
  await sleep(stopAt);
  killed.child.kill('SIGKILL');
  await end(registry.child, 'SIGKILL');
  registry = await startRegistry(first);
  const again = await protokoll(['import', source], registry.url).ended;
  const seconds = (performance.now() - begun) / 1000;
  const [created, present] =
    /([\d,]+) versions? created, ([\d,]+) there already/.exec(again.stdout)?.slice(1) ?? [];
  console.log(
    `${engine}: imported in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(0)}/s) with a kill -9 of both`,
  );
  console.log(
    `${engine}: after it ${present} were there, ${created} were made; RSS ${rss(registry.child)} MB`,
  );
  check(
    again.status === 0,
    `${engine}: the import ended with ${again.status}`,
    `${again.stdout.slice(-600)}${again.stderr.slice(-300)}`,
  );
  check(number(created) + number(present) === count, `${engine}: all are there`);
  const [one, two] = [join(folder, `${engine}-1.ndjson`), join(folder, `${engine}-2.ndjson`)];
  await timed(`${engine}: exported`, ['export', '--output', one], registry.url);
  await timed(`${engine}: found there already`, ['import', one], registry.url);
  await sampleIds(engine, source, registry.url);
  await end(registry.child, 'SIGTERM');
  await first.close();
  const second = await place(engine, 'second');
  const copy = await startRegistry(second);
  await timed(`${engine}: the export imported`, ['import', one], copy.url);
  await timed(`${engine}: exported again`, ['export', '--output', two], copy.url);
  await end(copy.child, 'SIGTERM');
  await second.close();
  check((await digest(one)) === (await digest(two)), `${engine}: both exports are the same, byte for byte`);
}

/** Every id that the source has, of a sample, answers its text. */
async function sampleIds(engine, source, url) {
  let wrong = 0;
  const lines = readFileSync(source, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"version"'));
  const step = Math.max(1, Math.floor(lines.length / 500));
  let asked = 0;
  for (let at = 0; at < lines.length; at += step) {
    const { version } = JSON.parse(lines[at]);
    const context = /^:(\.[^:]+):/.exec(version.subject)?.[1];
    const prefix = context === undefined ? '' : `/contexts/${context}`;
    for (const path of [`${prefix}/schemas/ids/${version.id}`, `/schemas/guids/${version.guid}`]) {
      const answer = await fetch(url + path);
      const body = await answer.json();
      asked += 1;
      if (answer.status !== 200 || body.schema?.includes('message') !== true) wrong += 1;
    }
  }
  check(wrong === 0, `${engine}: ${asked} ids and GUIDs resolve`);
}

async function place(engine, name) {
  const data = join(folder, `${engine}-${name}`);
  if (engine === 'sqlite') return { data, databaseUrl: '', close: async () => undefined };
  const postgres = await startPostgres();
  return postgres === null ? null : { data, databaseUrl: postgres.url, close: () => postgres.stop() };
}

async function startRegistry({ data, databaseUrl }) {
  const child = spawn(process.execPath, [REGISTRY], {
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: data,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  let output = '';
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += output.length < 10_000 ? chunk : '';
      const found = /http:\/\/[\d.]+:\d+/.exec(output)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`the registry did not start: ${output}`)));
  });
  return { child, url };
}

function protokoll(args, url) {
  const env = { ...process.env, PROTOKOLL_REGISTRY: url };
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = once(child, 'close').then(([status]) => {
    running.delete(child);
    return { status, stdout, stderr };
  });
  return { child, ended };
}

async function timed(what, args, url) {
  const begun = performance.now();
  const { status, stdout, stderr } = await protokoll(args, url).ended;
  check(
    status === 0,
    `${what} in ${((performance.now() - begun) / 1000).toFixed(1)} s`,
    `${stdout.slice(-600)}${stderr}`,
  );
}

async function end(child, signal) {
  running.delete(child);
  const closed = once(child, 'exit');
  child.kill(signal);
  await closed;
}

/** Records as Confluent's registries have them, references first in name only: the file's order is by subject. */
async function generate(path) {
  const file = await open(path, 'w');
  const write = (record) => file.write(`${JSON.stringify(record)}\n`);
  await write({ header: { format: 1, source: 'confluent' } });
  await write({ config: { scope: '', config: { compatibility: 'FULL' } } });
  let rows = [];
  for (let at = 0; at < count; at += 1) {
    rows.push(versionOf(at));
    if (rows.length === 1_000) {
      await file.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      rows = [];
    }
  }
  await file.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await write({ end: { versions: count } });
  await file.close();
}

function versionOf(at) {
  const topic = Math.floor(at / VERSIONS_EACH);
  const version = (at % VERSIONS_EACH) + 1;
  const context = topic % 10 === 9 ? ':.eu:' : '';
  // A fifth of them import what a few others hold, some of which come later in the file.
  const shared = topic % 5 === 1 && topic > 1 ? Math.floor(topic / 1_000) * 1_000 + 500 : null;
  const target =
    shared !== null && shared * VERSIONS_EACH < count && topic % 10 !== 9 && shared !== topic ? shared : null;
  const fields = Array.from(
    { length: version + 4 },
    (_, field) => `  string field_${field} = ${field + 1};\n`,
  ).join('');
  const twin = version === 3 && topic % 25 === 0;
  const own = twin ? fields.replace(/ {2}string field_6 = 7;\n/, '') : fields;
  const imported = target === null ? '' : 'import "shared.proto";\n';
  const member = target === null ? '' : `  move.t${target}.Event${target} shared = 100;\n`;
  const content = `${twin ? '// The same, told better.\n' : ''}syntax = "proto3";\npackage move.t${topic};\n${imported}message Event${topic} {\n${own}${member}}\n`;
  const guid = createHash('md5')
    .update(`${context}${at}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return {
    version: {
      subject: `${context}topic-${String(topic).padStart(7, '0')}-value`,
      version,
      id: at + 1,
      guid,
      schemaType: 'PROTOBUF',
      files: [{ path: '_schema.proto', content }],
      references:
        target === null
          ? []
          : [{ name: 'shared.proto', subject: `topic-${String(target).padStart(7, '0')}-value`, version: 1 }],
      metadata: {},
      deleted: version === 1 && topic % 50 === 7,
    },
  };
}

async function digest(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

function check(holds, what, more = '') {
  if (holds) return console.log(`ok       ${what}`);
  throw new Error(`FAILED   ${what} ${more}`);
}

function rss(child) {
  const answer = spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' });
  return Math.round(Number(answer.stdout) / 1024);
}

function megabytes(path) {
  return (statSync(path).size / 1e6).toFixed(0);
}

function number(text) {
  return Number((text ?? '0').replaceAll(',', ''));
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
