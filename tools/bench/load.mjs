// Closed loops of keep-alive connections against one URL: wrk where it is installed, else Node's own client (which is the
// slower of the two and then measures itself; ratios stay fair, since the peer is measured the same way).
import { spawnSync } from 'node:child_process';
import { Agent, request } from 'node:http';

const hasWrk = spawnSync('wrk', ['--version'], { stdio: 'ignore' }).error === undefined;

/** What drives the load, for the report. */
export const driver = hasWrk ? 'wrk -t1 -c50' : 'node:http client, 50 connections';

/** Requests per second over `seconds`; every answer must be 2xx. */
export async function load(url, { seconds = 4, connections = 50 } = {}) {
  return hasWrk ? loadByWrk(url, seconds, connections) : loadByNode(url, seconds, connections);
}

/** The middle of the numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function loadByWrk(url, seconds, connections) {
  const { stdout } = spawnSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, url], {
    encoding: 'utf8',
  });
  const failed = /Non-2xx or 3xx responses: (\d+)/.exec(stdout);
  if (failed !== null) throw new Error(`${url} failed ${failed[1]} times`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
}

async function loadByNode(url, seconds, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const end = performance.now() + seconds * 1_000;
  let done = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) {
        await once(url, agent);
        done += 1;
      }
    }),
  );
  agent.destroy();
  return done / ((performance.now() - started) / 1_000);
}

function once(url, agent) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent }, (response) => {
      if (response.statusCode >= 400) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume();
      response.on('end', resolve);
    });
    sent.on('error', reject);
    sent.end();
  });
}
