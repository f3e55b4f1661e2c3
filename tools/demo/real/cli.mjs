// Runs the command line as a user would: a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Exit code and output of `protokoll <args>`. */
export function runCli(root, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--no-warnings', join(root, 'node_modules/protokoll/bin/protokoll.mjs'), ...args],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (output.stdout += chunk));
    child.stderr.on('data', (chunk) => (output.stderr += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
}
