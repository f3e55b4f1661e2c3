import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option objc_class_prefix of a file has another value. **Source** buf, rule FILE_SAME_OBJC_CLASS_PREFIX. */
export const fileSameObjcClassPrefix = defineBufRule({
  id: 'FILE_SAME_OBJC_CLASS_PREFIX',
  categories: ['FILE', 'PACKAGE'],
  languages: ['Objective-C'],
  on: 'file',
  summary: 'The option objc_class_prefix of a file has another value.',
  hint: 'Keep objc_class_prefix as it was.',
  check: (before, after) => changedFileOption(before, after, 'objcClassPrefix', ''),
});
