import { defineBufRule } from '../../buf/define-buf-rule.js';
import { EXTENSIONS } from '../../buf/deletables.js';
import { deletedFromPackage } from '../../buf/deleted.js';

/** An extension is gone from its package; moving it between files of the package is fine. **Source** buf, rule PACKAGE_EXTENSION_NO_DELETE. */
export const packageExtensionNoDelete = defineBufRule({
  id: 'PACKAGE_EXTENSION_NO_DELETE',
  categories: ['PACKAGE'],
  on: 'schema',
  summary: 'An extension is gone from its package; moving it between files of the package is fine.',
  hint: 'Keep the extension in the package and mark it deprecated.',
  check: (views) => deletedFromPackage(EXTENSIONS, views),
});
