import { defineBufRule } from '../../buf/define-buf-rule.js';
import { inFile } from '../../buf/place.js';

/** A package is gone. **Source** buf, rule PACKAGE_NO_DELETE. */
export const packageNoDelete = defineBufRule({
  id: 'PACKAGE_NO_DELETE',
  categories: ['PACKAGE'],
  on: 'schema',
  summary: 'A package is gone.',
  hint: 'Keep the package; move to another one by adding it beside this one.',
  check: ({ before, after }) =>
    [...before.packages]
      .filter(([name]) => !after.packages.has(name))
      .map(([name, files]) => {
        const [first] = [...files].sort((left, right) => (left.path < right.path ? -1 : 1));
        return {
          message: `Package "${name}" was deleted.`,
          path: `#/package/${name}`,
          before: first === undefined ? null : inFile(first),
          after: null,
        };
      }),
});
