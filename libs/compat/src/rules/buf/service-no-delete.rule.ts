import { defineBufRule } from '../../buf/define-buf-rule.js';
import { SERVICES } from '../../buf/deletables.js';
import { deletedFromFile } from '../../buf/deleted.js';

/** A service is gone from its file. **Source** buf, rule SERVICE_NO_DELETE. */
export const serviceNoDelete = defineBufRule({
  id: 'SERVICE_NO_DELETE',
  categories: ['FILE'],
  on: 'file',
  summary: 'A service is gone from its file.',
  hint: 'Keep the service in its file and mark it deprecated.',
  check: (before, after) => deletedFromFile(SERVICES, before, after),
});
