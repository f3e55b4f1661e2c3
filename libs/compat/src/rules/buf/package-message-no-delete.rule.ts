import { defineBufRule } from '../../buf/define-buf-rule.js';
import { MESSAGES } from '../../buf/deletables.js';
import { deletedFromPackage } from '../../buf/deleted.js';

/** A message is gone from its package; moving it between files of the package is fine. **Source** buf, rule PACKAGE_MESSAGE_NO_DELETE. */
export const packageMessageNoDelete = defineBufRule({
  id: 'PACKAGE_MESSAGE_NO_DELETE',
  categories: ['PACKAGE'],
  on: 'schema',
  summary: 'A message is gone from its package; moving it between files of the package is fine.',
  hint: 'Keep the message in the package and mark it deprecated.',
  check: (views) => deletedFromPackage(MESSAGES, views, { parents: 'package', emptied: false }),
});
