import { Command, CommanderError } from 'commander';
import { commandsFor } from './commands.js';
import { makeContext } from './context.js';
import { EXIT, exitCodeOf } from './exit-code.js';
import type { Io } from './io.js';
import { redacting } from './live/redact.js';
import { failureText } from './print/failure.js';
import { cliVersion } from './version.js';

const HELP_WIDTH = 100;

const FOOTER = `
Exit codes: 0 fine, 1 refused, 2 usage, 3 does not compile, 4 cannot reach.
Settings: PROTOKOLL_REGISTRY (registry), PROTOKOLL_DATABASE (database of plan, apply and drift),
PROTOKOLL_CACHE (folder of compiled schemas), NO_COLOR.`;

/** Runs the program on arguments, without the program's own name; answers the exit code. Never throws. */
export async function run(argv: readonly string[], processIo: Io): Promise<number> {
  const io = redacting(processIo, argv);
  let exitCode: number = EXIT.ok;
  const context = makeContext(io, (code) => {
    exitCode = code;
  });
  const program = makeProgram(io);
  try {
    for (const define of await commandsFor(argv)) define(program, context);
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    io.stderr(failureText(error));
    return exitCodeOf(error);
  }
}

function makeProgram(io: Io): Command {
  return new Command('protokoll')
    .description('Check, publish and use Protobuf event schemas')
    .version(cliVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .exitOverride()
    .showHelpAfterError('Run it with --help for examples.')
    .configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      outputError: (text, write) => write(text.replace(/^error: /, 'protokoll: ')),
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', FOOTER);
}
