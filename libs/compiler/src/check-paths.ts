import { RegistryError } from '#libs/errors';

const MAX_PATH_BYTES = 4_096;
const MAX_SEGMENT_BYTES = 255;
const SHOWN_CHARACTERS = 120;

/**
 * Checks that every path is an import path that can also be a file's path anywhere: relative, normal, ending in `.proto`, none twice,
 * none both a file and a folder. **Throws** BAD_REQUEST.
 */
export function checkPaths(paths: readonly string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem !== null)
      throw badRequest(
        `File path ${shown(path)} is not an import path: ${problem}. Use a path such as "a/v1/a.proto".`,
      );
    if (seen.has(path)) throw badRequest(`File ${shown(path)} is given twice. Send it once.`);
    seen.add(path);
  }
  checkFolders(paths);
}

function pathProblem(path: string): string | null {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `it is longer than ${MAX_PATH_BYTES} bytes`;
  if (!path.endsWith('.proto')) return 'it does not end in .proto';
  if (path.includes('\\')) return 'it has a backslash';
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(path)) return 'it has a control character';
  if (/\p{Cs}/u.test(path)) return 'it is not valid Unicode';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is not relative';
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    return 'it has an empty, "." or ".." segment';
  if (segments.some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES))
    return `a segment is longer than ${MAX_SEGMENT_BYTES} bytes`;
  return null;
}

/** A folder's files come right after a file of its name when '/' sorts first, as U+0000 does, which no path has. */
function checkFolders(paths: readonly string[]): void {
  const sorted = paths.map((path) => path.replaceAll('/', '\0')).sort();
  for (const [index, path] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next?.startsWith(`${path}\0`) !== true) continue;
    const [file, inside] = [path, next].map((key) => shown(key.replaceAll('\0', '/')));
    throw badRequest(`${file} is both a file and the folder of ${inside}. Rename one.`);
  }
}

function shown(path: string): string {
  return JSON.stringify(path.length > SHOWN_CHARACTERS ? `${path.slice(0, SHOWN_CHARACTERS)}…` : path);
}

function badRequest(problem: string): RegistryError {
  return new RegistryError('BAD_REQUEST', { problem });
}
