import { isArray, type JsonNode } from '../text/json-node.js';
import { step, type JsonComparison, type Walk } from './json-comparison.js';
import type { JsonFault } from './json-fault.js';
import { typesOf } from './json-types.js';
import { membersOf, within, type Place } from './place.js';

/** The schemas of a list's items: of the first ones each, then of the rest. */
interface Items {
  readonly first: readonly JsonNode[];
  readonly rest: JsonNode;
  readonly restKeyword: string;
}

/** The items of lists. Bounds of their number are with the other bounds. **Throws** UnsupportedChange */
export function compareArrays(
  comparison: JsonComparison,
  reader: Place,
  writer: Place,
  walk: Walk,
): readonly JsonFault[] {
  if (!typesOf(writer).has('array')) return [];
  const [read, written] = [itemsOf(reader), itemsOf(writer)];
  const faults: JsonFault[] = [];
  const compare = (after: JsonNode, before: JsonNode, ...tokens: string[]): void => {
    faults.push(
      ...comparison.pair(within(reader, after), within(writer, before), step(walk, true, ...tokens)),
    );
  };
  for (let index = 0; index < Math.max(read.first.length, written.first.length); index++) {
    const [after, before] = [read.first[index], written.first[index]];
    const path = [...walk.path, 'items', String(index)];
    if (after !== undefined) compare(after, before ?? written.rest, 'items', String(index));
    else if (read.rest !== false || before === false)
      compare(read.rest, before ?? true, 'items', String(index));
    else faults.push({ type: 'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL', path });
  }
  if (read.rest !== false || written.rest === false) compare(read.rest, written.rest, read.restKeyword);
  else faults.push({ type: 'ADDITIONAL_ITEMS_REMOVED', path: [...walk.path, read.restKeyword] });
  return faults;
}

function itemsOf(place: Place): Items {
  const members = membersOf(place);
  const [items, prefix] = [members.get('items'), members.get('prefixItems')];
  if (isArray(items))
    return { first: items, rest: members.get('additionalItems') ?? true, restKeyword: 'additionalItems' };
  return { first: isArray(prefix) ? prefix : [], rest: items ?? true, restKeyword: 'items' };
}
