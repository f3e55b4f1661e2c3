import type { CompatibilityLevel, Encoding, Policy, ProfileName } from '#libs/compat';
import { PROFILE_NAMES } from '#libs/compat';
import type { registry } from '#libs/gen';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { FormatName } from '../print/formats.js';
import { ENCODINGS, LEVELS } from '../policy-names.js';

/** What `check` was told. */
export interface CheckOptions {
  readonly against?: string;
  readonly mergeBase?: true;
  readonly profile?: ProfileName;
  readonly level?: CompatibilityLevel;
  readonly encoding?: readonly Encoding[];
  readonly excludeImports?: true;
  readonly limitToInputFiles?: true;
  readonly ignoreUnstablePackages?: true;
  readonly config?: string;
  readonly format: FormatName;
  readonly output?: string;
  readonly reference: readonly registry.ReferenceJson[];
  readonly registry?: string;
}

/** Adds the options that say what is compared, and how. */
export function addCheckOptions(command: Command): Command {
  return command
    .option('--against <target>', 'a folder, git:REF or a git ref, merge-base:REF, subject:NAME or its URL')
    .option('--merge-base', 'compare with where HEAD parted from the git ref, not with the ref itself')
    .addOption(
      new Option('--profile <name>', 'whose rules decide (default: protokoll)').choices(PROFILE_NAMES),
    )
    .addOption(new Option('--level <level>', 'compatibility level (default: BACKWARD)').choices(LEVELS))
    .addOption(
      new Option(
        '--encoding <list>',
        `what is judged, by commas: ${ENCODINGS.join(', ')} (default: binary,json)`,
      ).argParser(readEncodings),
    )
    .option('--exclude-imports', 'buf profiles: leave out files that are only imported')
    .option('--limit-to-input-files', 'buf profiles: leave out files that are not there any more')
    .option('--ignore-unstable-packages', 'buf profiles: leave out packages such as pkg.v1beta1')
    .option(
      '--config <file>',
      'the configuration (default: protokoll.yaml here or above, in the repository)',
    );
}

/** The part of a policy that the options say, without those of buf. */
export function policyOfOptions({ level, profile, encoding }: CheckOptions): Partial<Policy> {
  return {
    ...(level === undefined ? {} : { level }),
    ...(profile === undefined ? {} : { profile }),
    ...(encoding === undefined ? {} : { encodings: encoding }),
  };
}

/** The options that are for comparing sources only, as a person writes them. */
export function localOptionsOf(options: CheckOptions): readonly string[] {
  const { level, profile, encoding, mergeBase, excludeImports, limitToInputFiles, ignoreUnstablePackages } =
    options;
  const given = {
    '--level': level,
    '--profile': profile,
    '--encoding': encoding,
    '--merge-base': mergeBase,
    '--exclude-imports': excludeImports,
    '--limit-to-input-files': limitToInputFiles,
    '--ignore-unstable-packages': ignoreUnstablePackages,
  };
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

function readEncodings(text: string, before: readonly Encoding[] | undefined): readonly Encoding[] {
  const names = text.split(',').map((name) => name.trim());
  const known = names.flatMap((name) => ENCODINGS.filter((encoding) => encoding === name));
  if (known.length !== names.length) throw new InvalidArgumentError(`Write it as ${ENCODINGS.join(',')}.`);
  return [...new Set([...(before ?? []), ...known])];
}
