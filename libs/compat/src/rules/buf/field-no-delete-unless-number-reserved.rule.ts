import { defineBufRule } from '../../buf/define-buf-rule.js';
import { deletedFields } from '../../buf/deleted-members.js';

/** A field is gone from its message without reserving its number. **Source** buf, rule FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED. */
export const fieldNoDeleteUnlessNumberReserved = defineBufRule({
  id: 'FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED',
  categories: ['CSR', 'WIRE_JSON', 'WIRE'],
  on: 'message',
  summary: 'A field is gone from its message without reserving its number.',
  hint: 'Reserve the number of the field.',
  check: (before, after) => deletedFields(before, after, 'number reserved'),
});
