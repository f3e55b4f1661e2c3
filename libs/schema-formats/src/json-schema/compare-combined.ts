import { UnsupportedChange } from '../compare-limits.js';
import { isArray, type JsonNode } from '../text/json-node.js';
import { disjoint } from './disjoint.js';
import { step, type JsonComparison, type Walk } from './json-comparison.js';
import type { JsonFault } from './json-fault.js';
import { membersOf, within, type Place } from './place.js';

/** The alternatives of a schema. */
export interface Sum {
  readonly keyword: 'oneOf' | 'anyOf';
  readonly parts: readonly JsonNode[];
}

/** Its `oneOf`, else its `anyOf`; null when it has neither. */
export function sumOf(place: Place): Sum | null {
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const parts = membersOf(place).get(keyword);
    if (isArray(parts)) return { keyword, parts };
  }
  return null;
}

/** `allOf`, `anyOf`, `oneOf` and `not`. **Throws** UnsupportedChange where alternatives may fit at the same time. */
export function compareCombined(
  comparison: JsonComparison,
  reader: Place,
  writer: Place,
  walk: Walk,
): readonly JsonFault[] {
  const members = membersOf(reader);
  const faults: JsonFault[] = [];
  const all = members.get('allOf');
  const next = step(walk, false, 'allOf');
  if (isArray(all) && !all.every((part) => comparison.fits(within(reader, part), writer, next)))
    faults.push({ type: 'PRODUCT_TYPE_EXTENDED', path: [...walk.path, 'allOf'] });
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const parts = members.get(keyword);
    if (isArray(parts)) faults.push(...sumFaults(comparison, reader, { keyword, parts }, writer, walk));
  }
  if (members.has('not') && !notFollows(comparison, reader, writer, walk))
    faults.push({ type: 'NOT_TYPE_EXTENDED', path: [...walk.path, 'not'] });
  return faults;
}

function sumFaults(
  comparison: JsonComparison,
  reader: Place,
  sum: Sum,
  writer: Place,
  walk: Walk,
): readonly JsonFault[] {
  const next = step(walk, false, sum.keyword);
  const parts = sum.parts.map((part) => within(reader, part));
  const alternatives = sumOf(writer);
  if (sum.keyword === 'oneOf' && !areApart(comparison, parts))
    return overlapping(comparison, parts, writer, walk);
  // Where a tag tells alternatives apart, most pairs need no comparison.
  const isRead = (source: Place): boolean =>
    parts.some((part) => !disjoint(part, source, comparison.budget) && comparison.fits(part, source, next));
  if (isRead(writer)) return [];
  if (alternatives === null) return [{ type: 'COMBINED_TYPE_CHANGED', path: next.path }];
  const unread = alternatives.parts.filter((part) => !isRead(within(writer, part)));
  if (unread.length === 0) return [];
  const fewer = sum.parts.length < alternatives.parts.length;
  return [{ type: fewer ? 'SUM_TYPE_NARROWED' : 'COMBINED_TYPE_SUBSCHEMAS_CHANGED', path: next.path }];
}

/** Alternatives that may fit at the same time must stay what they are, in any order: any other change may make two of them fit. */
function overlapping(
  comparison: JsonComparison,
  parts: readonly Place[],
  writer: Place,
  walk: Walk,
): readonly JsonFault[] {
  const sum = sumOf(writer);
  const next = step(walk, false, 'oneOf');
  const left = sum?.keyword === 'oneOf' ? sum.parts.map((part) => within(writer, part)) : [];
  const kept = parts.every((part) => {
    const index = left.findIndex(
      (source) => comparison.fits(part, source, next) && comparison.fits(source, part, next),
    );
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
  if (kept && left.length === 0) return [];
  throw new UnsupportedChange(
    'oneOf',
    "Alternatives of 'oneOf' that may fit at the same time were added or changed, which is not compared. " +
      'Use anyOf, or give them a required property with a const of its own.',
  );
}

function areApart(comparison: JsonComparison, parts: readonly Place[]): boolean {
  if (parts.length > MAX_ALTERNATIVES) return false;
  return parts.every((part, index) =>
    parts.slice(index + 1).every((other) => disjoint(part, other, comparison.budget)),
  );
}

const MAX_ALTERNATIVES = 200;

/** What the writer refuses covers what the reader refuses. */
function notFollows(comparison: JsonComparison, reader: Place, writer: Place, walk: Walk): boolean {
  const [refused, before] = [membersOf(reader).get('not'), membersOf(writer).get('not')];
  if (refused === undefined || before === undefined) return refused === undefined;
  return comparison.fits(within(writer, before), within(reader, refused), step(walk, false, 'not'));
}
