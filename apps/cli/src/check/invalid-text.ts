import type { CheckReport } from '../check-report.js';
import { diagnosticsText } from '../print/diagnostics.js';

/** What does not compile in a report, module by module; empty when all does. Goes beside every format, as a program's own words do. */
export function invalidText({ modules }: CheckReport): string {
  const parts = modules.map(({ outcome, folder }) => {
    if (outcome.kind === 'verdict') return '';
    const { diagnostics, side } = outcome;
    const count = diagnostics.length === 1 ? '1 problem' : `${diagnostics.length} problems`;
    const which = side === 'before' ? 'earlier schema' : 'schema';
    const where = modules.length === 1 ? '' : ` in '${folder}'`;
    return `${diagnosticsText(diagnostics)}protokoll: The ${which}${where} does not compile: ${count}.\n`;
  });
  return parts.join('');
}
