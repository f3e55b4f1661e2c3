import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option php_metadata_namespace of a file has another value. **Source** buf, rule FILE_SAME_PHP_METADATA_NAMESPACE. */
export const fileSamePhpMetadataNamespace = defineBufRule({
  id: 'FILE_SAME_PHP_METADATA_NAMESPACE',
  categories: ['FILE', 'PACKAGE'],
  languages: ['PHP'],
  on: 'file',
  summary: 'The option php_metadata_namespace of a file has another value.',
  hint: 'Keep php_metadata_namespace as it was.',
  check: (before, after) => changedFileOption(before, after, 'phpMetadataNamespace', ''),
});
