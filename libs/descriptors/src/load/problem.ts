import { RegistryError } from '#libs/errors';

const SHOWN_CHARACTERS = 100;

/** The failure for a set that can not be used: DESCRIPTOR_INVALID with this problem, a sentence without a final dot. */
export function descriptorInvalid(problem: string, cause?: unknown): RegistryError {
  return new RegistryError('DESCRIPTOR_INVALID', { problem: `${problem}.` }, { cause });
}

/** A name out of a set as it may be shown: quoted, control characters escaped, cut when it is long. */
export function quote(name: string): string {
  const shown = name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}…` : name;
  return JSON.stringify(shown);
}
