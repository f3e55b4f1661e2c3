import { findImportCycle } from './import-cycle.js';
import type { SourceFile } from './source-file.js';

/** `a: b c` is a file a.proto that imports b.proto and c.proto. */
const files = (...lines: string[]): SourceFile[] =>
  lines.map((line) => {
    const [name, imports = ''] = line.split(':');
    const statements = imports.split(' ').filter((path) => path !== '');
    return { path: `${name}.proto`, content: statements.map((path) => `import "${path}.proto";\n`).join('') };
  });
const chainOf = (...lines: string[]): string | undefined =>
  /each other: ([^;]+);/.exec(findImportCycle(files(...lines))?.message ?? '')?.[1]?.replaceAll('.proto', '');

describe('findImportCycle', () => {
  it.each([
    ['itself', ['a: a'], 'a → a'],
    ['two', ['a: b', 'b: a'], 'a → b → a'],
    ['three, begun where the cycle begins', ['a: b', 'b: c', 'c: d', 'd: b'], 'b → c → d → b'],
    ['one behind a branch that is none', ['a: b c', 'b:', 'c: d', 'd: c'], 'c → d → c'],
    ['one that no first file reaches', ['a:', 'b: c', 'c: b'], 'b → c → b'],
  ])('finds %s', (_, lines, chain) => {
    expect(chainOf(...lines)).toBe(chain);
  });

  it.each([
    ['a diamond', ['a: b c', 'b: d', 'c: d', 'd:']],
    ['a file that is not there', ['a: z']],
    ['nothing', []],
  ])('finds none in %s', (_, lines) => {
    expect(chainOf(...lines)).toBeUndefined();
  });

  it('reads every kind of import, and points at the one that closes the cycle', () => {
    const content = 'syntax = "proto3";\n\timport public\n  \'a.proto\';\n';
    expect(findImportCycle([{ path: 'a.proto', content }])).toMatchObject({
      ruleId: 'IMPORT_CYCLE',
      file: 'a.proto',
      line: 2,
      column: 2,
      snippet: '\timport public\n\t^',
    });
  });

  it('takes a chain of all files, and a diamond at every level, without recursion', () => {
    const chain = Array.from({ length: 2_000 }, (_, index) => `f${index}: f${index + 1}`);
    expect(chainOf(...chain)).toBeUndefined();
    const levels = Array.from({ length: 500 }, (_, index) => [
      `l${index}: l${index + 1} r${index + 1}`,
      `r${index}: l${index + 1} r${index + 1}`,
    ]);
    expect(chainOf(...levels.flat())).toBeUndefined();
  });
});
