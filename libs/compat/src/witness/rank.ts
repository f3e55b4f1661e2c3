import type { Probe } from '../define-rule.js';
import type { Site } from '../pair.js';
import type { Difference } from './difference.js';
import type { Search } from './find-witness.js';
import type { Transmission } from './link.js';
import { pathTo } from './wrap.js';

/** How well a message shows a case, and where. */
export interface Shown {
  readonly rank: number;
  readonly path: string;
}

/** The damage that was looked for, at its field. */
export const ENOUGH = 4;
const REFUSED_FOR_ANOTHER_FIELD = 3;
const ELSEWHERE = 2;
const PRESENCE_ONLY = 1;

/** Ranks a message as a witness; null when it shows nothing. */
export function rankOf(sent: Transmission, search: Search): Shown | null {
  const { site, probe } = search;
  const here = pathTo(site);
  if (sent.problem !== null) return { rank: refusalRank(sent.problem, site, probe), path: here };
  if (probe.kind === 'number' || probe.kind === 'message-set') return { rank: ENOUGH, path: here };
  if (probe.kind === 'stray') {
    return sent.read?.has(probe.field.number) ? { rank: ENOUGH, path: probe.field.name } : null;
  }
  let best: Shown | null = null;
  for (const difference of sent.differences) {
    const rank = differenceRank(difference, search);
    if (rank > (best?.rank ?? 0)) best = { rank, path: difference.path };
  }
  return best;
}

function refusalRank(problem: string, site: Site, probe: Probe): number {
  const asked = probe.kind === 'unset' || site.reader?.presence === 'required';
  return isMissing(problem) && !asked ? REFUSED_FOR_ANOTHER_FIELD : ENOUGH;
}

/** Whether a message was refused for a required field; JSON's refusals have no reason of their own for it. */
function isMissing(problem: string): boolean {
  return (
    problem.startsWith('MISSING_REQUIRED') || /^BAD_JSON: the required field .* is missing/.test(problem)
  );
}

function differenceRank(difference: Difference, { site, probe, presence }: Search): number {
  const isHere =
    probe.kind === 'together'
      ? probe.fields.some((field) => field.desc === difference.writer.desc)
      : difference.writer.desc === site.writer?.desc;
  if (isHere && difference.kind === (presence ? 'presence' : 'value')) return ENOUGH;
  if (difference.kind === 'value') return presence ? 0 : ELSEWHERE;
  return isHere ? PRESENCE_ONLY : 0;
}
