import { RegistryError } from '#libs/errors';
import { spawn } from 'node:child_process';

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** What git printed. **Throws** GIT_FAILED with git's own words when it fails or is not there. */
export function runGit(cwd: string, args: readonly string[], input = ''): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
    const child = spawn('git', [...args], { cwd, env, stdio: 'pipe', shell: false, windowsHide: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let sizeBytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_OUTPUT_BYTES) child.kill('SIGKILL');
      else stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // Git that fails at once reads nothing; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (cause) => reject(gitFailed(`git could not be started: ${cause.message}`, cause)));
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(stdout));
      else reject(gitFailed(Buffer.concat(stderr).toString('utf8').trim() || `git ended with code ${code}`));
    });
  });
}

function gitFailed(problem: string, cause?: Error): RegistryError {
  return new RegistryError('GIT_FAILED', { problem }, cause === undefined ? {} : { cause });
}
