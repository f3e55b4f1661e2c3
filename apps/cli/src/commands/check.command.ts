import type { CompatibilityLevel } from '#libs/compat';
import { RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { Option, type Command } from 'commander';
import { compareInRegistry } from '../compare-in-registry.js';
import { compareLocally, type Comparison } from '../compare-locally.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-code.js';
import { comparisonText, versionsText } from '../print/comparison.js';
import { diagnosticsOf } from '../print/failure.js';
import { verdictJsonText } from '../print/findings-json.js';
import { addReferenceOption } from '../reference-option.js';
import { addRegistryOption, registryUrl, withRegistry } from '../registry-access.js';
import { parseAgainst, type Against } from '../sources/against.js';
import { readFolder } from '../sources/read-folder.js';
import { readGit } from '../sources/read-git.js';

interface CheckOptions {
  readonly against: string;
  readonly level?: CompatibilityLevel;
  readonly format: 'text' | 'json';
  readonly reference: readonly registry.ReferenceJson[];
  readonly registry?: string;
}

const LEVELS: readonly CompatibilityLevel[] = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
];

const HELP = `
Examples:
  $ protokoll check proto --against git:main
  $ protokoll check proto --against ../released/proto --level FULL --format json
  $ protokoll check proto --against subject:broadcaster.events
  $ protokoll check proto --against http://registry.example/subjects/broadcaster.events

Exit codes: 0 compatible, 1 incompatible, 2 usage, 3 does not compile, 4 cannot reach.`;

/** \`check\`: does a change break somebody, and whom? */
export function defineCheck(program: Command, context: CommandContext): void {
  const command = program
    .command('check')
    .summary('say whether a change breaks somebody, and whom')
    .description('Compares the .proto files of a folder with an earlier state of them.')
    .argument('<dir>', 'root folder of the .proto files')
    .requiredOption('--against <target>', 'a folder, git:REF or a git ref, subject:NAME or its URL')
    .addOption(new Option('--level <level>', 'compatibility level of a folder or ref').choices(LEVELS))
    .addOption(new Option('--format <format>', 'how to answer').choices(['text', 'json']).default('text'));
  addRegistryOption(addReferenceOption(command)).addHelpText('after', HELP);
  command.action(async (folder: string, options: CheckOptions) => check(context, folder, options));
}

async function check(context: CommandContext, folder: string, options: CheckOptions): Promise<void> {
  const against = await parseAgainst(context.io.cwd, options.against);
  try {
    const comparison = await compare(context, folder, against, options);
    const { verdict } = comparison;
    context.io.stdout(
      options.format === 'json' ? verdictJsonText(verdict) : answerText(context, comparison, against, folder),
    );
    context.end(verdict.verdict === 'compatible' ? EXIT.ok : EXIT.refused);
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    if (options.format === 'json' && diagnostics.length > 0)
      context.io.stdout(`${JSON.stringify({ diagnostics }, null, 2)}\n`);
    throw error;
  }
}

async function compare(
  { io }: CommandContext,
  folder: string,
  against: Against,
  options: CheckOptions,
): Promise<Comparison> {
  const after = await readFolder(io.cwd, folder);
  switch (against.kind) {
    case 'folder':
      return compareLocally(io, await readFolder(io.cwd, against.folder), after, options.level);
    case 'git': {
      const before = await readGit(io.cwd, folder, against.ref);
      if (before.length === 0)
        io.stderr(`protokoll: '${folder}' had no .proto file at ${against.ref}; all is new.\n`);
      return compareLocally(io, before, after, options.level);
    }
    case 'subject': {
      if (options.level !== undefined) throw levelIsSet(against.subject);
      const url = against.registry ?? registryUrl(io, options.registry);
      return withRegistry(io, url, (client) =>
        compareInRegistry(client, against.subject, after, options.reference),
      );
    }
  }
}

function answerText(
  { paint }: CommandContext,
  comparison: Comparison,
  against: Against,
  folder: string,
): string {
  const name = nameOf(against);
  const next =
    comparison.verdict.verdict === 'incompatible'
      ? 'Next: follow the hints, then check again.'
      : against.kind === 'subject'
        ? `Next: protokoll push ${folder} --subject ${against.subject}`
        : 'Next: commit it, or publish it with protokoll push.';
  return `${comparisonText(comparison, name, paint)}${paint.dim(next)}\n`;
}

function nameOf(against: Against): (versions: readonly number[]) => string {
  switch (against.kind) {
    case 'folder':
      return () => against.folder;
    case 'git':
      return () => `git:${against.ref}`;
    case 'subject':
      return (versions) => `${versionsText(versions)} of ${against.subject}`;
  }
}

function levelIsSet(subject: string): RegistryError {
  const problem = `--level is for folders and git refs; the level of '${subject}' is set in the registry. Leave it out.`;
  return new RegistryError('BAD_REQUEST', { problem });
}
