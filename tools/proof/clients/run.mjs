import { spawn } from 'node:child_process';

const LIMIT_MS = 600_000;

/** What a command printed. Rejects with what it said when it fails, or takes longer than ten minutes. */
export function run(command, args, { input = '', cwd, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env });
    // Not spawn's own timeout: it keeps the process for all of it when there is no such command.
    const late = setTimeout(() => child.kill(), LIMIT_MS);
    const output = [];
    let problem = '';
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => (problem += chunk));
    child.once('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(late);
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(new Error(`${command} ${args[0] ?? ''}: ${code}\n${problem.slice(-4_000)}`));
    });
    // A child that ends before it has read everything says why itself.
    child.stdin.once('error', () => undefined);
    child.stdin.end(input);
  });
}

/** What a command says of its version; null when there is no such command. */
export async function versionOf(command, ...args) {
  return run(command, args).then(
    (output) => output.trim(),
    () => null,
  );
}
