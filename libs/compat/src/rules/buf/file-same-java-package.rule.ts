import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option java_package of a file has another value. **Source** buf, rule FILE_SAME_JAVA_PACKAGE. */
export const fileSameJavaPackage = defineBufRule({
  id: 'FILE_SAME_JAVA_PACKAGE',
  categories: ['FILE', 'PACKAGE'],
  languages: ['Java'],
  on: 'file',
  summary: 'The option java_package of a file has another value.',
  hint: 'Keep java_package as it was.',
  check: (before, after) => changedFileOption(before, after, 'javaPackage', ''),
});
