import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option java_outer_classname of a file has another value. **Source** buf, rule FILE_SAME_JAVA_OUTER_CLASSNAME. */
export const fileSameJavaOuterClassname = defineBufRule({
  id: 'FILE_SAME_JAVA_OUTER_CLASSNAME',
  categories: ['FILE', 'PACKAGE'],
  languages: ['Java'],
  on: 'file',
  summary: 'The option java_outer_classname of a file has another value.',
  hint: 'Keep java_outer_classname as it was.',
  check: (before, after) => changedFileOption(before, after, 'javaOuterClassname', ''),
});
