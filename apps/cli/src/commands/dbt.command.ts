import { dbtFiles, dialectNamed, type DbtFile } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import type { Command } from 'commander';
import { join } from 'node:path';
import type { CommandContext } from '../context.js';
import { addDialectOption } from '../dialect-option.js';
import { addRegistryOption } from '../registry-access.js';
import { subjectLedgers } from '../subject-ledgers.js';
import { writeAtomically } from '../write-atomically.js';

interface DbtCommandOptions {
  readonly subject: string;
  readonly dialect: string;
  readonly message?: string;
  readonly source?: string;
  readonly schema?: string;
  readonly output?: string;
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll dbt --subject broadcaster.events --dialect postgres --output analytics
  $ protokoll dbt --subject orders@production --dialect bigquery --schema raw_events

With --output the files are written under the root of a dbt project; without, they are printed.`;

/** \`dbt\`: sources and staging models of a subject's tables. */
export function defineDbt(program: Command, context: CommandContext): void {
  const command = program
    .command('dbt')
    .summary("write dbt sources and staging models for a subject's tables")
    .description(
      "Writes a subject's tables as dbt sources, with columns, docs and tests, and a staging model for each with an enforced contract.",
    )
    .requiredOption('--subject <name[@version]>', 'the subject')
    .option('--message <name>', 'only this message')
    .option('--source <name>', 'name of the source (default: made of the subject)')
    .option('--schema <name>', 'schema or dataset that the tables are in')
    .option('--output <dir>', 'root folder of the dbt project');
  addRegistryOption(addDialectOption(command)).addHelpText('after', HELP);
  command.action(async (options: DbtCommandOptions) => dbt(context, options));
}

async function dbt({ io }: CommandContext, options: DbtCommandOptions): Promise<void> {
  const { source, schema, output } = options;
  if (source !== undefined && !/^\w+$/.test(source))
    throw new RegistryError('BAD_REQUEST', { problem: '--source takes letters, digits and _ only.' });
  const files = dbtFiles(dialectNamed(options.dialect), await subjectLedgers(io, options), {
    ...(source === undefined ? {} : { source }),
    ...(schema === undefined ? {} : { schema }),
  });
  if (output === undefined) io.stdout(files.map(printed).join('\n'));
  else
    for (const { path, content } of files) {
      await writeAtomically(io.cwd, join(output, path), content);
      io.stdout(`${join(output, path)}\n`);
    }
}

function printed({ path, content }: DbtFile): string {
  return `# ${path}\n${content}`;
}
