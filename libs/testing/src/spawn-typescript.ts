import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a child process is started. */
export interface ChildOptions {
  readonly args?: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Largest file that the child may write, as a disk that fills up at that size. Default: no limit. */
  readonly maxFileBytes?: number;
}

/**
 * Runs a TypeScript file of the repository in a Node process of its own, for tests that kill it. The caller ends it.
 * stdin, stdout and stderr are pipes.
 */
export function spawnTypeScript(file: URL, options: ChildOptions = {}): ChildProcess {
  const hooks = new URL('./typescript-hooks.mjs', import.meta.url).href;
  const flags = ['--conditions=source', '--no-warnings', '--import', hooks];
  const args = [...flags, fileURLToPath(file), ...(options.args ?? [])];
  const settings = { env: { ...process.env, NODE_OPTIONS: '', ...options.env } };
  if (options.maxFileBytes === undefined) return spawn(process.execPath, args, settings);
  // `ulimit -f` counts blocks of 1024 bytes in bash and of 512 in a POSIX shell.
  const limit = `ulimit -f ${Math.floor(options.maxFileBytes / 1024)}; exec "$0" "$@"`;
  return spawn('bash', ['-c', limit, process.execPath, ...args], settings);
}

/** Lines of a child's standard output, as they come. */
export async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of child.stdout ?? []) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

/** Resolves with the exit code when the child ended; null when a signal did it. */
export function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}
