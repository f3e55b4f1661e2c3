// See tools/proof-scale.mjs.
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '#libs/testing';
import { Bars } from './bars.mjs';
import { copyRows } from './copy.mjs';
import { ok } from './http.mjs';
import { measureLists, measureSlow } from './lists.mjs';
import { checkPlans } from './plans.mjs';
import { cpuMs, hasProc, memory, protokoll, resetPeak, startRegistry } from './process.mjs';
import { checkCaching, measureReads } from './reads.mjs';
import { subjectOf, textOf, writeExport } from './schemas.mjs';

const MAX_READY_MS = 2_000;
const MAX_RSS_MB = 300;
const MAX_IMPORT_SECONDS = 600;
const STARTS = 3;
const { values: given } = parseArgs({
  options: {
    schemas: { type: 'string', default: '100000' },
    database: { type: 'string', default: 'sqlite,postgres' },
    keep: { type: 'string' },
    only: { type: 'string', default: 'start,lists,slow,reads,caching,plans' },
  },
});
const count = Number(given.schemas);
const parts = new Set(given.only.split(','));
const folder = mkdtempSync(join(tmpdir(), 'proof-scale-'));
let failed = [];
if (!hasProc) console.log('SKIPPED memory and processor time: this system has no /proc');
try {
  for (const database of given.database.split(',')) failed = [...failed, ...(await prove(database))];
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const [what, measured, bar] of failed) console.log(`FAIL ${what}: ${measured}, should be ${bar}`);
process.exit(failed.length > 0 ? 1 : 0);

async function prove(database) {
  const bars = new Bars();
  const place = await placeOf(database);
  if (place === null) {
    console.log('SKIPPED postgres: this machine has no PostgreSQL (POSTGRES_BIN)');
    return [];
  }
  console.log(`\n${database}, ${count.toLocaleString('en-US')} schemas, load ${load()}`);
  try {
    if (!place.isSeeded) await (kept(place) === null ? seed(bars, place) : copy(bars, place));
    const registry = await measureStart(bars, place);
    try {
      await checkSamples(registry.url);
      if (parts.has('lists')) await measureLists(bars, registry, count);
      if (parts.has('slow')) await measureSlow(bars, registry, count);
      if (parts.has('reads')) await measureReads(bars, registry, count);
      if (parts.has('caching')) await checkCaching(bars, registry, count);
      bars.below('RSS at the end', memory(registry.child.pid).now, MAX_RSS_MB, 'MB');
    } finally {
      await registry.stop();
    }
    if (parts.has('plans')) await checkPlans(bars, place, count);
  } finally {
    await place.close();
  }
  console.log(`load ${load()}`);
  return bars.failed;
}

async function placeOf(database) {
  if (database === 'sqlite') {
    const data = given.keep === undefined ? join(folder, 'sqlite') : join(given.keep, `sqlite-${count}`);
    const isSeeded = existsSync(join(data, 'registry.db'));
    mkdirSync(data, { recursive: true });
    return { data, databaseUrl: '', isSeeded, close: () => undefined };
  }
  const postgres = await startPostgres();
  if (postgres === null) return null;
  const data = join(folder, 'postgres');
  return { data, databaseUrl: postgres.url, isSeeded: false, close: () => postgres.stop() };
}

/** A registry on SQLite that was kept, to fill PostgreSQL from; null where there is none. */
function kept({ databaseUrl }) {
  if (databaseUrl === '' || given.keep === undefined) return null;
  const data = join(given.keep, `sqlite-${count}`);
  return existsSync(join(data, 'registry.db')) ? data : null;
}

async function copy(bars, place) {
  const registry = await startRegistry(place);
  await registry.stop();
  const begun = performance.now();
  await copyRows(kept(place), place.databaseUrl);
  bars.add(
    'rows of the kept registry on SQLite copied',
    `${((performance.now() - begun) / 1e3).toFixed(0)} s`,
  );
}

/** By the command, as anybody would. */
async function seed(bars, place) {
  const file = join(folder, 'schemas.ndjson');
  await writeExport(file, count);
  const megabytes = (statSync(file).size / 1e6).toFixed(0);
  const registry = await startRegistry(place);
  resetPeak(registry.child.pid);
  const begun = performance.now();
  const { peak } = await protokoll(['import', file], registry.url, (line) =>
    process.stdout.write(`  ${line}`),
  );
  const seconds = (performance.now() - begun) / 1e3;
  bars.add(`import of ${megabytes} MB`, `${seconds.toFixed(0)} s, ${(count / seconds).toFixed(0)}/s`);
  // With the compiler's; what an import takes where nobody else keeps the processors busy is between this and half of it.
  const cpu = cpuMs(registry.child.pid, { children: true }) / 1e3;
  bars.below('import', isBusy() ? cpu : seconds, MAX_IMPORT_SECONDS, isBusy() ? 's of a processor' : 's');
  bars.add('import: processor time', `${cpu.toFixed(0)} s, ${((cpu * 1e3) / count).toFixed(1)} ms each`);
  bars.below('import: RSS of the registry at most', memory(registry.child.pid).peak, MAX_RSS_MB, 'MB');
  bars.below('import: RSS of the command at most', peak, MAX_RSS_MB, 'MB');
  await registry.stop();
}

async function measureStart(bars, place) {
  const starts = [];
  for (let round = 1; ; round += 1) {
    const registry = await startRegistry(place);
    starts.push(registry);
    if (round === STARTS) break;
    await registry.stop();
  }
  const registry = starts.at(-1);
  const shown = starts.map(({ readyMs }) => readyMs.toFixed(0)).join(', ');
  bars.add(`ready, ${STARTS} starts`, `${shown} ms`);
  // Where others keep the processors busy, what the start itself took is the fairer measure; both are told.
  const busy = isBusy();
  if (busy) console.log(`  load ${load()}: the start is measured by the time that it had a processor`);
  const least = (key) => Math.min(...starts.map((one) => one[key]));
  bars.add('ready: processor time', `${least('readyCpuMs').toFixed(0)} ms`);
  bars.below('ready', busy ? least('readyCpuMs') : least('readyMs'), MAX_READY_MS, 'ms');
  bars.below('RSS after the start', memory(registry.child.pid).now, MAX_RSS_MB, 'MB');
  return registry;
}

/** What was imported is what is answered. */
async function checkSamples(url) {
  for (let place = 0; place < count; place += Math.max(1, Math.floor(count / 50))) {
    const { text } = await ok(url, `/subjects/${subjectOf(place)}/versions/1`, { keepBody: true });
    const { id, schema } = JSON.parse(text);
    if (id !== place + 1 || schema !== textOf(place))
      throw new Error(`${subjectOf(place)} is not what was imported`);
  }
}

/** Whether others keep the processors busy. */
function isBusy() {
  return loadavg()[0] > availableParallelism();
}

function load() {
  return loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
}
