import { UnsupportedChange } from '../compare-limits.js';
import { isObject, type JsonNode, type JsonObject } from '../text/json-node.js';
import { requiredOf } from './disjoint.js';
import { step, type JsonComparison, type Walk } from './json-comparison.js';
import type { JsonFault } from './json-fault.js';
import { typesOf } from './json-types.js';
import { membersOf, within, type Place } from './place.js';

/** What an object of a schema may hold. */
interface Content {
  readonly place: Place;
  readonly properties: JsonObject;
  readonly patterns: JsonObject;
  /** Of the keys that are neither. */
  readonly rest: JsonNode;
}

/** Properties, patterns of keys, further properties, and what is required. No pattern is run. **Throws** UnsupportedChange */
export function compareObjects(
  comparison: JsonComparison,
  reader: Place,
  writer: Place,
  walk: Walk,
): readonly JsonFault[] {
  if (!typesOf(writer).has('object')) return [];
  const [read, written] = [contentOf(reader), contentOf(writer)];
  const faults = [...requiredFaults(reader, written, walk)];
  for (const [key, after] of read.properties) {
    const next = step(walk, true, 'properties', key);
    const before = written.properties.get(key);
    if (before === undefined) faults.push(...addedFaults(comparison, within(reader, after), written, next));
    else faults.push(...comparison.pair(within(reader, after), within(writer, before), next));
  }
  for (const [key, before] of written.properties) {
    if (read.properties.has(key)) continue;
    faults.push(
      ...removedFaults(comparison, read, within(writer, before), step(walk, true, 'properties', key)),
    );
  }
  return [
    ...faults,
    ...patternFaults(comparison, read, written, walk),
    ...restFaults(comparison, read, written, walk),
  ];
}

function contentOf(place: Place): Content {
  const members = membersOf(place);
  const objectAt = (key: string): JsonObject => {
    const value = members.get(key);
    return isObject(value) ? value : new Map();
  };
  return {
    place,
    properties: objectAt('properties'),
    patterns: objectAt('patternProperties'),
    rest: members.get('additionalProperties') ?? true,
  };
}

function requiredFaults(reader: Place, written: Content, walk: Walk): readonly JsonFault[] {
  const before = new Set(requiredOf(written.place));
  return requiredOf(reader)
    .filter((key) => !before.has(key))
    .map((key) => {
      const unopen = !written.properties.has(key) && (written.rest !== true || written.patterns.size > 0);
      if (unopen)
        return {
          type: 'REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL',
          path: [...walk.path, 'properties', key],
        };
      return { type: 'REQUIRED_ATTRIBUTE_ADDED', path: [...walk.path, 'required', key] };
    });
}

/** A property that only the reader names: what the writer let in under that key has to fit. */
function addedFaults(
  comparison: JsonComparison,
  after: Place,
  written: Content,
  walk: Walk,
): readonly JsonFault[] {
  const sources = [...written.patterns.values(), written.rest].map((node) => within(written.place, node));
  const covered = sources.every((source) => comparison.fits(after, source, walk));
  if (covered) return [];
  const open = written.rest === true && written.patterns.size === 0;
  const type = open
    ? 'PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL'
    : 'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL';
  return [{ type, path: walk.path }];
}

/** A property that only the writer names: the reader has to let it in under its patterns and among the rest. */
function removedFaults(
  comparison: JsonComparison,
  read: Content,
  before: Place,
  walk: Walk,
): readonly JsonFault[] {
  const targets = [...read.patterns.values(), read.rest].map((node) => within(read.place, node));
  if (targets.every((target) => comparison.fits(target, before, walk))) return [];
  const closed = read.rest === false && read.patterns.size === 0;
  const type = closed
    ? 'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL'
    : 'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL';
  return [{ type, path: walk.path }];
}

function patternFaults(
  comparison: JsonComparison,
  read: Content,
  written: Content,
  walk: Walk,
): readonly JsonFault[] {
  const faults: JsonFault[] = [];
  for (const [pattern, after] of read.patterns) {
    const next = step(walk, true, 'patternProperties', pattern);
    const before = written.patterns.get(pattern);
    if (before !== undefined)
      faults.push(...comparison.pair(within(read.place, after), within(written.place, before), next));
    else if (!takesAll(after)) throw addedPattern();
  }
  for (const [pattern, before] of written.patterns) {
    if (read.patterns.has(pattern)) continue;
    const next = step(walk, true, 'patternProperties', pattern);
    if (!comparison.fits(within(read.place, read.rest), within(written.place, before), next))
      faults.push({ type: 'ADDITIONAL_PROPERTIES_NARROWED', path: next.path });
  }
  return faults;
}

function restFaults(
  comparison: JsonComparison,
  read: Content,
  written: Content,
  walk: Walk,
): readonly JsonFault[] {
  const next = step(walk, true, 'additionalProperties');
  if (read.rest === false)
    return written.rest === false ? [] : [{ type: 'ADDITIONAL_PROPERTIES_REMOVED', path: next.path }];
  if (
    written.rest === true &&
    !comparison.fits(within(read.place, read.rest), within(written.place, true), next)
  )
    return [{ type: 'ADDITIONAL_PROPERTIES_NARROWED', path: next.path }];
  return comparison.pair(within(read.place, read.rest), within(written.place, written.rest), next);
}

function takesAll(node: JsonNode): boolean {
  return node === true || (isObject(node) && node.size === 0);
}

function addedPattern(): UnsupportedChange {
  return new UnsupportedChange(
    'patternProperties',
    'A pattern of keys was added, and patterns are not run to find out which keys it concerns.',
  );
}
