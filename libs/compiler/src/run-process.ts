import { spawn, type ChildProcess } from 'node:child_process';

/** What to run and within which bounds. */
export interface ProcessOptions {
  readonly cwd: string;
  /** The whole environment of the process: nothing of this one's is passed on. */
  readonly env: Readonly<Record<string, string>>;
  /** What it reads. */
  readonly input: Uint8Array;
  /** It is killed after that. */
  readonly timeoutMs: number;
  /** It is killed when it prints more to stdout. */
  readonly maxOutputBytes: number;
  /** What it prints to stderr past this is dropped. */
  readonly maxErrorBytes: number;
  /** Kills it. */
  readonly signal?: AbortSignal;
}

/** What a process did. `stopped`: why it was killed; null when it ended by itself. */
export interface ProcessResult {
  readonly stopped: 'timeout' | 'output' | 'aborted' | null;
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a program without a shell. Rejects with the system's error when it can not be started. */
export function runProcess(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const { cwd, env } = options;
    const child = spawn(file, args, { cwd, env: { ...env }, stdio: 'pipe', shell: false, windowsHide: true });
    let stopped: ProcessResult['stopped'] = null;
    const stop = (reason: ProcessResult['stopped']): void => {
      stopped ??= reason;
      child.kill('SIGKILL');
    };
    const abort = (): void => stop('aborted');
    const timer = setTimeout(() => stop('timeout'), options.timeoutMs);
    const stdout = collect(child.stdout, options.maxOutputBytes, () => stop('output'));
    const stderr = collect(child.stderr, options.maxErrorBytes, () => undefined);
    const settle = (): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
    };
    options.signal?.addEventListener('abort', abort);
    if (options.signal?.aborted === true) abort();
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code) => {
      settle();
      resolve({ stopped, code, stdout: stdout(), stderr: stderr().toString('utf8') });
    });
    feed(child, options.input);
  });
}

function feed(child: ChildProcess, input: Uint8Array): void {
  // A process that ends before it has read everything breaks the pipe; its exit code tells the story.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
}

function collect(stream: NodeJS.ReadableStream, maxBytes: number, onOverflow: () => void): () => Buffer {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  stream.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= maxBytes) chunks.push(chunk);
    else onOverflow();
  });
  return () => Buffer.concat(chunks);
}
