// Registers schemas by several clients at once, over keep-alive connections, and says how fast.
import { Agent, request } from 'node:http';
import { readFileSync } from 'node:fs';

/** .proto text of one message of ten fields; every salt is another schema. */
export function textOf(salt) {
  const fields = Array.from({ length: 10 }, (_, at) => `  string f${at}_${salt} = ${at + 1};`).join('\n');
  return `syntax = "proto3";\npackage bench.v1;\nmessage M_${salt} {\n${fields}\n}\n`;
}

/** Calls `work(index)` for 0 … count - 1, `clients` at a time; answers calls a second. */
export async function rateOf(count, clients, work) {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < count) await work(next++);
    }),
  );
  return count / ((performance.now() - started) / 1_000);
}

/** A client of one registry: `post(path, body)` answers the parsed body, and throws for a failure. */
export function clientOf(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const post = (path, body) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const sent = request(`${url}${path}`, { agent, method: 'POST', headers }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode >= 400) reject(new Error(`${path}: ${response.statusCode} ${text}`));
          else resolve(JSON.parse(text));
        });
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });
  return { post, close: () => agent.destroy() };
}

/** Seconds of processor time that a process has used; null where /proc is not there. */
export function cpuSecondsOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}
