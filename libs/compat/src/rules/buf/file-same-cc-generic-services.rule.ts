import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option cc_generic_services of a file has another value. **Source** buf, rule FILE_SAME_CC_GENERIC_SERVICES. */
export const fileSameCcGenericServices = defineBufRule({
  id: 'FILE_SAME_CC_GENERIC_SERVICES',
  categories: ['FILE', 'PACKAGE'],
  languages: ['C++'],
  on: 'file',
  summary: 'The option cc_generic_services of a file has another value.',
  hint: 'Keep cc_generic_services as it was.',
  check: (before, after) => changedFileOption(before, after, 'ccGenericServices', false),
});
