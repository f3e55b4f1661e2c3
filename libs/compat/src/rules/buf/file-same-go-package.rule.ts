import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option go_package of a file has another value. **Source** buf, rule FILE_SAME_GO_PACKAGE. */
export const fileSameGoPackage = defineBufRule({
  id: 'FILE_SAME_GO_PACKAGE',
  categories: ['FILE', 'PACKAGE'],
  languages: ['Go'],
  on: 'file',
  summary: 'The option go_package of a file has another value.',
  hint: 'Keep go_package as it was.',
  check: (before, after) => changedFileOption(before, after, 'goPackage', ''),
});
