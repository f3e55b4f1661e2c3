import { isArray, isObject, type JsonNode, type JsonObject } from '../text/json-node.js';
import { requiredOf } from './disjoint.js';
import { step, type JsonComparison, type Walk } from './json-comparison.js';
import type { JsonFault } from './json-fault.js';
import { typesOf } from './json-types.js';
import { membersOf, within, type Place } from './place.js';
import { uncompared } from './uncompared.js';

/** What holds once a key is there: of each keyword by itself, so that it counts for nothing in both where a draft does not know it. */
const KEYWORDS = ['dependencies', 'dependentRequired', 'dependentSchemas'] as const;

const NAME: JsonNode = new Map([['type', 'string']]);

/** What depends on the keys that are there, and what keys may be called. **Throws** UnsupportedChange */
export function compareDependencies(
  comparison: JsonComparison,
  reader: Place,
  writer: Place,
  walk: Walk,
): readonly JsonFault[] {
  if (!typesOf(writer).has('object')) return [];
  const faults: JsonFault[] = [];
  for (const keyword of KEYWORDS) {
    const written = rulesOf(writer, keyword);
    for (const [key, after] of rulesOf(reader, keyword)) {
      const next = step(walk, false, keyword, key);
      const before = written.get(key);
      if (isArray(after)) faults.push(...keyFaults(after, before, writer, next));
      else if (isObject(after) || typeof after === 'boolean')
        faults.push(...schemaFaults(comparison, within(reader, after), before, writer, next));
      else throw uncompared(keyword);
    }
  }
  const [names, before] = [membersOf(reader).get('propertyNames'), membersOf(writer).get('propertyNames')];
  if (names === undefined) return faults;
  const next = step(walk, true, 'propertyNames');
  return [...faults, ...comparison.pair(within(reader, names), within(writer, before ?? NAME), next)];
}

function rulesOf(place: Place, keyword: string): JsonObject {
  const rules = membersOf(place).get(keyword);
  return isObject(rules) ? rules : new Map();
}

/** Keys that another needs: the writer has to need them for it too, or always. */
function keyFaults(
  after: readonly JsonNode[],
  before: JsonNode | undefined,
  writer: Place,
  walk: Walk,
): readonly JsonFault[] {
  const needed = isArray(before) ? before : [];
  const known = new Set<JsonNode>([...needed, ...requiredOf(writer)]);
  if (after.every((key) => known.has(key))) return [];
  const grown = needed.every((key) => after.includes(key));
  const change = isArray(before) ? (grown ? 'EXTENDED' : 'CHANGED') : 'ADDED';
  return [{ type: `DEPENDENCY_ARRAY_${change}`, path: walk.path }];
}

/** A schema that holds for the whole object: the writer's for that key says it, or the writer itself. */
function schemaFaults(
  comparison: JsonComparison,
  after: Place,
  before: JsonNode | undefined,
  writer: Place,
  walk: Walk,
): readonly JsonFault[] {
  if (comparison.fits(after, writer, walk)) return [];
  if (before !== undefined && !isArray(before)) return comparison.pair(after, within(writer, before), walk);
  return [{ type: 'DEPENDENCY_SCHEMA_ADDED', path: walk.path }];
}
