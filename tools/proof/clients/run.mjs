import { spawn } from 'node:child_process';

/** What a command printed. Rejects with what it said when it fails, or takes longer than ten minutes. */
export function run(command, args, { input = '', cwd, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, timeout: 600_000 });
    const output = [];
    let problem = '';
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => (problem += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
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
