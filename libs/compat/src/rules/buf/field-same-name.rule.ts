import { defineBufRule } from '../../buf/define-buf-rule.js';
import { describeBufField, fieldPath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** A field has another name. **Source** buf, rule FIELD_SAME_NAME. */
export const fieldSameName = defineBufRule({
  id: 'FIELD_SAME_NAME',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON'],
  on: 'field',
  summary: 'A field has another name.',
  hint: 'Keep the name; add a new field for the new one.',
  check: (before, after) => {
    const [from, to] = [before, after].map((field) =>
      before.extendee === '' ? field.proto.name : field.fullName,
    );
    if (from === to) return [];
    return [
      {
        message: `${describeBufField(after)} was named "${from}".`,
        path: fieldPath(after),
        before: partOf(before, NAME),
        after: partOf(after, NAME),
      },
    ];
  },
});

const NAME = [1];
