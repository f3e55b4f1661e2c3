import { RegistryError } from '#libs/errors';

const NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/** True for a name that {@link checkName} lets pass. */
export function isName(name: string): boolean {
  return NAME.test(name);
}

/** Lets names pass that are safe as file names and in every broker. **Throws** BAD_REQUEST naming what is wrong. */
export function checkName(what: 'topic' | 'group', name: string): void {
  if (isName(name)) return;
  const problem = `The ${what} name '${name.slice(0, 120)}' must be 1 to 100 of a-z, 0-9, '.', '_', '-' and begin with a letter or digit.`;
  throw new RegistryError('BAD_REQUEST', { problem });
}
