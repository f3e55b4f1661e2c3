import { defineBufRule } from '../../buf/define-buf-rule.js';
import { ENUMS } from '../../buf/deletables.js';
import { deletedFromPackage } from '../../buf/deleted.js';

/** An enum is gone from its package; moving it between files of the package is fine. **Source** buf, rule PACKAGE_ENUM_NO_DELETE. */
export const packageEnumNoDelete = defineBufRule({
  id: 'PACKAGE_ENUM_NO_DELETE',
  categories: ['PACKAGE'],
  on: 'schema',
  summary: 'An enum is gone from its package; moving it between files of the package is fine.',
  hint: 'Keep the enum in the package and mark it deprecated.',
  check: (views) => deletedFromPackage(ENUMS, views),
});
