import { defineBufRule } from '../../buf/define-buf-rule.js';
import { deletedValues } from '../../buf/deleted-members.js';

/** A number is gone from its enum. **Source** buf, rule ENUM_VALUE_NO_DELETE. */
export const enumValueNoDelete = defineBufRule({
  id: 'ENUM_VALUE_NO_DELETE',
  categories: ['FILE', 'PACKAGE', 'CSR'],
  on: 'enum',
  summary: 'A number is gone from its enum.',
  hint: 'Keep the value and mark it deprecated.',
  check: (before, after) => deletedValues(before, after, 'never'),
});
