import { Option, type Command } from 'commander';
import type { CheckReport } from '../check-report.js';
import { checkModules } from '../check/check-modules.js';
import { addCheckOptions, type CheckOptions } from '../check/check-options.js';
import { findModules } from '../check/find-modules.js';
import { invalidText } from '../check/invalid-text.js';
import { reportLine } from '../check/report-line.js';
import { readProtokollConfig } from '../config/protokoll-config.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-code.js';
import { FORMAT_NAMES, renderReport } from '../print/formats.js';
import { addReferenceOption } from '../reference-option.js';
import { addRegistryOption } from '../registry-access.js';
import { writeAtomically } from '../write-atomically.js';

const HELP = `
Examples:
  $ protokoll check proto --against git:main
  $ protokoll check proto --against merge-base:origin/main --format github
  $ protokoll check proto --against ../released/proto --level FULL --format json
  $ protokoll check proto --against git:main --profile buf
  $ protokoll check proto --against subject:broadcaster.events
  $ protokoll check proto --against http://registry.example/subjects/broadcaster.events
  $ protokoll check --merge-base --against origin/main --format markdown --output report.md

Formats: text for people; json for scripts; github for annotations in a workflow's log, markdown for a comment on the
pull request, gitlab for Code Quality, junit for test reports, sarif for code scanning.

Without a folder the modules of protokoll.yaml are checked, or else those of buf.yaml.
With a buf profile the breaking section of buf.yaml (v1beta1, v1, v2) holds.

Exit codes: 0 compatible, 1 incompatible, 2 usage, 3 does not compile, 4 cannot reach.`;

/** \`check\`: does a change break somebody, and whom? */
export function defineCheck(program: Command, context: CommandContext): void {
  const command = program
    .command('check')
    .summary('say whether a change breaks somebody, and whom')
    .description('Compares the .proto files of folders with an earlier state of them.')
    .argument('[dir...]', 'root folders of the .proto files (default: the modules of protokoll.yaml)');
  addCheckOptions(command)
    .addOption(new Option('--format <format>', 'how to answer').choices(FORMAT_NAMES).default('text'))
    .option('--output <file>', 'write the answer to a file; what it comes to is said on stderr');
  addRegistryOption(addReferenceOption(command)).addHelpText('after', HELP);
  command.action(async (folders: string[], options: CheckOptions) => check(context, folders, options));
}

async function check(
  context: CommandContext,
  folders: readonly string[],
  options: CheckOptions,
): Promise<void> {
  const { io } = context;
  const config = await readProtokollConfig(io.cwd, options.config, io.today);
  for (const warning of config.warnings) io.stderr(`protokoll: ${warning}.\n`);
  const modules = await findModules(io, folders, options, config);
  const report = await checkModules(io, modules, options);
  await answer(context, report, options);
  io.stderr(invalidText(report));
  context.end(exitCodeOfReport(report));
}

async function answer(
  { io, paint }: CommandContext,
  report: CheckReport,
  options: CheckOptions,
): Promise<void> {
  const text = renderReport(options.format, report, paint);
  if (options.output === undefined) io.stdout(text);
  else {
    await writeAtomically(io.cwd, options.output, text);
    io.stderr(`protokoll: ${reportLine(report)} (written to ${options.output})\n`);
  }
}

/** What does not compile outweighs what is incompatible: nobody knows yet what it would break. */
function exitCodeOfReport({ modules }: CheckReport): number {
  const outcomes = modules.map(({ outcome }) => outcome);
  if (outcomes.some(({ kind }) => kind === 'invalid')) return EXIT.doesNotCompile;
  const isRefused = outcomes.some(
    (outcome) => outcome.kind === 'verdict' && outcome.verdict.verdict === 'incompatible',
  );
  return isRefused ? EXIT.refused : EXIT.ok;
}
