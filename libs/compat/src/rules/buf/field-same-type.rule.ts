import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedType } from '../../buf/changed-type.js';
import { kindOf, typeNameOf } from '../../buf/field-kind.js';

/** A field has another type, or another message or enum. **Source** buf, rule FIELD_SAME_TYPE. */
export const fieldSameType = defineBufRule({
  id: 'FIELD_SAME_TYPE',
  categories: ['FILE', 'PACKAGE', 'CSR'],
  on: 'field',
  summary: 'A field has another type, or another message or enum.',
  hint: 'Keep the type and add a new field, with a new number, for the new one.',
  check: (before, after, views) => {
    const same = kindOf(before, views.before) === kindOf(after, views.after);
    if (same && typeNameOf(before.proto) === typeNameOf(after.proto)) return [];
    return [changedType(before, after, views)];
  },
});
