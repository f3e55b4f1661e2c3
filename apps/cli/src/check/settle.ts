import type { Verdict } from '#libs/compat';
import type { SourceFile } from '#libs/compiler';
import { isRegistryError } from '#libs/errors';
import type { ModuleReport } from '../check-report.js';
import { diagnosticsOf } from '../print/failure.js';

/** What judging came to: a verdict, or what does not compile, which is never a verdict. **Throws** everything else. */
export async function settle(judge: () => Promise<Verdict>): Promise<ModuleReport['outcome']> {
  try {
    return { kind: 'verdict', verdict: await judge() };
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    if (diagnostics.length === 0) throw error;
    const side = isRegistryError(error) && error.details['side'] === 'before' ? 'before' : 'after';
    return { kind: 'invalid', diagnostics, side };
  }
}

/** What to do about a change that is refused. */
export const FOLLOW_HINTS = 'follow the hints, then check again.';

/** Whether an outcome is none that may pass. */
export function isRefused(outcome: ModuleReport['outcome']): boolean {
  return outcome.kind === 'invalid' || outcome.verdict.verdict === 'incompatible';
}

/** Texts of both sides, which findings show lines of. */
export function sourcesOf(
  before: readonly SourceFile[],
  after: readonly SourceFile[],
  beforeName: (versions: readonly number[]) => string,
): ModuleReport['sources'] {
  return { before: byPath(before), after: byPath(after), beforeName };
}

function byPath(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  return new Map(files.map((file) => [file.path, file.content]));
}
