import { defineBufRule } from '../../buf/define-buf-rule.js';
import { deletedFields } from '../../buf/deleted-members.js';

/** A field is gone from its message without reserving its name. **Source** buf, rule FIELD_NO_DELETE_UNLESS_NAME_RESERVED. */
export const fieldNoDeleteUnlessNameReserved = defineBufRule({
  id: 'FIELD_NO_DELETE_UNLESS_NAME_RESERVED',
  categories: ['CSR', 'WIRE_JSON'],
  on: 'message',
  summary: 'A field is gone from its message without reserving its name.',
  hint: 'Reserve the name of the field.',
  check: (before, after) => deletedFields(before, after, 'name reserved'),
});
