import { apiReference } from './api-reference.mjs';
import { configReference } from './config-reference.mjs';
import { dialectsIndex } from './dialects-index.mjs';
import { errorsReference } from './errors-reference.mjs';
import { rulesIndex } from './rules-index.mjs';

/** Each takes the repository's root and answers [path, content] pairs. Indexes come first: references load what they list. */
export const generators = [rulesIndex, dialectsIndex, errorsReference, configReference, apiReference];
