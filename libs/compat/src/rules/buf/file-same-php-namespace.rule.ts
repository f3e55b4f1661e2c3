import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option php_namespace of a file has another value. **Source** buf, rule FILE_SAME_PHP_NAMESPACE. */
export const fileSamePhpNamespace = defineBufRule({
  id: 'FILE_SAME_PHP_NAMESPACE',
  categories: ['FILE', 'PACKAGE'],
  languages: ['PHP'],
  on: 'file',
  summary: 'The option php_namespace of a file has another value.',
  hint: 'Keep php_namespace as it was.',
  check: (before, after) => changedFileOption(before, after, 'phpNamespace', ''),
});
