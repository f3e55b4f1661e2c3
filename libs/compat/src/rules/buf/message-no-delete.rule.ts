import { defineBufRule } from '../../buf/define-buf-rule.js';
import { MESSAGES } from '../../buf/deletables.js';
import { deletedFromFile } from '../../buf/deleted.js';

/** A message is gone from its file. **Source** buf, rule MESSAGE_NO_DELETE. */
export const messageNoDelete = defineBufRule({
  id: 'MESSAGE_NO_DELETE',
  categories: ['FILE', 'CSR'],
  on: 'file',
  summary: 'A message is gone from its file.',
  hint: 'Keep the message in its file and mark it deprecated.',
  check: (before, after) => deletedFromFile(MESSAGES, before, after),
});
