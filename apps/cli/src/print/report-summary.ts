import { isRefused } from '../check/settle.js';
import type { CheckReport, ModuleReport } from '../check-report.js';
import { printable } from './printable.js';

/** Heads of the summary's columns. */
export const SUMMARY_HEAD = ['module', 'compared with', 'outcome', 'refuses', 'warns'] as const;

/** A row for each module: name, what it was compared with, its outcome, and how many findings refuse and warn. */
export function summaryRows({ modules }: CheckReport): readonly (readonly string[])[] {
  return modules.map((module) => [
    printable(module.name),
    printable(module.comparedWith),
    outcomeOf(module),
    ...countsOf(module),
  ]);
}

/** One word, or three: compatible, incompatible, does not compile. */
export function outcomeOf({ outcome }: ModuleReport): string {
  return outcome.kind === 'verdict' ? outcome.verdict.verdict : 'does not compile';
}

/** Of all modules: what does not compile outweighs what is incompatible. */
export function worstOutcome({ modules }: CheckReport): string {
  const outcomes = modules.map(outcomeOf);
  return ['does not compile', 'incompatible'].find((outcome) => outcomes.includes(outcome)) ?? 'compatible';
}

/** What to do now, each step once: of what refuses where something does; nothing for what does not compile, as the diagnostics say it. */
export function nextSteps({ modules }: CheckReport): readonly string[] {
  const isRefusing = modules.some(({ outcome }) => isRefused(outcome));
  const steps = modules.flatMap(({ outcome, next }) =>
    outcome.kind === 'verdict' && isRefused(outcome) === isRefusing ? [printable(next)] : [],
  );
  return [...new Set(steps)];
}

function countsOf({ outcome }: ModuleReport): readonly [string, string] {
  if (outcome.kind === 'invalid') return ['', ''];
  const { findings } = outcome.verdict;
  const refusing = findings.filter(({ refused }) => refused).length;
  return [String(refusing), String(findings.length - refusing)];
}
