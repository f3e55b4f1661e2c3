import { defineBufRule } from '../../buf/define-buf-rule.js';
import { ENUMS } from '../../buf/deletables.js';
import { deletedFromFile } from '../../buf/deleted.js';

/** An enum is gone from its file. **Source** buf, rule ENUM_NO_DELETE. */
export const enumNoDelete = defineBufRule({
  id: 'ENUM_NO_DELETE',
  categories: ['FILE', 'CSR'],
  on: 'file',
  summary: 'An enum is gone from its file.',
  hint: 'Keep the enum in its file and mark it deprecated.',
  check: (before, after) => deletedFromFile(ENUMS, before, after),
});
