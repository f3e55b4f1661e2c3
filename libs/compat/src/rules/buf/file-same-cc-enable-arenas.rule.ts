import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option cc_enable_arenas of a file has another value. **Source** buf, rule FILE_SAME_CC_ENABLE_ARENAS. */
export const fileSameCcEnableArenas = defineBufRule({
  id: 'FILE_SAME_CC_ENABLE_ARENAS',
  categories: ['FILE', 'PACKAGE'],
  languages: ['C++'],
  on: 'file',
  summary: 'The option cc_enable_arenas of a file has another value.',
  hint: 'Keep cc_enable_arenas as it was.',
  check: (before, after) => changedFileOption(before, after, 'ccEnableArenas', true),
});
