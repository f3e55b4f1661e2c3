// The registry's process and what the system says of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const TICKS_PER_SECOND = 100;

/** Whether memory can be measured. */
export const hasProc = existsSync('/proc/self/status');

/** Starts the built registry; resolves when it says that it answers. */
export async function startRegistry({ data, databaseUrl }) {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist/apps/registry/src/main.js')], {
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: data,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  let output = '';
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += output.length < 10_000 ? chunk : '';
      const found = /http:\/\/[\d.]+:\d+/.exec(output)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`the registry did not start: ${output}`)));
  });
  const answer = await fetch(`${url}/ready`);
  if (!answer.ok) throw new Error(`not ready: ${await answer.text()}`);
  const readyMs = performance.now() - begun;
  return {
    url,
    child,
    readyMs,
    readyCpuMs: cpuMs(child.pid),
    stop: async () => {
      process.removeListener('exit', onExit);
      const closed = once(child, 'exit');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

/** Processor time that a process has used, in milliseconds; with `children` that of those which it started and which ended, too. */
export function cpuMs(pid, { children = false } = {}) {
  if (!hasProc) return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const ticks = fields.slice(11, children ? 15 : 13).reduce((sum, field) => sum + Number(field), 0);
  return (ticks * 1_000) / TICKS_PER_SECOND;
}

/** Resident memory now and at its highest since the last `resetPeak`, in MB. */
export function memory(pid) {
  if (!hasProc) return { now: Number.NaN, peak: Number.NaN };
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}

/** Forgets the highest so far. */
export function resetPeak(pid) {
  if (hasProc) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Runs the command line tool; what it tells of its progress goes to `onProgress`. */
export async function protokoll(args, url, onProgress = () => undefined) {
  const env = { ...process.env, PROTOKOLL_REGISTRY: url };
  const child = spawn(process.execPath, [join(root, 'dist/apps/cli/src/main.js'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, peak] = ['', 0];
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => {
    output += chunk;
    peak = Math.max(peak, hasProc ? memory(child.pid).peak : 0);
    onProgress(String(chunk));
  });
  const [status] = await once(child, 'close');
  if (status !== 0)
    throw new Error(`protokoll ${args.join(' ')} ended with ${status}: ${output.slice(-800)}`);
  return { output, peak };
}
