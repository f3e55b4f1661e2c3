import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option swift_prefix of a file has another value. **Source** buf, rule FILE_SAME_SWIFT_PREFIX. */
export const fileSameSwiftPrefix = defineBufRule({
  id: 'FILE_SAME_SWIFT_PREFIX',
  categories: ['FILE', 'PACKAGE'],
  languages: ['Swift'],
  on: 'file',
  summary: 'The option swift_prefix of a file has another value.',
  hint: 'Keep swift_prefix as it was.',
  check: (before, after) => changedFileOption(before, after, 'swiftPrefix', ''),
});
