import { apiReference } from './api-reference.mjs';
import { configReference } from './config-reference.mjs';
import { dialectsIndex } from './dialects-index.mjs';
import { dialectsReference } from './dialects-reference.mjs';
import { errorsReference } from './errors-reference.mjs';
import { rulesIndex } from './rules-index.mjs';
import { rulesReference } from './rules-reference.mjs';

/** Each takes the repository's root and answers [path, content] pairs. Indexes come first: references load what they list. */
export const generators = [
  rulesIndex,
  dialectsIndex,
  errorsReference,
  rulesReference,
  dialectsReference,
  configReference,
  apiReference,
];
