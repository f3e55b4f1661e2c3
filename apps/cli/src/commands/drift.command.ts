import { LIVE_DIALECTS, dialectOfUrl } from '#libs/live-tables';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-code.js';
import { compareLive } from '../live/compare-live.js';
import { addDatabaseOption, assertDialect, databaseUrl, withDatabase } from '../live/database-access.js';
import { driftJson, driftText } from '../print/drift.js';
import { addRegistryOption, registryUrl, withRegistry } from '../registry-access.js';

interface DriftOptions {
  readonly subject: string;
  readonly message?: string;
  readonly dialect?: string;
  readonly database?: string;
  readonly at?: string;
  readonly format: 'text' | 'json';
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll drift --subject broadcaster.events --database events.db
  $ PROTOKOLL_DATABASE=postgres://… protokoll drift --subject orders --dialect postgres --format json

The tables are only read. Exit code 1 says that something differs. Without --at they are compared
with the version that the database says it was brought to, else with the latest.`;

/** \`drift\`: what differs between live tables and their ledgers. */
export function defineDrift(program: Command, context: CommandContext): void {
  const command = program
    .command('drift')
    .summary('compare the tables of a database with the ledgers')
    .description("Compares a subject's tables in a database with their ledgers in the registry.")
    .requiredOption('--subject <name>', 'the subject')
    .option('--message <name>', 'only this message')
    .option('--at <version>', 'compare with this version: a number, a label or latest')
    .addOption(new Option('--dialect <name>', 'dialect of the database').choices(LIVE_DIALECTS));
  addRegistryOption(addDatabaseOption(command))
    .addOption(new Option('--format <name>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP);
  command.action(async (options: DriftOptions) => drift(context, options));
}

async function drift({ io, paint, end }: CommandContext, options: DriftOptions): Promise<void> {
  const { subject, message = null, at = null } = options;
  const url = databaseUrl(io, options.database);
  assertDialect(url, options.dialect);
  const tables = await withRegistry(io, registryUrl(io, options.registry), (client) =>
    withDatabase(io, url, { readOnly: true }, (database) =>
      compareLive(client, database, { subject, message, at }),
    ),
  );
  const report = { subject, dialect: dialectOfUrl(url), tables };
  io.stdout(options.format === 'json' ? driftJson(report) : driftText(paint, report));
  if (tables.some(({ findings }) => findings.length > 0)) end(EXIT.refused);
}
