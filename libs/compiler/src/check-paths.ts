import { RegistryError } from '#libs/errors';

const MAX_PATH_BYTES = 4_096;
const MAX_SEGMENT_BYTES = 255;
const SHOWN_CHARACTERS = 120;
const FOLDER = '.proto/';

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
  checkFolders(seen);
}

function pathProblem(path: string): string | null {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `it is longer than ${MAX_PATH_BYTES} bytes`;
  if (!path.endsWith('.proto')) return 'it does not end in .proto';
  if (path.includes('\\')) return 'it has a backslash';
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(path)) return 'it has a control character';
  if (/\p{Cs}/u.test(path)) return 'it is not valid Unicode';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is not relative';
  if (/(?:^|\/)\.{0,2}(?:\/|$)/.test(path)) return 'it has an empty, "." or ".." segment';
  // A character has up to 3 bytes in each UTF-16 unit: shorter segments need no counting.
  if (
    /[^/]{86}/.test(path) &&
    path.split('/').some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)
  )
    return `a segment is longer than ${MAX_SEGMENT_BYTES} bytes`;
  return null;
}

/** Only a folder whose name ends like a file's can be one. */
function checkFolders(paths: ReadonlySet<string>): void {
  const lengths = new Set(Array.from(paths, (path) => path.length));
  for (const path of paths) {
    for (let at = path.indexOf(FOLDER); at !== -1; at = path.indexOf(FOLDER, at + 1)) {
      const end = at + FOLDER.length - 1;
      // Cutting and looking up every one would be slow for paths that hold hundreds.
      if (!lengths.has(end) || !paths.has(path.slice(0, end))) continue;
      const folder = shown(path.slice(0, end));
      throw badRequest(`${folder} is both a file and the folder of ${shown(path)}. Rename one.`);
    }
  }
}

function shown(path: string): string {
  return JSON.stringify(path.length > SHOWN_CHARACTERS ? `${path.slice(0, SHOWN_CHARACTERS)}…` : path);
}

function badRequest(problem: string): RegistryError {
  return new RegistryError('BAD_REQUEST', { problem });
}
