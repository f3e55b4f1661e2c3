import type { Io } from './io.js';
import { makePaint, type Paint } from './print/paint.js';

/** What every command gets. */
export interface CommandContext {
  readonly io: Io;
  /** Colours of stdout. */
  readonly paint: Paint;
  /** Ends the command with an exit code. */
  readonly end: (exitCode: number) => void;
}

/** The context of one run of the program. */
export function makeContext(io: Io, end: (exitCode: number) => void): CommandContext {
  return { io, paint: makePaint(io.isTerminal.stdout, io.env), end };
}
