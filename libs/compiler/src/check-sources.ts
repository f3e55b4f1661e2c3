import { RegistryError } from '#libs/errors';
import { checkPaths } from './check-paths.js';
import type { CompilerLimits } from './compiler-options.js';
import type { SourceFile } from './source-file.js';

/**
 * Checks paths and sizes before anything else is done with the sources. **Throws** BAD_REQUEST for paths that are no import paths,
 * SCHEMA_TOO_LARGE over a limit.
 */
export function checkSources(
  files: readonly SourceFile[],
  imports: readonly SourceFile[],
  limits: CompilerLimits,
): void {
  const all = [...files, ...imports];
  if (files.length === 0)
    throw new RegistryError('BAD_REQUEST', { problem: 'A schema needs at least one file; none was given.' });
  if (all.length > limits.maxFiles)
    throw tooLarge('The number of files, with imports,', all.length, limits.maxFiles, 'MAX_SCHEMA_FILES');
  checkPaths(all.map((file) => file.path));
  checkSizes(all, limits);
}

function checkSizes(files: readonly SourceFile[], limits: CompilerLimits): void {
  let total = 0;
  for (const { path, content } of files) {
    const size = Buffer.byteLength(content);
    if (size > limits.maxFileSizeBytes)
      throw tooLarge(
        `File '${path}'`,
        `${size} bytes`,
        `${limits.maxFileSizeBytes} bytes`,
        'MAX_SCHEMA_FILE_BYTES',
      );
    total += size;
  }
  if (total > limits.maxTotalSizeBytes)
    throw tooLarge('The schema', `${total} bytes`, `${limits.maxTotalSizeBytes} bytes`, 'MAX_SCHEMA_BYTES');
}

function tooLarge(
  what: string,
  size: number | string,
  limit: number | string,
  setting: string,
): RegistryError {
  return new RegistryError('SCHEMA_TOO_LARGE', { what, size, limit, setting });
}
