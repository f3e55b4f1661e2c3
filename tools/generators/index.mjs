import { apiReference } from './api-reference.mjs';
import { configReference } from './config-reference.mjs';
import { dialectsIndex } from './dialects-index.mjs';
import { errorsReference } from './errors-reference.mjs';

/** Each takes the repository's root and answers [path, content] pairs. Indexes come first: references load what they list. */
export const generators = [dialectsIndex, errorsReference, configReference, apiReference];
