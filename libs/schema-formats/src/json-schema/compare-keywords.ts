import { compareArrays, isContainsCompared } from './compare-arrays.js';
import { compareCombined, sumOf } from './compare-combined.js';
import { compareDependencies } from './compare-dependencies.js';
import { compareObjects } from './compare-objects.js';
import { compareValues } from './compare-values.js';
import { step, type JsonComparison, type Walk } from './json-comparison.js';
import type { JsonFault } from './json-fault.js';
import { valueKey } from './json-types.js';
import { membersOf, within, type Place } from './place.js';
import { uncompared } from './uncompared.js';

/** Keywords that refuse values and are not compared: they may stay as they are or go, with what they work together with. */
const UNCOMPARED: readonly (readonly string[])[] = [
  ['if', 'then', 'else'],
  ['contains', 'minContains', 'maxContains'],
  ['format'],
  ['contentEncoding', 'contentMediaType', 'contentSchema'],
];

/** Keywords whose meaning hangs on the whole schema around them. */
const WHOLE: readonly string[] = [
  'unevaluatedProperties',
  'unevaluatedItems',
  '$dynamicRef',
  '$recursiveRef',
  'extends',
  'disallow',
];

/** Every keyword of the reader has to follow from the writer's. **Throws** UnsupportedChange */
export function compareKeywords(
  comparison: JsonComparison,
  reader: Place,
  writer: Place,
  walk: Walk,
): readonly JsonFault[] {
  checkUncompared(reader, writer);
  const own = [
    ...compareValues(reader, writer, walk),
    ...compareObjects(comparison, reader, writer, walk),
    ...compareDependencies(comparison, reader, writer, walk),
    ...compareArrays(comparison, reader, writer, walk),
    ...compareCombined(comparison, reader, writer, walk),
  ];
  if (own.length === 0 || branchesFit(comparison, reader, writer, walk)) return [];
  return own;
}

/** What a schema does not say itself, each of its branches may, or one of its parts. */
function branchesFit(comparison: JsonComparison, reader: Place, writer: Place, walk: Walk): boolean {
  const sum = sumOf(writer);
  const next = step(walk, false);
  if (sum !== null && sum.parts.every((part) => comparison.fits(reader, within(writer, part), next)))
    return true;
  const all = membersOf(writer).get('allOf');
  return Array.isArray(all) && all.some((part) => comparison.fits(reader, within(writer, part), next));
}

function checkUncompared(reader: Place, writer: Place): void {
  const [read, written] = [membersOf(reader), membersOf(writer)];
  for (const group of UNCOMPARED) {
    const [main = ''] = group;
    if (!read.has(main) || (main === 'contains' && isContainsCompared(read, written))) continue;
    for (const keyword of group)
      if (!isSame(read.get(keyword), written.get(keyword))) throw uncompared(keyword);
  }
  for (const keyword of WHOLE)
    if (read.has(keyword) && !isSame(reader.node, writer.node)) throw uncompared(keyword);
}

/** Equal and free of references, which could lead to something else. */
function isSame(one: Place['node'] | undefined, other: Place['node'] | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const key = valueKey(one);
  return key === valueKey(other) && !/"\$(?:ref|dynamicRef|recursiveRef)"/.test(key);
}
