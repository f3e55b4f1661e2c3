import type { registry } from '#libs/gen';
import type { Command } from 'commander';
import type { CommandContext } from '../context.js';
import { addDialectOption } from '../dialect-option.js';
import { plansText } from '../print/plan.js';
import { addRegistryOption, registryUrl, subjectPath, withRegistry } from '../registry-access.js';

interface PlanOptions {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly dialect: string;
  readonly message?: string;
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll plan --subject broadcaster.events --from 1 --to 3 --dialect postgres
  $ protokoll plan --subject orders --from production --to latest --dialect sqlite | sqlite3 events.db

A version is a number, a label or latest.`;

/** \`plan\`: the statements that take tables from one version to another. */
export function definePlan(program: Command, context: CommandContext): void {
  const command = program
    .command('plan')
    .summary('print the statements that take tables from one version to another')
    .description("Prints the ordered change of a subject's tables between two versions, with its locks.")
    .requiredOption('--subject <name>', 'the subject')
    .requiredOption('--from <version>', 'the version that the tables are at')
    .requiredOption('--to <version>', 'the version that they should be at')
    .option('--message <name>', 'only this message');
  addRegistryOption(addDialectOption(command)).addHelpText('after', HELP);
  command.action(async (options: PlanOptions) => plan(context, options));
}

async function plan({ io }: CommandContext, options: PlanOptions): Promise<void> {
  const query = new URLSearchParams({
    from: options.from,
    dialect: options.dialect,
    ...(options.message === undefined ? {} : { message: options.message }),
  });
  const path = `${subjectPath(options.subject)}/versions/${encodeURIComponent(options.to)}/plan?${query}`;
  const answer = await withRegistry(io, registryUrl(io, options.registry), (client) =>
    client.request<registry.PlansResponseJson>('GET', path),
  );
  io.stdout(plansText(answer.plans ?? []));
}
