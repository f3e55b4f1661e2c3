import { functionLengths, LIMITS, OUTLIERS, sizeProblems } from './house/size-rules.js';
import { isGenerated, isProof, sourceFiles } from './house/source-files.js';

const files = sourceFiles('apps', 'libs', 'migrations', 'test');
const linesOf = (count: number): string => 'const x = 1;\n'.repeat(count);

test('files and functions are small, and named for what they are', () => {
  expect(files.flatMap(sizeProblems)).toEqual([]);
});

test('a file allowed to be large still exists and has its reason', () => {
  const paths = new Set(files.map((file) => file.path));
  expect([...OUTLIERS.keys()].filter((path) => !paths.has(path))).toEqual([]);
  expect([...OUTLIERS.values()].flatMap(Object.values).filter((reason) => reason === '')).toEqual([]);
});

test('the median file of the product has at most 120 lines', () => {
  const lengths = files
    .filter((file) => !isProof(file.path) && !isGenerated(file.path) && !file.path.startsWith('test/'))
    .map((file) => file.text.split('\n').length)
    .sort((left, right) => left - right);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(120);
});

test.each([
  ['libs/ddl/src/x.ts', LIMITS.fileLines],
  ['libs/compat/src/rules/binary/field-gone.rule.ts', LIMITS.ruleLines],
  ['libs/ddl/src/dialects/duckdb.dialect.ts', LIMITS.dialectLines],
])('%s passes with %d lines and not with one more', (path, limit) => {
  expect(sizeProblems({ path, text: linesOf(limit) })).toEqual([]);
  expect(sizeProblems({ path, text: linesOf(limit + 1) })).toEqual([
    `${path}: ${limit + 1} lines, the limit is ${limit}`,
  ]);
});

test('a function passes with 80 lines and not with one more', () => {
  const functionOf = (lines: number): string =>
    `export function walk() {\n${'  go();\n'.repeat(lines - 2)}}\n`;
  const path = 'libs/ddl/src/walk.ts';
  expect(sizeProblems({ path, text: functionOf(80) })).toEqual([]);
  expect(sizeProblems({ path, text: functionOf(81) })).toEqual([
    `${path}: 81 lines in walk, the limit is 80`,
  ]);
});

test('functions and methods are measured from signature to brace', () => {
  const text =
    'class A {\n  async run(\n    x: number,\n  ) {\n    if (x) {\n      go();\n    }\n  }\n}\nfunction* b() {\n}\n';
  expect(functionLengths(text)).toEqual([
    { name: 'run', lines: 7 },
    { name: 'b', lines: 2 },
  ]);
});

test.each([
  ['libs/ddl/src/string-utils.ts', '', 'says nothing'],
  ['libs/ddl/src/helpers/quote.ts', '', 'says nothing'],
  ['apps/registry/src/core/subject.manager.ts', '', 'says nothing'],
  ['libs/ddl/src/QuoteName.ts', '', 'kebab-case'],
  ['libs/ddl/src/quote.thing.ts', '', 'no kind of file'],
  ['apps/registry/src/a/b/c/d/quote.ts', '', '4 folders under src'],
  ['libs/ddl/src/quote.ts', 'export default 1;', 'default export'],
  ['libs/ddl/src/quote.ts', 'const a = b as any;', 'as any'],
  ['libs/ddl/src/quote.ts', "import a from 'a';\n".repeat(16), '16 imports'],
])('%s is refused: %s %s', (path, text, part) => {
  expect(sizeProblems({ path, text }).join('\n')).toContain(part);
});
