import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedInFile } from '../../buf/file-option.js';

/** A file has another package. **Source** buf, rule FILE_SAME_PACKAGE. */
export const fileSamePackage = defineBufRule({
  id: 'FILE_SAME_PACKAGE',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'file',
  summary: 'A file has another package.',
  hint: 'Keep the package; add a file for the new one.',
  check: (before, after) =>
    changedInFile(before, after, 'package', before.packageName, after.packageName, PACKAGE),
});

const PACKAGE = [2];
