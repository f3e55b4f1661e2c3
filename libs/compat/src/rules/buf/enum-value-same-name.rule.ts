import { defineBufRule } from '../../buf/define-buf-rule.js';
import type { EnumNode } from '../../buf/model.js';
import { partOf, placeOf, type Place } from '../../buf/place.js';

/** A number of an enum lost one of its names. **Source** buf, rule ENUM_VALUE_SAME_NAME. */
export const enumValueSameName = defineBufRule({
  id: 'ENUM_VALUE_SAME_NAME',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON'],
  on: 'enum',
  summary: 'A number of an enum lost one of its names.',
  hint: 'Add the new name as an alias (option allow_alias = true) and keep the old one.',
  check: (before, after) => {
    const [earlier, later] = [valuesByNumber(before), valuesByNumber(after)];
    return [...earlier].flatMap(([number, olds]) => {
      const news = later.get(number);
      const names = new Set(news?.map(({ name }) => name));
      if (news === undefined || olds.every(({ name }) => names.has(name))) return [];
      return news.map((value) => ({
        message: `Value ${number} of enum ${after.fullName} changed from ${listOf(olds)} to ${listOf(news)}.`,
        path: `#/${after.fullName}/value/${number}`,
        before: placeOfName(before, olds, value.name),
        after: partOf(after, [VALUE, value.index, NUMBER]),
        isNew: olds.every(({ name }) => name !== value.name),
      }));
    });
  },
});

// Field numbers in descriptor.proto.
const VALUE = 2;
const NUMBER = 2;

interface NamedValue {
  readonly name: string;
  readonly index: number;
}

function valuesByNumber({ proto }: EnumNode): ReadonlyMap<number, readonly NamedValue[]> {
  const values = new Map<number, NamedValue[]>();
  proto.value.forEach(({ name, number }, index) => {
    values.set(number, [...(values.get(number) ?? []), { name, index }]);
  });
  return values;
}

function listOf(values: readonly NamedValue[]): string {
  const names = values.map(({ name }) => `"${name}"`);
  return names.sort().join(', ');
}

function placeOfName(node: EnumNode, values: readonly NamedValue[], name: string): Place {
  const value = values.find((one) => one.name === name);
  return value === undefined ? placeOf(node) : partOf(node, [VALUE, value.index, NUMBER]);
}
