import { judge, recordLives, type Policy, type Verdict } from '#libs/compat';
import type { Compiler, SourceFile } from '#libs/compiler';
import { RegistryError } from '#libs/errors';
import { compileSchema } from './compile-schema.js';
import type { Io } from './io.js';

/** A verdict and what it takes to show it. */
export interface Comparison {
  readonly verdict: Verdict;
  readonly before: readonly SourceFile[];
  readonly after: readonly SourceFile[];
}

/** The sources of one side: those that are judged, and others that they may import. */
export interface SideSources {
  readonly files: readonly SourceFile[];
  readonly imports: readonly SourceFile[];
}

/** The version that the earlier sources stand for: there is no registry to number them. */
const BEFORE_VERSION = 1;

/**
 * Judges sources against earlier ones without a registry; no earlier ones break nothing. **Throws** SCHEMA_INVALID for either, with
 * `details.side` before for the earlier ones, and what the compiler throws.
 */
export async function compareLocally(
  io: Io,
  compiler: Compiler,
  before: SideSources,
  after: SideSources,
  policy: Policy,
): Promise<Comparison> {
  const [proposed, earlier] = await Promise.all([
    compileSchema(compiler, after.files, after.imports),
    before.files.length === 0
      ? null
      : compileSchema(compiler, before.files, before.imports).catch(blameBefore),
  ]);
  const verdict = judge({
    proposed,
    history: earlier === null ? [] : [{ version: BEFORE_VERSION, schema: earlier }],
    lives: earlier === null ? [] : recordLives([], earlier, BEFORE_VERSION),
    schemaOf: () => earlier ?? proposed,
    policy,
    today: io.today,
  });
  return { verdict, before: before.files, after: after.files };
}

/** It would else look as if the sources at hand did not compile. */
function blameBefore(error: unknown): never {
  if (!(error instanceof RegistryError)) throw error;
  throw new RegistryError(error.code, error.params, {
    cause: error,
    details: { ...error.details, side: 'before' },
  });
}
