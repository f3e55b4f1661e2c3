import { loadSchema, type Schema } from '#libs/descriptors';
import type { BufOptions } from '../src/policy.js';
import type { Answer } from './answers.js';
import type { BufOracle } from './buf-oracle.js';
import type { BuiltPairs } from './build-pairs.js';
import type { Sources } from './random-pair.js';

/** What is compared with buf: answers for a pair of schemas, in any order. */
export type Engine = (schemas: SchemaPair, options: BufOptions) => readonly Answer[];
/** Both sides as schemas. */
export interface SchemaPair {
  readonly before: Schema;
  readonly after: Schema;
}

/** Loads the images that buf built; `targets`: the files that are not imports, null for all. */
export function loadImages(
  oracle: BufOracle,
  { images, sources }: Pick<BuiltPairs, 'images' | 'sources'>,
  targets: ReadonlySet<string> | null = null,
): SchemaPair {
  const bytes = oracle.read(images);
  const rootFiles = (side: Sources): readonly string[] =>
    [...side.keys()].filter((path) => targets === null || targets.has(path));
  return {
    before: loadSchema(bytes.before, { rootFiles: rootFiles(sources.before) }),
    after: loadSchema(bytes.after, { rootFiles: rootFiles(sources.after) }),
  };
}
