import { errorsReference } from './errors-reference.mjs';

/** Each takes the repository's root and answers [path, content] pairs. */
export const generators = [errorsReference];
