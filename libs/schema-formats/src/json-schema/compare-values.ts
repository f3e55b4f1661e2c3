import { UnsupportedChange } from '../compare-limits.js';
import { JsonNumber, type JsonObject } from '../text/json-node.js';
import { step, type Walk } from './json-comparison.js';
import type { JsonFault } from './json-fault.js';
import { ownTypes, typesOf, valueKey, valuesOf, type JsonType } from './json-types.js';
import { membersOf, type Place } from './place.js';

interface Bound {
  readonly keyword: string;
  /** Of the names of its differences. */
  readonly name: string;
  /** 1: at most, -1: at least. */
  readonly side: 1 | -1;
  readonly types: readonly JsonType[];
  /** Whether it bounds a count, which is never below 0. */
  readonly counts: boolean;
  /** The bound of the same side that includes or excludes its value, and whether equal values do. */
  readonly other?: readonly [keyword: string, equal: boolean];
}

const BOUNDS: readonly Bound[] = [
  ...counts('Length', 'LENGTH', 'string'),
  ...counts('Items', 'ITEMS', 'array'),
  ...counts('Properties', 'PROPERTIES', 'object'),
  value('maximum', 'MAXIMUM', 1, ['exclusiveMaximum', true]),
  value('minimum', 'MINIMUM', -1, ['exclusiveMinimum', true]),
  value('exclusiveMaximum', 'EXCLUSIVE_MAXIMUM', 1, ['maximum', false]),
  value('exclusiveMinimum', 'EXCLUSIVE_MINIMUM', -1, ['minimum', false]),
];

function counts(what: string, name: string, type: JsonType): readonly Bound[] {
  return [
    { keyword: `max${what}`, name: `MAX_${name}`, side: 1, types: [type], counts: true },
    { keyword: `min${what}`, name: `MIN_${name}`, side: -1, types: [type], counts: true },
  ];
}

function value(keyword: string, name: string, side: Bound['side'], other: [string, boolean]): Bound {
  return { keyword, name, side, types: ['integer', 'number'], counts: false, other };
}

/** Types, values, bounds, patterns and steps. **Throws** UnsupportedChange */
export function compareValues(reader: Place, writer: Place, walk: Walk): readonly JsonFault[] {
  const [read, written] = [membersOf(reader), membersOf(writer)];
  const types = typesOf(writer);
  const faults = [...typeFaults(reader, types, walk), ...enumFaults(reader, writer, walk)];
  for (const bound of BOUNDS) {
    if (typeof read.get(bound.keyword) === 'boolean') checkFlag(bound.keyword, read, written);
    const fault = boundFault(bound, read, written);
    if (fault !== null && bound.types.some((type) => types.has(type)))
      faults.push({ type: `${bound.name}_${fault}`, path: step(walk, false, bound.keyword).path });
  }
  const pattern = types.has('string') ? patternFault(read, written) : null;
  if (pattern !== null) faults.push({ type: pattern, path: [...walk.path, 'pattern'] });
  const multiple = types.has('integer') || types.has('number') ? multipleFault(read, written) : null;
  if (multiple !== null) faults.push({ type: multiple, path: [...walk.path, 'multipleOf'] });
  if (types.has('array') && read.get('uniqueItems') === true && written.get('uniqueItems') !== true)
    faults.push({ type: 'UNIQUE_ITEMS_ADDED', path: [...walk.path, 'uniqueItems'] });
  return faults;
}

function typeFaults(reader: Place, types: ReadonlySet<string>, walk: Walk): JsonFault[] {
  const taken: ReadonlySet<string> = ownTypes(membersOf(reader).get('type'));
  const lost = [...types].filter((type) => !taken.has(type));
  if (lost.length === 0) return [];
  return [{ type: lost.length < types.size ? 'TYPE_NARROWED' : 'TYPE_CHANGED', path: walk.path }];
}

function enumFaults(reader: Place, writer: Place, walk: Walk): JsonFault[] {
  const members = membersOf(reader);
  const faults: JsonFault[] = [];
  const written = valuesOf(writer);
  for (const keyword of ['enum', 'const']) {
    const value = members.get(keyword);
    if (value === undefined) continue;
    const path = [...walk.path, keyword];
    const taken = new Set((Array.isArray(value) && keyword === 'enum' ? value : [value]).map(valueKey));
    if (written === null) faults.push({ type: 'TYPE_CHANGED', path: walk.path });
    else if (written.every((item) => taken.has(valueKey(item)))) continue;
    else {
      const keys = new Set(written.map(valueKey));
      faults.push({
        type: [...taken].every((key) => keys.has(key)) ? 'ENUM_ARRAY_NARROWED' : 'ENUM_ARRAY_CHANGED',
        path,
      });
    }
  }
  return faults;
}

/** Draft 4 says by a flag whether a bound excludes its value: it stays as it is, with its bound. */
function checkFlag(keyword: string, read: JsonObject, written: JsonObject): void {
  if (read.get(keyword) !== true) return;
  const bound = keyword === 'exclusiveMaximum' ? 'maximum' : 'minimum';
  const [after, before] = [numberOf(read, bound), numberOf(written, bound)];
  const same = after === null ? before === null : before !== null && after.equals(before);
  if (!same || written.get(keyword) !== true)
    throw new UnsupportedChange(keyword, `'${keyword}' of draft 4 changed, which is not compared`);
}

function boundFault(bound: Bound, read: JsonObject, written: JsonObject): string | null {
  const limit = numberOf(read, bound.keyword);
  if (limit === null || (bound.counts && bound.side === -1 && limit.value <= 0)) return null;
  const before = numberOf(written, bound.keyword);
  if (before !== null && isWithin(bound, before, limit, true)) return null;
  const other = bound.other === undefined ? null : numberOf(written, bound.other[0]);
  if (other !== null && isWithin(bound, other, limit, bound.other?.[1] === true)) return null;
  if (before === null) return 'ADDED';
  return bound.side === 1 ? 'DECREASED' : 'INCREASED';
}

/** Whether what is bound by `before` is bound by `limit`. Doubles that differ are in the order of their numbers. */
function isWithin({ side }: Bound, before: JsonNumber, limit: JsonNumber, equal: boolean): boolean {
  return before.value * side < limit.value * side || (equal && before.equals(limit));
}

function patternFault(read: JsonObject, written: JsonObject): string | null {
  const pattern = read.get('pattern');
  if (pattern === undefined || pattern === written.get('pattern')) return null;
  return written.has('pattern') ? 'PATTERN_CHANGED' : 'PATTERN_ADDED';
}

function multipleFault(read: JsonObject, written: JsonObject): string | null {
  const [after, before] = [numberOf(read, 'multipleOf'), numberOf(written, 'multipleOf')];
  if (after === null) return null;
  if (before === null) return 'MULTIPLE_OF_ADDED';
  if (after.equals(before)) return null;
  const whole = Number.isSafeInteger(after.value) && Number.isSafeInteger(before.value);
  if (whole && before.value % after.value === 0) return null;
  return whole && after.value % before.value === 0 ? 'MULTIPLE_OF_EXPANDED' : 'MULTIPLE_OF_CHANGED';
}

function numberOf(members: JsonObject, keyword: string): JsonNumber | null {
  const value = members.get(keyword);
  return value instanceof JsonNumber ? value : null;
}
