import { defineBufRule } from '../../buf/define-buf-rule.js';
import { deletedValues } from '../../buf/deleted-members.js';

/** A number is gone from its enum without reserving its number. **Source** buf, rule ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED. */
export const enumValueNoDeleteUnlessNumberReserved = defineBufRule({
  id: 'ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED',
  categories: ['CSR', 'WIRE_JSON', 'WIRE'],
  on: 'enum',
  summary: 'A number is gone from its enum without reserving its number.',
  hint: 'Reserve the number of the value.',
  check: (before, after) => deletedValues(before, after, 'number reserved'),
});
