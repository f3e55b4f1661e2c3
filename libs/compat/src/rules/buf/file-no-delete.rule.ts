import { defineBufRule } from '../../buf/define-buf-rule.js';
import { filePath } from '../../buf/name-element.js';
import { inFile } from '../../buf/place.js';

/** A file is gone. **Source** buf, rule FILE_NO_DELETE. */
export const fileNoDelete = defineBufRule({
  id: 'FILE_NO_DELETE',
  categories: ['FILE', 'CSR'],
  on: 'schema',
  summary: 'A file is gone.',
  hint: 'Keep the file; an importer needs it under its path.',
  check: ({ before, after }) =>
    [...before.files.values()]
      .filter((file) => !after.files.has(file.path))
      .map((file) => ({
        message: `File "${file.path}" was deleted.`,
        path: filePath(file),
        before: inFile(file),
        after: null,
      })),
});
