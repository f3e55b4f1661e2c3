import { defineBufRule } from '../../buf/define-buf-rule.js';
import { deletedValues } from '../../buf/deleted-members.js';

/** A number is gone from its enum without reserving its name. **Source** buf, rule ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED. */
export const enumValueNoDeleteUnlessNameReserved = defineBufRule({
  id: 'ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED',
  categories: ['CSR', 'WIRE_JSON'],
  on: 'enum',
  summary: 'A number is gone from its enum without reserving its name.',
  hint: 'Reserve the name of the value.',
  check: (before, after) => deletedValues(before, after, 'name reserved'),
});
