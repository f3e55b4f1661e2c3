import { DIALECTS } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import { dialectOfUrl } from '#libs/live-tables';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-code.js';
import { compareDescribed } from '../live/compare-described.js';
import { compareLive } from '../live/compare-live.js';
import { addDatabaseOption, assertDialect, databaseUrl, withDatabase } from '../live/database-access.js';
import { driftJson, driftText, type DriftReport } from '../print/drift.js';
import type { Io } from '../io.js';
import { readTextInput } from '../live/read-text-input.js';
import { addRegistryOption, registryUrl, withRegistry } from '../registry-access.js';

interface DriftOptions {
  readonly subject: string;
  readonly message?: string;
  readonly dialect?: string;
  readonly database?: string;
  readonly live?: string;
  readonly at?: string;
  readonly format: 'text' | 'json';
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll drift --subject broadcaster.events --database events.db
  $ protokoll drift --subject orders --dialect clickhouse --live tables.json
  $ protokoll drift --subject orders --at 7 --database duckdb:events.duckdb
  $ PROTOKOLL_DATABASE=postgres://… protokoll drift --subject orders --dialect postgres --format json
  $ PROTOKOLL_DATABASE=mysql://… protokoll drift --subject orders
  $ PROTOKOLL_DATABASE=https://… protokoll drift --subject orders      # ClickHouse

The tables are only read. Exit code 1 says that something differs. Without --at they are compared
with the version that the database says it was brought to, else with the latest. Databases that are
not opened here can be described in a file: {"tables": [{"table": "click", "columns": [{"name":
"event_id", "type": "UUID", "nullable": false}], "key": ["event_id"], "indexes": []}]}.`;

/** \`drift\`: what differs between live tables and their ledgers. */
export function defineDrift(program: Command, context: CommandContext): void {
  const command = program
    .command('drift')
    .summary('compare the tables of a database with the ledgers')
    .description("Compares a subject's tables in a database with their ledgers in the registry.")
    .requiredOption('--subject <name>', 'the subject')
    .option('--message <name>', 'only this message')
    .option('--at <version>', 'compare with this version: a number, a label or latest')
    .option('--live <file | ->', 'tables as a catalogue has them, in the place of a database')
    .addOption(
      new Option('--dialect <name>', 'dialect of the database').choices(DIALECTS.map(({ name }) => name)),
    );
  addRegistryOption(addDatabaseOption(command))
    .addOption(new Option('--format <name>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP);
  command.action(async (options: DriftOptions) => drift(context, options));
}

async function drift(context: CommandContext, options: DriftOptions): Promise<void> {
  const { io, paint, end } = context;
  const report = await (options.live === undefined
    ? ofDatabase(io, options)
    : ofFile(io, options, options.live));
  io.stdout(options.format === 'json' ? driftJson(report) : driftText(paint, report));
  if (report.tables.some(({ findings }) => findings.length > 0)) end(EXIT.refused);
}

async function ofDatabase(io: Io, options: DriftOptions): Promise<DriftReport> {
  const { subject, message = null, at = null } = options;
  const url = databaseUrl(io, options.database);
  assertDialect(url, options.dialect);
  const tables = await withRegistry(io, registryUrl(io, options.registry), (client) =>
    withDatabase(io, url, { readOnly: true }, (database) =>
      compareLive(client, database, { subject, message, at }),
    ),
  );
  return { subject, dialect: dialectOfUrl(url), tables };
}

async function ofFile(io: Io, options: DriftOptions, path: string): Promise<DriftReport> {
  const { subject, dialect, message = null, at = null } = options;
  if (dialect === undefined || options.database !== undefined)
    throw new RegistryError('BAD_REQUEST', { problem: 'With --live give --dialect, and no --database.' });
  const text = await readTextInput(io, path);
  const tables = await withRegistry(io, registryUrl(io, options.registry), (client) =>
    compareDescribed(client, { subject, message, at, dialect }, text),
  );
  return { subject, dialect, tables };
}
