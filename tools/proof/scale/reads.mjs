// Reads of what clients ask for most, at random among all there is, and what caches may keep of each.
import { agent, get, ok } from './http.mjs';
import { cpuMs, memory, resetPeak } from './process.mjs';
import { messageOf, subjectOf } from './schemas.mjs';

const MAX_RSS_MB = 300;
const CONNECTIONS = 16;
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** 10 000 reads of each kind. */
export async function measureReads(bars, registry, count, reads = 10_000) {
  const chance = chanceOf(7);
  const facts = await factsOf(registry.url, count, chance);
  const at = () => Math.floor(chance() * count);
  const fact = () => facts[Math.floor(chance() * facts.length)];
  await many(bars, registry, 'GET /schemas/ids/{id}', reads, () => `/schemas/ids/${at() + 1}`);
  await many(
    bars,
    registry,
    'GET /subjects/{s}/versions/latest',
    reads / 4,
    () => `/subjects/${subjectOf(at())}/versions/latest`,
  );
  await many(bars, registry, 'GET /schemas/guids/{guid}', reads / 4, () => `/schemas/guids/${fact().guid}`);
  await many(
    bars,
    registry,
    'GET /schemas/ids/{id}/versions',
    reads / 4,
    () => `/schemas/ids/${at() + 1}/versions`,
  );
  await many(
    bars,
    registry,
    'GET /api/v1/schemas/{fingerprint}/descriptor-set',
    reads / 4,
    () => `/api/v1/schemas/${fact().fingerprint}/descriptor-set`,
  );
  await many(bars, registry, 'GET /api/v1/codecs/{id}/{message}', reads / 10, () => codecPath(at()));
  bars.below('RSS after all reads', memory(registry.child.pid).now, MAX_RSS_MB, 'MB');
}

function codecPath(place) {
  return `/api/v1/codecs/${place + 1}/${messageOf(place)}`;
}

async function many(bars, { url, child }, what, reads, pathOf) {
  const through = agent(CONNECTIONS);
  resetPeak(child.pid);
  const [begun, cpuBefore] = [performance.now(), cpuMs(child.pid)];
  let left = reads;
  const loop = async () => {
    for (; left > 0;) {
      left -= 1;
      await ok(url, pathOf(), { through });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  through.destroy();
  const seconds = (performance.now() - begun) / 1e3;
  const cpu = ((cpuMs(child.pid) - cpuBefore) * 1_000) / reads;
  bars.add(
    `${what}: ${reads} random reads`,
    `${(reads / seconds).toFixed(0)}/s, ${cpu.toFixed(0)} us CPU each`,
  );
  bars.below(`${what}: RSS at most`, memory(child.pid).peak, MAX_RSS_MB, 'MB');
}

/** Fingerprint and GUID of a sample. */
async function factsOf(url, count, chance) {
  const facts = [];
  for (let at = 0; at < 200; at += 1) {
    const id = Math.floor(chance() * count) + 1;
    const { guid } = JSON.parse((await ok(url, `/schemas/ids/${id}`, { keepBody: true })).text);
    const { fingerprint } = JSON.parse((await ok(url, `/api/v1/schemas/${id}`, { keepBody: true })).text);
    facts.push({ guid, fingerprint });
  }
  return facts;
}

/** Answers that never change say so; the others have an ETag that spares their body. */
export async function checkCaching(bars, { url }, count) {
  const place = Math.floor(count / 2);
  const id = place + 1;
  const subject = subjectOf(place);
  const { guid } = JSON.parse((await ok(url, `/schemas/ids/${id}`, { keepBody: true })).text);
  const { fingerprint } = JSON.parse((await ok(url, `/api/v1/schemas/${id}`, { keepBody: true })).text);
  const number = `/api/v1/subjects/${subject}/versions/1`;
  const codec = `/api/v1/codecs/${fingerprint}/${messageOf(place)}`;
  for (const path of [
    `/schemas/ids/${id}`,
    `/schemas/ids/${id}/schema`,
    `/schemas/ids/${id}?format=serialized`,
    `/schemas/guids/${guid}`,
    `/api/v1/schemas/${fingerprint}/descriptor-set`,
    `/api/v1/schemas/${id}/descriptor-set`,
    `${number}/descriptor-set`,
    `${number}/descriptor-set?source-info=true`,
    `${number}/files`,
    `${codec}/module.mjs`,
    `${codec}/module.d.ts`,
  ])
    await cached(bars, url, path, IMMUTABLE);
  for (const path of [
    `/subjects/${subject}/versions/1`,
    `/subjects/${subject}/versions/latest`,
    `/api/v1/codecs/${id}/${messageOf(place)}`,
  ])
    await cached(bars, url, path, 'no-cache');
}

async function cached(bars, url, path, wanted) {
  const { status, headers } = await get(url, path);
  if (status === 503) return bars.add(`${path}: SKIPPED`, 'not available here');
  const again = await get(url, path, { headers: { 'if-none-match': headers.etag ?? '"none"' } });
  const kept = headers['cache-control'] ?? 'none';
  const told = kept === IMMUTABLE ? 'immutable' : kept;
  const holds = status === 200 && kept === wanted && again.status === 304 && again.sizeBytes === 0;
  bars.add(
    shorten(path),
    `${told}, again ${again.status}`,
    wanted === IMMUTABLE ? 'immutable, 304' : `${wanted}, 304`,
    holds,
  );
}

function shorten(path) {
  return path.replace(/[0-9a-f]{64}/, '{fingerprint}').replace(/[0-9a-f]{8}(-[0-9a-f]+){4}/, '{guid}');
}

/** Numbers from 0 to 1, the same in each run. */
function chanceOf(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
