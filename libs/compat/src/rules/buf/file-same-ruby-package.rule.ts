import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option ruby_package of a file has another value. **Source** buf, rule FILE_SAME_RUBY_PACKAGE. */
export const fileSameRubyPackage = defineBufRule({
  id: 'FILE_SAME_RUBY_PACKAGE',
  categories: ['FILE', 'PACKAGE'],
  languages: ['Ruby'],
  on: 'file',
  summary: 'The option ruby_package of a file has another value.',
  hint: 'Keep ruby_package as it was.',
  check: (before, after) => changedFileOption(before, after, 'rubyPackage', ''),
});
