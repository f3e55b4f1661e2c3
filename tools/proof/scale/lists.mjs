// Everything that lists: complete, as it comes, in bounded memory, also for who reads slowly; and pages far in.
import { request } from 'node:http';
import { get, agent, ok } from './http.mjs';
import { memory, resetPeak } from './process.mjs';

const MAX_RSS_MB = 300;
const HOLD_MS = 3_000;
/** What a reader that holds may cost: buffers of sockets and one page of rows. */
const MAX_HELD_MB = 24;
const PAGE = 1_000;

/** Full lists. */
export async function measureLists(bars, { url, child }, count) {
  for (const [what, path, items] of fullLists(count)) {
    resetPeak(child.pid);
    const answer = await ok(url, path, { keepBody: true });
    const told = items(answer.text);
    const { peak } = memory(child.pid);
    const all = `${(answer.sizeBytes / 1e6).toFixed(1)} MB in ${(answer.allMs / 1e3).toFixed(1)} s, first ${answer.firstMs.toFixed(0)} ms`;
    bars.add(`${what}: ${told.toLocaleString('en-US')} items`, all, `${count} items`, told === count);
    bars.below(`${what}: first byte, the best of 3`, await firstByte(url, path), 250, 'ms');
    bars.below(`${what}: RSS at most`, peak, MAX_RSS_MB, 'MB');
  }
  await measurePages(bars, url, count);
  bars.below('RSS after all lists', memory(child.pid).now, MAX_RSS_MB, 'MB');
}

/** Readers that stop for a while: the server waits with them. */
export async function measureSlow(bars, { url, child }, count) {
  for (const [what, path] of fullLists(count)) {
    const before = memory(child.pid).now;
    resetPeak(child.pid);
    let held = 0;
    await ok(url, path, { pauseMs: HOLD_MS, onPause: () => (held = memory(child.pid).peak) });
    bars.below(
      `${what}: held for ${HOLD_MS / 1e3} s, RSS grows by`,
      Math.max(0, held - before),
      MAX_HELD_MB,
      'MB',
    );
  }
  const before = memory(child.pid).now;
  resetPeak(child.pid);
  await Promise.all(Array.from({ length: 10 }, () => gone(url)));
  bars.below('10 readers of the export that leave, RSS grows by', memory(child.pid).peak - before, 60, 'MB');
}

function fullLists(count) {
  return [
    ['GET /subjects', '/subjects', (text) => JSON.parse(text).length],
    ['GET /subjects?deleted=true', '/subjects?deleted=true', (text) => JSON.parse(text).length],
    ['GET /api/v1/export', '/api/v1/export', (text) => linesWith(text, '{"version"')],
  ].map((list) => [...list, count]);
}

function linesWith(text, start) {
  return text.split('\n').filter((line) => line.startsWith(start)).length;
}

/** Milliseconds until an answer begins, the least of a few: others use the processors too. */
async function firstByte(url, path) {
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const begun = performance.now();
    await gone(url, path);
    times.push(performance.now() - begun);
  }
  return Math.min(...times);
}

/** A reader that goes away in the middle. */
async function gone(url, path = '/api/v1/export') {
  await new Promise((resolve, reject) => {
    const sent = request(url + path, (response) => {
      response.once('data', () => {
        sent.destroy();
        resolve();
      });
      response.on('error', () => undefined);
    });
    sent.on('error', (error) => (error.code === 'ECONNRESET' ? resolve() : reject(error)));
    sent.end();
  });
}

async function measurePages(bars, url, count) {
  const through = agent();
  const last = Math.max(0, count - PAGE);
  const offsets = async (what, path) => {
    const [first, far] = [[], []];
    for (let round = 0; round < 3; round += 1) {
      first.push((await ok(url, path(0), { through })).allMs);
      far.push((await ok(url, path(last), { through })).allMs);
    }
    const [near, deep] = [Math.min(...first), Math.min(...far)];
    bars.add(`${what}: page at 0 and at ${last}`, `${near.toFixed(0)} ms, ${deep.toFixed(0)} ms`);
    bars.below(`${what}: what ${last} passed rows cost`, Math.max(0, deep - near), 250, 'ms');
  };
  await offsets('GET /schemas (offset)', (at) => `/schemas?offset=${at}&limit=${PAGE}`);
  await offsets(
    'GET /schemas?latestOnly (offset)',
    (at) => `/schemas?latestOnly=true&offset=${at}&limit=${PAGE}`,
  );
  await offsets('GET /subjects (offset)', (at) => `/subjects?offset=${at}&limit=${PAGE}`);
  await keyset(bars, url, through, count);
  through.destroy();
}

/** Every page of the native list; the last ones cost what the first ones do. */
async function keyset(bars, url, through, count) {
  const times = [];
  let [after, seen] = ['', 0];
  do {
    const answer = await get(url, `/api/v1/subjects?limit=${PAGE}&after=${encodeURIComponent(after)}`, {
      through,
      keepBody: true,
    });
    const { items, next } = JSON.parse(answer.text);
    times.push(answer.allMs);
    seen += items.length;
    after = next;
  } while (after !== '');
  const tenth = Math.max(1, Math.floor(times.length / 10));
  const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const [first, last] = [middle(times.slice(0, tenth)), middle(times.slice(-tenth))];
  bars.add('GET /api/v1/subjects: all pages', `${seen} items`, `${count} items`, seen === count);
  const shown = `${first.toFixed(1)} ms, ${last.toFixed(1)} ms`;
  bars.add('GET /api/v1/subjects: first and last pages', shown, 'last < 3 x first + 5', last < 3 * first + 5);
}
