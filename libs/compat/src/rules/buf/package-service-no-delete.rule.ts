import { defineBufRule } from '../../buf/define-buf-rule.js';
import { SERVICES } from '../../buf/deletables.js';
import { deletedFromPackage } from '../../buf/deleted.js';

/** A service is gone from its package; moving it between files of the package is fine. **Source** buf, rule PACKAGE_SERVICE_NO_DELETE. */
export const packageServiceNoDelete = defineBufRule({
  id: 'PACKAGE_SERVICE_NO_DELETE',
  categories: ['PACKAGE'],
  on: 'schema',
  summary: 'A service is gone from its package; moving it between files of the package is fine.',
  hint: 'Keep the service in the package and mark it deprecated.',
  check: (views) => deletedFromPackage(SERVICES, views, { parents: 'file', emptied: true }),
});
