import { defineBufRule } from '../../buf/define-buf-rule.js';
import { deletedFields } from '../../buf/deleted-members.js';

/** A field is gone from its message. **Source** buf, rule FIELD_NO_DELETE. */
export const fieldNoDelete = defineBufRule({
  id: 'FIELD_NO_DELETE',
  categories: ['FILE', 'PACKAGE', 'CSR'],
  on: 'message',
  summary: 'A field is gone from its message.',
  hint: 'Keep the field and mark it deprecated.',
  check: (before, after) => deletedFields(before, after, 'never'),
});
