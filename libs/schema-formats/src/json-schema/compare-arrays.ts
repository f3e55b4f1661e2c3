import { isArray, type JsonNode, type JsonObject } from '../text/json-node.js';
import { step, type JsonComparison, type Walk } from './json-comparison.js';
import type { JsonFault } from './json-fault.js';
import { typesOf, valueKey } from './json-types.js';
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
    const next = step(walk, true, 'items', String(index));
    if (after !== undefined && before !== undefined) compare(after, before, 'items', String(index));
    else if (
      !comparison.fits(within(reader, after ?? read.rest), within(writer, before ?? written.rest), next)
    )
      faults.push({ type: after === undefined ? removed(read.rest) : added(written.rest), path: next.path });
  }
  if (read.rest !== false || written.rest === false) compare(read.rest, written.rest, read.restKeyword);
  else faults.push({ type: 'ADDITIONAL_ITEMS_REMOVED', path: [...walk.path, read.restKeyword] });
  const [after, before] = [reader, writer].map((place) => membersOf(place).get('contains'));
  if (after !== undefined && before !== undefined && isContainsCompared(membersOf(reader), membersOf(writer)))
    compare(after, before, 'contains');
  return faults;
}

/** Whether what lists contain is compared: as many of it are there or more, so what may be there at most tells nothing. */
export function isContainsCompared(read: JsonObject, written: JsonObject): boolean {
  const [after, before] = [read, written].map((members) => valueKey(members.get('minContains') ?? null));
  return written.has('contains') && !read.has('maxContains') && after === before;
}

/** An item that only the reader names: the writer let in others there. */
function added(rest: JsonNode): string {
  return rest === true
    ? 'ITEM_ADDED_TO_OPEN_CONTENT_MODEL'
    : 'ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL';
}

/** An item that only the writer names: the reader does not let it in among the others. */
function removed(rest: JsonNode): string {
  return rest === false
    ? 'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL'
    : 'ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL';
}

function itemsOf(place: Place): Items {
  const members = membersOf(place);
  const [items, prefix] = [members.get('items'), members.get('prefixItems')];
  if (isArray(items))
    return { first: items, rest: members.get('additionalItems') ?? true, restKeyword: 'additionalItems' };
  return { first: isArray(prefix) ? prefix : [], rest: items ?? true, restKeyword: 'items' };
}
