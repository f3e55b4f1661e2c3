import { RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import type { RegistryClient } from '#libs/registry-client';
import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../context.js';
import { addDialectOption } from '../dialect-option.js';
import type { Io } from '../io.js';
import { DATABASE_VARIABLE, addDatabaseOption, databaseUrl } from '../live/database-access.js';
import { planLive } from '../live/plan-live.js';
import { planFileSummary, planFileText } from '../print/plan-file.js';
import { plansText } from '../print/plan.js';
import { addRegistryOption, registryUrl, subjectPath, withRegistry } from '../registry-access.js';
import { writeAtomically } from '../write-atomically.js';

interface PlanOptions {
  readonly subject: string;
  readonly from?: string;
  readonly to: string;
  readonly dialect: string;
  readonly message?: string;
  readonly database?: string;
  readonly output?: string;
  readonly dropBefore?: number;
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll plan --subject broadcaster.events --from 1 --to 3 --dialect postgres
  $ protokoll plan --subject orders --from production --to latest --dialect sqlite | sqlite3 events.db
  $ protokoll plan --subject orders --to latest --dialect sqlite --database events.db --output plan.json
  $ PROTOKOLL_DATABASE=postgres://… protokoll plan --subject orders --to 7 --dialect postgres --output plan.json
  $ PROTOKOLL_DATABASE=mysql://… protokoll plan --subject orders --to 7 --dialect mariadb --output plan.json
  $ PROTOKOLL_DATABASE=https://… protokoll plan --subject orders --to 7 --dialect clickhouse --output plan.json
  $ protokoll plan --subject orders --to 7 --dialect duckdb --database duckdb:events.duckdb --output plan.json
  $ protokoll plan --subject orders --to 7 --dialect postgres --drop-before 5 --output plan.json

A version is a number, a label or latest. With a database the plan is for its tables as they are
now, and the file, which protokoll apply takes, has the fingerprint of ledgers, tables and SQL.`;

/** \`plan\`: the statements that take tables from one version to another. */
export function definePlan(program: Command, context: CommandContext): void {
  const command = program
    .command('plan')
    .summary('print the statements that take tables from one version to another')
    .description("Prints the ordered change of a subject's tables between two versions, with its locks.")
    .requiredOption('--subject <name>', 'the subject')
    .option('--from <version>', 'the version that the tables are at (default: what the database says)')
    .requiredOption('--to <version>', 'the version that they should be at')
    .option('--message <name>', 'only this message');
  addDatabaseOption(addDialectOption(command))
    .option('--output <file>', 'also write the plan to a file for protokoll apply; needs a database')
    .option(
      '--drop-before <version>',
      'with a database: also take away columns that no version from this one on writes',
      versionOf,
    );
  addRegistryOption(command).addHelpText('after', HELP);
  command.action(async (options: PlanOptions) => plan(context, options));
}

async function plan({ io }: CommandContext, options: PlanOptions): Promise<void> {
  const url = registryUrl(io, options.registry);
  if (isForDatabase(io, options)) {
    await withRegistry(io, url, (client) => planForDatabase(io, client, options));
    return;
  }
  const path = pathOf(options);
  const answer = await withRegistry(io, url, (client) =>
    client.request<registry.PlansResponseJson>('GET', path),
  );
  io.stdout(plansText(answer.plans ?? []));
}

// With both versions given the environment's database is not asked, unless its plan is wanted as a file.
function isForDatabase(io: Io, { database, output, dropBefore, from }: PlanOptions): boolean {
  if (database !== undefined || output !== undefined || dropBefore !== undefined) return true;
  return from === undefined && (io.env[DATABASE_VARIABLE] ?? '') !== '';
}

async function planForDatabase(io: Io, client: RegistryClient, options: PlanOptions): Promise<void> {
  const { subject, to, dialect, from = null, message = null, dropBefore = null } = options;
  const url = databaseUrl(io, options.database);
  const file = await planLive(io, client, url, { subject, from, to, message, dialect, dropBefore });
  io.stdout(planFileText(file));
  if (options.output === undefined) return;
  await writeAtomically(io.cwd, options.output, `${JSON.stringify(file, null, 2)}\n`);
  io.stderr(`protokoll: ${planFileSummary(file)} (written to ${options.output})\n`);
  io.stderr(`Next: protokoll apply ${options.output} --dry-run\n`);
}

function pathOf({ subject, from, to, dialect, message }: PlanOptions): string {
  if (from === undefined)
    throw new RegistryError('BAD_REQUEST', {
      problem: 'Give --from, the version that the tables are at, or --database, which may say it.',
    });
  const query = new URLSearchParams({ from, dialect, ...(message === undefined ? {} : { message }) });
  return `${subjectPath(subject)}/versions/${encodeURIComponent(to)}/plan?${query}`;
}

function versionOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It takes the number of a version.');
}
