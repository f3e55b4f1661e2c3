import { RegistryError } from '#libs/errors';
import type { SourceFile } from './diagnostic.js';

/** What a schema may be at most. */
export interface CompilerLimits {
  /** Default 2000. */
  readonly maxFiles: number;
  /** Default 1 MiB. */
  readonly maxFileSizeBytes: number;
  /** Of all files and imports. Default 16 MiB. */
  readonly maxTotalSizeBytes: number;
  /** Depth of `{`. Default 100, which is also what the descriptor parser can take. */
  readonly maxNesting: number;
}

/** Limits that hold when none are given. */
export const DEFAULT_LIMITS: CompilerLimits = {
  maxFiles: 2_000,
  maxFileSizeBytes: 1024 * 1024,
  maxTotalSizeBytes: 16 * 1024 * 1024,
  maxNesting: 100,
};

const MAX_PATH_BYTES = 4_096;
const MAX_SEGMENT_BYTES = 255;

/** **Throws** BAD_REQUEST for paths that are no import paths, SCHEMA_TOO_LARGE over a limit. Nothing has touched the disk then. */
export function checkSources(
  files: readonly SourceFile[],
  imports: readonly SourceFile[],
  limits: CompilerLimits,
): void {
  const all = [...files, ...imports];
  if (files.length === 0) throw badRequest('A schema needs at least one file.');
  if (all.length > limits.maxFiles)
    throw tooLarge('The number of files', all.length, limits.maxFiles, 'MAX_SCHEMA_FILES');
  let total = 0;
  for (const file of all) {
    checkPath(file.path);
    const size = Buffer.byteLength(file.content);
    if (size > limits.maxFileSizeBytes)
      throw tooLarge(`File '${file.path}'`, size, limits.maxFileSizeBytes, 'nothing: it is fixed');
    total += size;
    checkContent(file, limits);
  }
  if (total > limits.maxTotalSizeBytes)
    throw tooLarge('The schema', total, limits.maxTotalSizeBytes, 'MAX_SCHEMA_BYTES');
  checkClashes(all);
}

function checkPath(path: string): void {
  const problem = pathProblem(path);
  if (problem !== null)
    throw badRequest(`File path ${JSON.stringify(path.slice(0, 120))} is not an import path: ${problem}.`);
}

function pathProblem(path: string): string | null {
  if (!path.endsWith('.proto')) return 'it must end in .proto';
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `it is longer than ${MAX_PATH_BYTES} bytes`;
  // eslint-disable-next-line no-control-regex -- control characters are just what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return 'it has a backslash or a control character';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it must be relative';
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    return 'it has an empty, "." or ".." segment';
  if (segments.some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES))
    return `a segment is longer than ${MAX_SEGMENT_BYTES} bytes`;
  return null;
}

function checkContent(file: SourceFile, limits: CompilerLimits): void {
  if (file.content.includes('\0'))
    throw badRequest(`File '${file.path}' has the character U+0000, which no .proto text has.`);
  const depth = nestingOf(file.content, limits.maxNesting);
  if (depth > limits.maxNesting)
    throw tooLarge(
      `The nesting of '${file.path}'`,
      `over ${limits.maxNesting}`,
      limits.maxNesting,
      'nothing: it is fixed',
    );
}

function checkClashes(files: readonly SourceFile[]): void {
  const paths = new Set<string>();
  for (const { path } of files) {
    if (paths.has(path)) throw badRequest(`File '${path}' is given twice.`);
    paths.add(path);
  }
  for (const path of paths) {
    const folders = path.split('/').slice(0, -1);
    for (let length = 1; length <= folders.length; length += 1) {
      const folder = folders.slice(0, length).join('/');
      if (paths.has(folder)) throw badRequest(`'${folder}' is both a file and the folder of '${path}'.`);
    }
  }
}

const TOKENS = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[{}]/g;

/** Deepest `{` outside comments and strings; stops one past `stopAt`. A compiler recurses on it, this does not. */
function nestingOf(content: string, stopAt: number): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of content.matchAll(TOKENS)) {
    if (token === '{') depth += 1;
    else if (token === '}') depth -= 1;
    if (depth > deepest) deepest = depth;
    if (deepest > stopAt) break;
  }
  return deepest;
}

function badRequest(problem: string): RegistryError {
  return new RegistryError('BAD_REQUEST', { problem });
}

function tooLarge(what: string, size: number | string, limit: number, setting: string): RegistryError {
  return new RegistryError('SCHEMA_TOO_LARGE', { what, size, limit, setting });
}
