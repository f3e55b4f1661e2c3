import type { Io } from '../io.js';
import { run } from '../run.js';

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** How to run one; everything has a default but the folder. */
export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array;
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
  /** Called with what was printed to stdout and stderr so far, each time that more is. */
  readonly onOutput?: (output: string) => void;
}

/** Runs a command in this process. */
export async function runCommand(argv: readonly string[], options: CommandOptions): Promise<CommandResult> {
  let [stdout, stderr] = ['', ''];
  const isTerminal = options.isTerminal ?? false;
  const io: Io = {
    stdout: (text) => {
      stdout += text;
      options.onOutput?.(stdout + stderr);
    },
    stderr: (text) => {
      stderr += text;
      options.onOutput?.(stdout + stderr);
    },
    stdin: () => Promise.resolve(options.stdin ?? new Uint8Array()),
    cwd: options.cwd,
    env: options.env ?? {},
    isTerminal: { stdout: isTerminal, stderr: isTerminal },
    today: '2026-01-02',
    signal: options.signal ?? new AbortController().signal,
  };
  const exitCode = await run(argv, io);
  return { stdout, stderr, exitCode };
}
