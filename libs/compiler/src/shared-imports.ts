import { RegistryError } from '#libs/errors';
import type { SourceFile } from './source-file.js';

/** Imports without those that are files of the schema too. **Throws** REFERENCE_CONFLICT when the two texts differ. */
export function dropSharedImports(
  files: readonly SourceFile[],
  imports: readonly SourceFile[],
): readonly SourceFile[] {
  if (imports.length === 0) return imports;
  const own = new Map(files.map((file) => [file.path, file.content]));
  return imports.filter(({ path, content }) => {
    const mine = own.get(path);
    if (mine === undefined) return true;
    if (mine === content) return false;
    const problem = 'once as a file of the schema and once by a reference';
    throw new RegistryError('REFERENCE_CONFLICT', { name: path, problem });
  });
}
