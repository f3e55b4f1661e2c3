import type { Comparison } from '../compare-locally.js';
import { findingText, summaryText, type Sides } from './findings.js';
import type { Paint } from './paint.js';

/** Every finding, then one line that sums up. `beforeName` says what an earlier version is called. */
export function comparisonText(
  comparison: Comparison,
  beforeName: (versions: readonly number[]) => string,
  paint: Paint,
): string {
  const { verdict, before, after } = comparison;
  const sides: Sides = { before: byPath(before), after: byPath(after), beforeName };
  const findings = verdict.findings.map((finding) => `${findingText(finding, sides, '', paint)}\n`);
  return `${findings.join('')}${summaryText(verdict, beforeName(verdict.versions), paint)}`;
}

/** `version 3`, `versions 1, 2 and 3`, or that there is none. */
export function versionsText(versions: readonly number[]): string {
  if (versions.length === 0) return 'no earlier version';
  if (versions.length === 1) return `version ${versions[0]}`;
  return `versions ${versions.slice(0, -1).join(', ')} and ${versions.at(-1)}`;
}

function byPath(files: Comparison['after']): ReadonlyMap<string, string> {
  return new Map(files.map((file) => [file.path, file.content]));
}
