import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option php_class_prefix of a file has another value. **Source** buf, rule FILE_SAME_PHP_CLASS_PREFIX. */
export const fileSamePhpClassPrefix = defineBufRule({
  id: 'FILE_SAME_PHP_CLASS_PREFIX',
  categories: ['FILE', 'PACKAGE'],
  languages: ['PHP'],
  on: 'file',
  summary: 'The option php_class_prefix of a file has another value.',
  hint: 'Keep php_class_prefix as it was.',
  check: (before, after) => changedFileOption(before, after, 'phpClassPrefix', ''),
});
