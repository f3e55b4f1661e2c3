import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedFileOption } from '../../buf/file-option.js';

/** The option csharp_namespace of a file has another value. **Source** buf, rule FILE_SAME_CSHARP_NAMESPACE. */
export const fileSameCsharpNamespace = defineBufRule({
  id: 'FILE_SAME_CSHARP_NAMESPACE',
  categories: ['FILE', 'PACKAGE'],
  languages: ['C#'],
  on: 'file',
  summary: 'The option csharp_namespace of a file has another value.',
  hint: 'Keep csharp_namespace as it was.',
  check: (before, after) => changedFileOption(before, after, 'csharpNamespace', ''),
});
