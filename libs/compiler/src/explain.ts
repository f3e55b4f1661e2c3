/** What is wrong, with the kind of rule that was broken. */
interface Explanation {
  readonly ruleId: string;
  readonly message: string;
}

/**
 * Says more than the compiler does where it is short: which import is missing and what to do about it. `source` is the line from the
 * place of the problem on; `known` has every import path of the compilation.
 */
export function explain(
  message: string,
  source: string,
  known: { readonly has: (path: string) => boolean; readonly keys: () => Iterable<string> },
): Explanation {
  if (message.includes('cyclic import')) return { ruleId: 'IMPORT_CYCLE', message };
  if (message.includes('found invalid byte')) return { ruleId: 'INVALID_TEXT', message };
  const path = /imported file does not exist/.test(message) ? importedPath(source) : null;
  if (path === null) return { ruleId: 'COMPILE', message };
  return {
    ruleId: 'IMPORT_NOT_FOUND',
    message: `imported file "${path}" does not exist; ${advice(path, known.keys())}`,
  };
}

function importedPath(source: string): string | null {
  return /^import\s*(?:public\b|weak\b|option\b)?\s*["']([^"']+)["']/.exec(source)?.[1] ?? null;
}

function advice(path: string, known: Iterable<string>): string {
  const base = `/${path.split('/').at(-1)}`;
  const near = [...known].filter((candidate) => `/${candidate}`.endsWith(base)).sort();
  if (near[0] !== undefined) return `did you mean "${near[0]}"?`;
  if (path.startsWith('google/protobuf/')) return 'the compiler has no such well-known file; check the name';
  return `add the file, or add a reference named "${path}" to the subject and version that hold it`;
}
