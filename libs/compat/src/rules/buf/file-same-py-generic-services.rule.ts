import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option py_generic_services of a file has another value. **Source** buf, rule FILE_SAME_PY_GENERIC_SERVICES. */
export const fileSamePyGenericServices = defineBufRule({
  id: 'FILE_SAME_PY_GENERIC_SERVICES',
  categories: ['FILE', 'PACKAGE'],
  languages: ['Python'],
  on: 'file',
  summary: 'The option py_generic_services of a file has another value.',
  hint: 'Keep py_generic_services as it was.',
  check: (before, after) => changedFileOption(before, after, 'pyGenericServices', false),
});
