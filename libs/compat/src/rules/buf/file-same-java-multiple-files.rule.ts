import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option java_multiple_files of a file has another value. **Source** buf, rule FILE_SAME_JAVA_MULTIPLE_FILES. */
export const fileSameJavaMultipleFiles = defineBufRule({
  id: 'FILE_SAME_JAVA_MULTIPLE_FILES',
  categories: ['FILE', 'PACKAGE'],
  languages: ['Java'],
  on: 'file',
  summary: 'The option java_multiple_files of a file has another value.',
  hint: 'Keep java_multiple_files as it was.',
  check: (before, after) => changedFileOption(before, after, 'javaMultipleFiles', false),
});
