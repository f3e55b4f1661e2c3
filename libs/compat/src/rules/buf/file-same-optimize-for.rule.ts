import { defineBufRule } from '../../buf/define-buf-rule.js';
import { FileOptions_OptimizeMode } from '@bufbuild/protobuf/wkt';
import { changedFileOption } from '../../buf/file-option.js';

/** The option optimize_for of a file has another value. **Source** buf, rule FILE_SAME_OPTIMIZE_FOR. */
export const fileSameOptimizeFor = defineBufRule({
  id: 'FILE_SAME_OPTIMIZE_FOR',
  categories: ['FILE', 'PACKAGE'],
  on: 'file',
  summary: 'The option optimize_for of a file has another value.',
  hint: 'Keep optimize_for as it was.',
  check: (before, after) => changedFileOption(before, after, 'optimizeFor', FileOptions_OptimizeMode.SPEED),
});
