import { UnsupportedChange } from '../compare-limits.js';
import { JsonNumber, type JsonObject } from '../text/json-node.js';
import { step, type Walk } from './json-comparison.js';
import type { JsonFault } from './json-fault.js';
import { ownTypes, typesOf, valueKey, valuesOf } from './json-types.js';
import { membersOf, type Place } from './place.js';

interface Bound {
  readonly keyword: string;
  /** Of the names of its differences. */
  readonly name: string;
  /** 1: at most, -1: at least. */
  readonly side: 1 | -1;
  readonly types: readonly string[];
  /** The bound of the same side that includes or excludes its value, and whether equal values do. */
  readonly other?: readonly [keyword: string, equal: boolean];
}

const BOUNDS: readonly Bound[] = [
  { keyword: 'maxLength', name: 'MAX_LENGTH', side: 1, types: ['string'] },
  { keyword: 'minLength', name: 'MIN_LENGTH', side: -1, types: ['string'] },
  {
    keyword: 'maximum',
    name: 'MAXIMUM',
    side: 1,
    types: ['integer', 'number'],
    other: ['exclusiveMaximum', true],
  },
  {
    keyword: 'minimum',
    name: 'MINIMUM',
    side: -1,
    types: ['integer', 'number'],
    other: ['exclusiveMinimum', true],
  },
  {
    keyword: 'exclusiveMaximum',
    name: 'EXCLUSIVE_MAXIMUM',
    side: 1,
    types: ['integer', 'number'],
    other: ['maximum', false],
  },
  {
    keyword: 'exclusiveMinimum',
    name: 'EXCLUSIVE_MINIMUM',
    side: -1,
    types: ['integer', 'number'],
    other: ['minimum', false],
  },
  { keyword: 'maxItems', name: 'MAX_ITEMS', side: 1, types: ['array'] },
  { keyword: 'minItems', name: 'MIN_ITEMS', side: -1, types: ['array'] },
  { keyword: 'maxProperties', name: 'MAX_PROPERTIES', side: 1, types: ['object'] },
  { keyword: 'minProperties', name: 'MIN_PROPERTIES', side: -1, types: ['object'] },
];

/** Types, values, bounds, patterns and steps. **Throws** UnsupportedChange */
export function compareValues(reader: Place, writer: Place, walk: Walk): readonly JsonFault[] {
  const [read, written] = [membersOf(reader), membersOf(writer)];
  const types = typesOf(writer);
  const faults = [...typeFaults(reader, types, walk), ...enumFaults(reader, writer, walk)];
  for (const bound of BOUNDS) {
    if (typeof read.get(bound.keyword) === 'boolean') checkFlag(bound.keyword, read, written);
    const fault = boundFault(bound, read, written);
    if (fault !== null && bound.types.some((type) => types.has(type as never)))
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
  const bound = keyword === 'exclusiveMaximum' ? 'maximum' : 'minimum';
  const same =
    numberOf(read, bound) === numberOf(written, bound) && read.get(keyword) === written.get(keyword);
  if (read.get(keyword) === true && !same)
    throw new UnsupportedChange(keyword, `'${keyword}' of draft 4 changed, which is not compared`);
}

function boundFault(bound: Bound, read: JsonObject, written: JsonObject): string | null {
  const limit = numberOf(read, bound.keyword);
  if (limit === null || (bound.keyword.startsWith('min') && bound.keyword !== 'minimum' && limit <= 0))
    return null;
  const before = numberOf(written, bound.keyword);
  if (before !== null && before * bound.side <= limit * bound.side) return null;
  const other = bound.other === undefined ? null : numberOf(written, bound.other[0]);
  if (other !== null && other * bound.side < limit * bound.side) return null;
  if (other !== null && other === limit && bound.other?.[1] === true) return null;
  if (before === null) return 'ADDED';
  return bound.side === 1 ? 'DECREASED' : 'INCREASED';
}

function patternFault(read: JsonObject, written: JsonObject): string | null {
  const pattern = read.get('pattern');
  if (pattern === undefined || pattern === written.get('pattern')) return null;
  return written.has('pattern') ? 'PATTERN_CHANGED' : 'PATTERN_ADDED';
}

function multipleFault(read: JsonObject, written: JsonObject): string | null {
  const [after, before] = [numberOf(read, 'multipleOf'), numberOf(written, 'multipleOf')];
  if (after === null || after === before) return null;
  if (before === null) return 'MULTIPLE_OF_ADDED';
  const whole = Number.isSafeInteger(after) && Number.isSafeInteger(before);
  if (whole && before % after === 0) return null;
  return whole && after % before === 0 ? 'MULTIPLE_OF_EXPANDED' : 'MULTIPLE_OF_CHANGED';
}

function numberOf(members: JsonObject, keyword: string): number | null {
  const value = members.get(keyword);
  return value instanceof JsonNumber ? value.value : null;
}
