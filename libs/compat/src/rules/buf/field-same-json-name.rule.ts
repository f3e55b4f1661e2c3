import { defineBufRule } from '../../buf/define-buf-rule.js';
import { describeBufField, fieldPath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** A field has another key in JSON. **Source** buf, rule FIELD_SAME_JSON_NAME. */
export const fieldSameJsonName = defineBufRule({
  id: 'FIELD_SAME_JSON_NAME',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON'],
  on: 'field',
  summary: 'A field has another key in JSON.',
  hint: 'Set json_name to the old key.',
  check: (before, after) => {
    const [from, to] = [before.proto.jsonName, after.proto.jsonName];
    if (before.extendee !== '' || from === to) return [];
    return [
      {
        message: `${describeBufField(after)} changed json_name from "${from}" to "${to}".`,
        path: fieldPath(after),
        before: partOf(before, JSON_NAME, ITSELF),
        after: partOf(after, JSON_NAME, ITSELF),
      },
    ];
  },
});

const JSON_NAME = [10];
const ITSELF: readonly number[] = [];
