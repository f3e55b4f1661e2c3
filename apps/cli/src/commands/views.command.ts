import { dialectNamed, latestView, onceView, versionView } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import type { Command } from 'commander';
import type { CommandContext } from '../context.js';
import { addDialectOption } from '../dialect-option.js';
import { addRegistryOption } from '../registry-access.js';
import { subjectLedgers } from '../subject-ledgers.js';

interface ViewsOptions {
  readonly subject: string;
  readonly at?: readonly string[];
  readonly dialect: string;
  readonly message?: string;
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll views --subject broadcaster.events --dialect postgres
  $ protokoll views --subject orders --dialect bigquery --at 3 4

TABLE__latest has the newest names, TABLE__v3 what version 3 knew, by its names and labels, and TABLE__once each event
once, in databases that do not see to that themselves.`;

/** \`views\`: views over a subject's tables. */
export function defineViews(program: Command, context: CommandContext): void {
  const command = program
    .command('views')
    .summary("print views over a subject's tables")
    .description(
      "Prints views over a subject's tables: by the newest names, as versions knew them, each event once.",
    )
    .requiredOption('--subject <name[@version]>', 'the subject')
    .option('--at <version...>', 'also the view of these versions, by number')
    .option('--message <name>', 'only this message');
  addRegistryOption(addDialectOption(command)).addHelpText('after', HELP);
  command.action(async (options: ViewsOptions) => views(context, options));
}

async function views({ io }: CommandContext, options: ViewsOptions): Promise<void> {
  const dialect = dialectNamed(options.dialect);
  if (dialect.words === null)
    throw new RegistryError('BAD_REQUEST', { problem: `${dialect.title} has no views.` });
  const ledgers = await subjectLedgers(io, options);
  const newest = Math.max(...ledgers.map(({ schemaVersion }) => schemaVersion));
  const versions = (options.at ?? []).map((text) => versionOf(text, newest));
  const statements = ledgers.flatMap((ledger) => [
    ...latestView(dialect, ledger),
    ...onceView(dialect, ledger),
    ...versions.flatMap((version) => versionView(dialect, ledger, version)),
  ]);
  io.stdout(statements.map(({ sql }) => `${sql};\n`).join('\n'));
}

function versionOf(text: string, newest: number): number {
  const version = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : Infinity;
  if (version <= newest) return version;
  const problem = `--at takes numbers of versions up to ${newest}, not '${text.slice(0, 80)}'.`;
  throw new RegistryError('BAD_REQUEST', { problem });
}
