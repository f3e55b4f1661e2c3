import { LAYERS } from './layer-rules.js';
import { isGenerated, isProof, withoutComments, type SourceFile } from './source-files.js';

/** Hard limits of the house; a file that must pass one is named in OUTLIERS with its reason. */
export const LIMITS = {
  fileLines: 600,
  ruleLines: 120,
  dialectLines: 300,
  functionLines: 80,
  imports: 15,
  foldersUnderSrc: 3,
} as const;

/** Files that may pass a limit: path → limit → reason. */
export const OUTLIERS: ReadonlyMap<string, Partial<Record<keyof typeof LIMITS, string>>> = new Map([]);

const LAST_PURE_LAYER = 4;
const FORBIDDEN_NAME = /(^|[-.])(utils?|helpers?|common|misc|managers?)([-.]|$)/;

/** The closed list of kinds in `<noun>.<kind>.ts`. */
export const KINDS: ReadonlySet<string> = new Set(
  'entity repository service controller dto module rule dialect driver sink target command suite spec e2e-spec suite-spec bench gen filter'.split(
    ' ',
  ),
);

/** Everything about the file's size and name that the house does not allow, as sentences. */
export function sizeProblems(file: SourceFile): readonly string[] {
  if (isGenerated(file.path)) return [];
  return [
    ...lengthProblems(file),
    ...nameProblems(file.path),
    ...depthProblems(file),
    ...textProblems(file),
    ...importProblems(file),
    ...functionProblems(file),
  ].map((problem) => `${file.path}: ${problem}`);
}

function lengthProblems(file: SourceFile): readonly string[] {
  const limit = file.path.endsWith('.rule.ts')
    ? 'ruleLines'
    : file.path.endsWith('.dialect.ts')
      ? 'dialectLines'
      : 'fileLines';
  return over(file.path, limit, lineCount(file.text), 'lines');
}

function nameProblems(path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
  const problems: string[] = [];
  const forbidden = path
    .split('/')
    .map((part) => part.replace(/\.ts$/, ''))
    .find((part) => FORBIDDEN_NAME.test(part));
  if (forbidden !== undefined) problems.push(`'${forbidden}' says nothing; name the noun or the verb`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(name) && !path.startsWith('migrations/'))
    problems.push('the name is not in kebab-case');
  const kind = name.split('.').slice(1).at(-1);
  if (kind !== undefined && !KINDS.has(kind)) problems.push(`'.${kind}.ts' is no kind of file here`);
  return problems;
}

function depthProblems({ path }: SourceFile): readonly string[] {
  const parts = path.split('/');
  const src = parts.indexOf('src');
  return src === -1 ? [] : over(path, 'foldersUnderSrc', parts.length - src - 2, 'folders under src');
}

function textProblems(file: SourceFile): readonly string[] {
  const text = withoutComments(file.text);
  const problems: string[] = [];
  if (/^export default\b/m.test(text)) problems.push('has a default export');
  const lib = /^libs\/([^/]+)\//.exec(file.path)?.[1];
  const layer = lib === undefined ? undefined : LAYERS.get(lib);
  if (layer !== undefined && layer <= LAST_PURE_LAYER && !isProof(file.path) && /\bas any\b/.test(text))
    problems.push(`has 'as any' in layer ${layer}`);
  return problems;
}

function importProblems(file: SourceFile): readonly string[] {
  if (isProof(file.path) || /\/index\.ts$|\.module\.ts$/.test(file.path)) return [];
  // What is imported as a type only is gone when the file runs, and ties it to nothing.
  const count = [...file.text.matchAll(/^import\b(?! type\b)/gm)].length;
  return over(file.path, 'imports', count, 'imports');
}

function functionProblems(file: SourceFile): readonly string[] {
  if (isProof(file.path)) return [];
  return functionLengths(file.text).flatMap(({ name, lines }) =>
    over(file.path, 'functionLines', lines, `lines in ${name}`),
  );
}

/**
 * Lengths of named functions and methods, signature and closing brace included. Reads the formatter's layout:
 * a body ends at the first `}` on the indentation that its signature has.
 */
export function functionLengths(text: string): readonly { name: string; lines: number }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    const head =
      /^(\s*)(?:export )?(?:async )?function\*? ?(\w+)/.exec(line) ??
      /^( {2})(?:(?:public|private|protected|static|override|async|get|set) )*\*?#?(\w+)(?:<.*>)?\(/.exec(
        line,
      );
    if (head === null || /^(if|for|while|switch|return|catch|expect|test|describe)$/.test(head[2] ?? ''))
      return [];
    if (line.trimEnd().endsWith(';')) return [];
    const end = lines.findIndex((other, at) => at > start && other === `${head[1]}}`);
    return end === -1 ? [] : [{ name: head[2] ?? '', lines: end - start + 1 }];
  });
}

function over(path: string, limit: keyof typeof LIMITS, count: number, what: string): readonly string[] {
  if (count <= LIMITS[limit] || OUTLIERS.get(path)?.[limit] !== undefined) return [];
  return [`${count} ${what}, the limit is ${LIMITS[limit]}`];
}

function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
