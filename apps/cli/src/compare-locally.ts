import {
  DEFAULT_POLICY,
  judge,
  mergePolicy,
  recordLives,
  type CompatibilityLevel,
  type Verdict,
} from '#libs/compat';
import type { SourceFile } from '#libs/compiler';
import { RegistryError } from '#libs/errors';
import { compileSchema, withCompiler } from './compile-schema.js';
import type { Io } from './io.js';

/** A verdict and what it takes to show it. */
export interface Comparison {
  readonly verdict: Verdict;
  readonly before: readonly SourceFile[];
  readonly after: readonly SourceFile[];
}

/** The version that the earlier sources stand for: there is no registry to number them. */
const BEFORE_VERSION = 1;

/** Judges sources against earlier ones without a registry; no earlier ones break nothing. **Throws** SCHEMA_INVALID for either. */
export async function compareLocally(
  io: Io,
  before: readonly SourceFile[],
  after: readonly SourceFile[],
  level: CompatibilityLevel = DEFAULT_POLICY.level,
): Promise<Comparison> {
  return withCompiler(io, async (compiler) => {
    const [proposed, earlier] = await Promise.all([
      compileSchema(compiler, after),
      before.length === 0 ? null : compileSchema(compiler, before).catch(blameBefore),
    ]);
    const verdict = judge({
      proposed,
      history: earlier === null ? [] : [{ version: BEFORE_VERSION, schema: earlier }],
      lives: earlier === null ? [] : recordLives([], earlier, BEFORE_VERSION),
      schemaOf: () => earlier ?? proposed,
      policy: mergePolicy({ level }),
      today: io.today,
    });
    return { verdict, before, after };
  });
}

/** It would else look as if the sources at hand did not compile. */
function blameBefore(error: unknown): never {
  if (!(error instanceof RegistryError)) throw error;
  throw new RegistryError(error.code, error.params, {
    cause: error,
    details: { ...error.details, side: 'before' },
  });
}
