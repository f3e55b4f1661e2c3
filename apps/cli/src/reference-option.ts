import type { registry } from '#libs/gen';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseSubjectVersion } from './subject-version.js';

/** Adds `--reference`, which may be given several times. */
export function addReferenceOption(command: Command): Command {
  const option = new Option(
    '--reference <import=subject@version>',
    'an import that another subject provides; repeat it for more',
  );
  return command.addOption(option.argParser(collectReference).default([], 'none'));
}

function collectReference(text: string, before: readonly registry.ReferenceJson[]): registry.ReferenceJson[] {
  const [name = '', target = ''] = text.split(/=(.*)/s, 2);
  const { subject, version } = parseSubjectVersion(target);
  if (name === '' || subject === '') throw new InvalidArgumentError('Write it as a/v1/a.proto=subject@3.');
  if (version !== 'latest' && !/^[1-9]\d{0,8}$/.test(version))
    throw new InvalidArgumentError(`'${version}' is not a version number.`);
  return [...before, { name, subject, version: version === 'latest' ? -1 : Number(version) }];
}
