import { RegistryError } from '#libs/errors';
import { spawn } from 'node:child_process';

/** What a run of git may be at most. */
export interface GitLimits {
  /** Default 60,000. */
  readonly timeoutMs?: number;
  /** Of what it prints. Default 256 MiB. */
  readonly maxOutputBytes?: number;
  /** Program to run. Default `git`. */
  readonly program?: string;
}

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/**
 * What git printed. **Throws** GIT_FAILED with git's own words when it fails, is not there or is over a limit; `details.exitCode` is its
 * exit code.
 */
export function runGit(
  cwd: string,
  args: readonly string[],
  input = '',
  limits: GitLimits = {},
): Promise<Buffer> {
  const { timeoutMs = TIMEOUT_MS, maxOutputBytes = MAX_OUTPUT_BYTES, program = 'git' } = limits;
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
    const child = spawn(program, [...args], { cwd, env, stdio: 'pipe', shell: false, windowsHide: true });
    let overLimit: string | null = null;
    const stop = (why: string): void => {
      overLimit ??= why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop(`it took longer than ${timeoutMs} ms and was stopped`), timeoutMs);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let sizeBytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > maxOutputBytes) stop(`it printed more than ${maxOutputBytes} bytes and was stopped`);
      else stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // Git that fails at once reads nothing; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (cause) => {
      clearTimeout(timer);
      reject(gitFailed(`git could not be started: ${cause.message}`, { cause }));
    });
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      const said = Buffer.concat(stderr).toString('utf8').trim();
      if (overLimit !== null) reject(gitFailed(overLimit));
      else if (exitCode === 0) resolve(Buffer.concat(stdout));
      else reject(gitFailed(said || `git ended with code ${exitCode}`, { details: { exitCode } }));
    });
  });
}

function gitFailed(
  problem: string,
  options: ConstructorParameters<typeof RegistryError>[2] = {},
): RegistryError {
  return new RegistryError('GIT_FAILED', { problem }, options);
}
