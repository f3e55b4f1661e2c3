import { RegistryError } from '#libs/errors';
import { applyPlanFile, outlookOf, type ApplyOutlook, type ApplyResult } from '#libs/live-tables';
import { parsePlanFile, type PlanFile } from '#libs/planner';
import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-code.js';
import { assertRegistry } from '../live/assert-registry.js';
import { addDatabaseOption, databaseUrl, withDatabase } from '../live/database-access.js';
import { readTextInput } from '../live/read-text-input.js';
import { appliedText, outlookText, progressText } from '../print/applied.js';
import { addRegistryOption, registryUrl, withRegistry } from '../registry-access.js';

interface ApplyOptions {
  readonly database?: string;
  readonly contract?: true;
  readonly dryRun?: true;
  readonly offline?: true;
  readonly lockTimeout: number;
  readonly statementTimeout: number;
  readonly registry?: string;
}

const DEFAULT_LOCK_TIMEOUT_SECONDS = 10;
const DEFAULT_STATEMENT_TIMEOUT_SECONDS = 3600;
const MS_IN_SECOND = 1000;

const HELP = `
Examples:
  $ protokoll plan --subject orders --to latest --dialect sqlite --database events.db --output plan.json
  $ protokoll apply plan.json --database events.db --dry-run
  $ PROTOKOLL_DATABASE=postgres://… protokoll apply plan.json --lock-timeout 5 --statement-timeout 60
  $ PROTOKOLL_DATABASE=mysql://… protokoll apply plan.json
  $ PROTOKOLL_DATABASE=https://… protokoll apply plan.json      # ClickHouse
  $ protokoll apply plan.json --database duckdb:events.duckdb
  $ protokoll apply plan.json --database events.db --contract

Every statement is written to a journal in the database. Whatever ends a run, the same file goes on
where it stopped. Nothing is run when a table, or its ledger, is not what the plan was made for.`;

/** \`apply\`: runs a plan file. */
export function defineApply(program: Command, context: CommandContext): void {
  const command = program
    .command('apply')
    .summary('run a plan file on a database')
    .description('Runs the statements of a plan file, one transaction each, and goes on where a run stopped.')
    .argument('<file | ->', 'what protokoll plan --output wrote')
    .option('--contract', 'also run what takes something away')
    .option('--dry-run', 'check everything, print what would be run, run nothing')
    .option(
      '--lock-timeout <seconds>',
      'how long others are waited for',
      secondsOf,
      DEFAULT_LOCK_TIMEOUT_SECONDS,
    )
    .option(
      '--statement-timeout <seconds>',
      'how long one statement may take (PostgreSQL)',
      secondsOf,
      DEFAULT_STATEMENT_TIMEOUT_SECONDS,
    )
    .option('--offline', 'do not ask the registry whether its ledgers are still those of the plan');
  addRegistryOption(addDatabaseOption(command)).addHelpText('after', HELP);
  command.action(async (path: string, options: ApplyOptions) => apply(context, path, options));
}

async function apply(context: CommandContext, path: string, options: ApplyOptions): Promise<void> {
  const { io, paint, end } = context;
  const url = databaseUrl(io, options.database);
  const file = parsePlanFile(await readTextInput(io, path));
  if (options.offline !== true)
    await withRegistry(io, registryUrl(io, options.registry), (client) => assertRegistry(client, file));
  if (options.dryRun === true) {
    io.stdout(outlookText(file, await outlook(context, url, file, options)));
    return;
  }
  const result = await run(context, url, file, options);
  io.stdout(appliedText(paint, file, path, result));
  if (result.drift.length > 0) end(EXIT.refused);
}

function outlook(
  { io }: CommandContext,
  url: string,
  file: PlanFile,
  options: ApplyOptions,
): Promise<ApplyOutlook> {
  return withDatabase(io, url, { readOnly: true }, (database) =>
    outlookOf(database, file, options.contract === true),
  );
}

function run(
  { io }: CommandContext,
  url: string,
  file: PlanFile,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const lockTimeoutMs = options.lockTimeout * MS_IN_SECOND;
  const statementTimeoutMs = options.statementTimeout * MS_IN_SECOND;
  return withDatabase(io, url, { readOnly: false, lockTimeoutMs, statementTimeoutMs }, (database) =>
    applyPlanFile(database, file, {
      contract: options.contract === true,
      now: Date.now,
      onStep: (progress) => {
        io.stderr(progressText(progress));
        if (!io.signal.aborted || progress.step === progress.count) return;
        const problem = `Stopped after statement ${progress.step} of ${progress.count}. Apply the same file again to go on.`;
        throw new RegistryError('BAD_REQUEST', { problem });
      },
    }),
  );
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds > 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('It takes seconds, more than 0 and at most 86400.');
}
