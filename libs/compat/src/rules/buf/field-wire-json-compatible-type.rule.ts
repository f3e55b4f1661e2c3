import { defineBufRule } from '../../buf/define-buf-rule.js';
import { checkTypeGroups, WIRE_JSON_GROUPS } from '../../buf/type-groups.js';

/** A field has a type whose bytes or JSON are read differently. **Source** buf, rule FIELD_WIRE_JSON_COMPATIBLE_TYPE. */
export const fieldWireJsonCompatibleType = defineBufRule({
  id: 'FIELD_WIRE_JSON_COMPATIBLE_TYPE',
  categories: ['CSR', 'WIRE_JSON'],
  on: 'field',
  summary: 'A field has a type whose bytes or JSON are read differently.',
  hint: 'Keep the type and add a new field, with a new number and name, for the new one.',
  check: (before, after, views) => checkTypeGroups(before, after, views, WIRE_JSON_GROUPS),
});
