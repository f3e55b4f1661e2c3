import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option java_generic_services of a file has another value. **Source** buf, rule FILE_SAME_JAVA_GENERIC_SERVICES. */
export const fileSameJavaGenericServices = defineBufRule({
  id: 'FILE_SAME_JAVA_GENERIC_SERVICES',
  categories: ['FILE', 'PACKAGE'],
  languages: ['Java'],
  on: 'file',
  summary: 'The option java_generic_services of a file has another value.',
  hint: 'Keep java_generic_services as it was.',
  check: (before, after) => changedFileOption(before, after, 'javaGenericServices', false),
});
