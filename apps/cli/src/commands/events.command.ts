import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../context.js';
import { addRegistryOption, registryUrl, withRegistry } from '../registry-access.js';
import { tail, type TailOptions } from '../tail.js';

interface EventsOptions {
  readonly table?: string;
  readonly follow?: boolean;
  readonly dead?: boolean;
  readonly limit: number;
  readonly registry?: string;
}

const MAX_LIMIT = 1_000;
const DEFAULT_LIMIT = 10;

const HELP = `
Examples:
  $ protokoll events tail
  $ protokoll events tail --table click --follow
  $ protokoll events tail --dead --limit 50

A line is a table's name and the row as JSON; with --dead a reason and the dead letter.`;

/** \`events tail\`: what came in last. */
export function defineEvents(program: Command, context: CommandContext): void {
  const events = program
    .command('events')
    .summary('look at events that came in')
    .description('Looks at events that came in.');
  const command = events
    .command('tail')
    .summary('print the newest rows, or dead letters')
    .description('Prints the newest rows, oldest first; with --follow also those to come.')
    .option('--table <name>', 'only rows of this table')
    .option('--dead', 'dead letters in the place of rows')
    .option('--follow', 'wait for more')
    .option('--limit <n>', `how many to begin with, 1 to ${MAX_LIMIT}`, parseLimit, DEFAULT_LIMIT);
  addRegistryOption(command).addHelpText('after', HELP);
  command.action(async (options: EventsOptions) => {
    const url = registryUrl(context.io, options.registry);
    const what: TailOptions = {
      table: options.table ?? null,
      dead: options.dead ?? false,
      follow: options.follow ?? false,
      limit: options.limit,
    };
    await withRegistry(context.io, url, (client) => tail(context.io, client, what));
  });
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_LIMIT}.`);
}
