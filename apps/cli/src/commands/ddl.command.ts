import { createTable, dialectNamed, scriptHead } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import type { Command } from 'commander';
import { basename, resolve } from 'node:path';
import { compileSchema, withCompiler } from '../compile-schema.js';
import type { CommandContext } from '../context.js';
import { addDialectOption } from '../dialect-option.js';
import { plansText } from '../print/plan.js';
import { printable } from '../print/printable.js';
import { addRegistryOption, registryUrl, subjectPath, withRegistry } from '../registry-access.js';
import { readFolder } from '../sources/read-folder.js';
import { parseSubjectVersion } from '../subject-version.js';
import { tablesOf } from '../tables-of.js';

interface DdlOptions {
  readonly subject?: string;
  readonly dialect: string;
  readonly message?: string;
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll ddl proto --dialect postgres
  $ protokoll ddl proto --dialect sqlite --message broadcaster.events.v1.Click | sqlite3 events.db
  $ protokoll ddl proto --dialect duckdb | duckdb events.duckdb
  $ protokoll ddl proto --dialect clickhouse | clickhouse-client
  $ protokoll ddl proto --dialect mariadb | mariadb events
  $ protokoll ddl --subject broadcaster.events@3 --dialect postgres | psql events`;

/** \`ddl\`: the tables that a schema's events become. */
export function defineDdl(program: Command, context: CommandContext): void {
  const command = program
    .command('ddl')
    .summary("print the tables that a schema's events become")
    .description('Prints CREATE TABLE statements for a folder, or for a version of a subject.')
    .argument('[dir]', 'root folder of the .proto files')
    .option('--subject <name[@version]>', 'a version of a subject, in the place of a folder')
    .option('--message <name>', 'only this message');
  addRegistryOption(addDialectOption(command)).addHelpText('after', HELP);
  command.action(async (folder: string | undefined, options: DdlOptions) => ddl(context, folder, options));
}

async function ddl({ io }: CommandContext, folder: string | undefined, options: DdlOptions): Promise<void> {
  if ((folder === undefined) === (options.subject === undefined))
    throw new RegistryError('BAD_REQUEST', { problem: 'Give either a folder or --subject.' });
  if (folder !== undefined) return ddlOfFolder(io, folder, options);
  const { subject, version } = parseSubjectVersion(options.subject ?? '');
  const query = new URLSearchParams({
    dialect: options.dialect,
    ...(options.message === undefined ? {} : { message: options.message }),
  });
  const answer = await withRegistry(io, registryUrl(io, options.registry), (client) =>
    client.request<registry.PlansResponseJson>(
      'GET',
      `${subjectPath(subject)}/versions/${encodeURIComponent(version)}/ddl?${query}`,
    ),
  );
  io.stdout(plansText(answer.plans ?? []));
}

async function ddlOfFolder(io: CommandContext['io'], folder: string, options: DdlOptions): Promise<void> {
  const files = await readFolder(io.cwd, folder);
  const schema = await withCompiler(io, (compiler) => compileSchema(compiler, files));
  const dialect = dialectNamed(options.dialect);
  const { ledgers, findings } = tablesOf(schema, basename(resolve(io.cwd, folder)), options.message ?? null);
  for (const { ruleId, path, message, hint } of findings)
    io.stderr(`protokoll: ${ruleId} at ${path}: ${printable(message)} ${printable(hint)}\n`);
  if (ledgers.length === 0) io.stderr('protokoll: No message of this schema is an event; see --message.\n');
  const statements = ledgers.flatMap((ledger) => createTable(dialect, ledger));
  const end = dialect.words === null ? '\n' : ';\n';
  const head = scriptHead(dialect, statements).map((line) => `${line}\n`);
  io.stdout(
    [...(head.length === 0 ? [] : [head.join('')]), ...statements.map(({ sql }) => sql + end)].join('\n'),
  );
}
