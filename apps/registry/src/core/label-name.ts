import { RegistryError } from '#libs/errors';

/** Longest label. */
const MAX_LABEL_LENGTH = 250;

/** **Throws** BAD_REQUEST for a label that is empty, overlong, a number or `latest`: those name versions themselves. */
export function checkLabelName(label: string): void {
  const allowed =
    /^[A-Za-z0-9][\w./-]*$/.test(label) &&
    !/^\d+$/.test(label) &&
    label !== 'latest' &&
    label.length <= MAX_LABEL_LENGTH;
  if (allowed) return;
  const problem = `Label '${label.slice(0, 80)}' is not allowed: use letters, digits and . _ - /, at most ${MAX_LABEL_LENGTH}, not a number and not 'latest'.`;
  throw new RegistryError('BAD_REQUEST', { problem });
}
