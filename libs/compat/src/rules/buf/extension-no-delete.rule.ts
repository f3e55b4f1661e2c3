import { defineBufRule } from '../../buf/define-buf-rule.js';
import { EXTENSIONS } from '../../buf/deletables.js';
import { deletedFromFile } from '../../buf/deleted.js';

/** An extension is gone from its file. **Source** buf, rule EXTENSION_NO_DELETE. */
export const extensionNoDelete = defineBufRule({
  id: 'EXTENSION_NO_DELETE',
  categories: ['FILE'],
  on: 'file',
  summary: 'An extension is gone from its file.',
  hint: 'Keep the extension in its file and mark it deprecated.',
  check: (before, after) => deletedFromFile(EXTENSIONS, before, after),
});
