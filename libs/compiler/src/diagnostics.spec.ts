import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Compiler, type Diagnostic, type SourceFile } from './index.js';

const HEAD = 'syntax = "proto3";\n';
const one = (content: string): SourceFile[] => [{ path: 'x.proto', content }];

describe('diagnostics', () => {
  let folder: string;
  let compiler: Compiler;
  const diagnose = async (
    files: readonly SourceFile[],
    imports?: readonly SourceFile[],
  ): Promise<readonly Diagnostic[]> => {
    const result = await compiler.compile(files, imports);
    if (result.ok) throw new Error('it compiles');
    expect(JSON.stringify(result.diagnostics)).not.toMatch(/protokoll-compile-|imports\/|files\//);
    return result.diagnostics;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'compiler-diagnostics-'));
    compiler = new Compiler({ cacheDir: folder });
  });

  afterAll(async () => {
    await compiler.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('say where and show the place', async () => {
    expect(
      await diagnose([{ path: 'a/v1/a.proto', content: `${HEAD}message A {\n  strin id = 1;\n}\n` }]),
    ).toEqual([
      {
        ruleId: 'COMPILE',
        message: 'cannot find `strin` in this scope',
        file: 'a/v1/a.proto',
        line: 3,
        column: 3,
        snippet: '  strin id = 1;\n  ^',
      },
    ]);
  });

  it('count columns as editors do, behind tabs and any characters', async () => {
    const [found] = await diagnose(one(`${HEAD}\t/* é漢😀 */ message A { Foo x = 1; }\r\n`));
    expect(found?.snippet).toBe(
      '\t/* é漢😀 */ message A { Foo x = 1; }\n\t    \u3000\u3000'.concat(' '.repeat(16), '^'),
    );
    expect(found?.column).toBe('\t/* é漢😀 */ message A { '.length + 1);
  });

  it('come by file and place, none twice, with their import’s path', async () => {
    const files = [
      { path: 'b.proto', content: `${HEAD}import "lib/c.proto";\nmessage B {}\nmessage B {}\n` },
      { path: 'a.proto', content: `${HEAD}message A { X x = 1; Y y = 2; }` },
    ];
    const imports = [{ path: 'lib/c.proto', content: `${HEAD}message C { Z z = 1; }` }];
    const found = await diagnose(files, imports);
    expect(found.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
      'a.proto:2:13',
      'a.proto:2:22',
      'b.proto:3:9',
      'lib/c.proto:2:13',
    ]);
  });

  it('name a missing import and what to do about it', async () => {
    expect((await diagnose(one(`${HEAD}import public "acme/money.proto";`)))[0]).toMatchObject({
      ruleId: 'IMPORT_NOT_FOUND',
      message:
        'imported file "acme/money.proto" does not exist; add the file, or add a reference named "acme/money.proto" to the subject and version that hold it',
      file: 'x.proto',
      line: 2,
      column: 1,
    });
  });

  it('offer the file that was meant', async () => {
    const money = { path: 'acme/v1/money.proto', content: HEAD };
    const found = await diagnose(one(`${HEAD}import "money.proto"; import "nonsense.proto";`), [money]);
    expect(found.map(({ message }) => message)).toEqual([
      'imported file "money.proto" does not exist; did you mean "acme/v1/money.proto"?',
      expect.stringContaining('add a reference named "nonsense.proto"'),
    ]);
  });

  it('know that nobody can add a well-known file', async () => {
    const [found] = await diagnose(one(`${HEAD}import "google/protobuf/time.proto";`));
    expect(found?.message).toContain('no such well-known file');
  });

  it('tell an import cycle', async () => {
    const files = ['a', 'b', 'c'].map((name, index) => ({
      path: `${name}.proto`,
      content: `${HEAD}import "${['b', 'c', 'b'][index]}.proto";`,
    }));
    for (const order of [files, files.toReversed()])
      expect(await diagnose(order)).toEqual([
        {
          ruleId: 'IMPORT_CYCLE',
          message:
            'files import each other: b.proto → c.proto → b.proto; move what they share to a file of its own',
          file: 'c.proto',
          line: 2,
          column: 1,
          snippet: 'import "b.proto";\n^',
        },
      ]);
    expect((await diagnose(one(`${HEAD}import "x.proto";`)))[0]?.ruleId).toBe('IMPORT_CYCLE');
  });

  it.each([
    ['half a surrogate pair', `${HEAD}// a\ud800b`, 'not valid Unicode'],
    ['U+0000', `${HEAD}// a\0b`, 'U+0000'],
  ])('refuse %s before the compiler sees it', async (_, content, message) => {
    const before = compiler.stats().misses;
    expect(await diagnose(one(content))).toEqual([
      {
        ruleId: 'INVALID_TEXT',
        message: expect.stringContaining(message),
        file: 'x.proto',
        line: 2,
        column: 5,
        snippet: '// a\u{fffd}b\n    ^',
      },
    ]);
    expect(compiler.stats().misses).toBe(before);
  });

  it('are at most 100, and short', async () => {
    const fields = Array.from({ length: 200 }, (_, index) => `  Missing${index} f${index} = ${index + 1};`);
    expect(await diagnose(one(`${HEAD}message A {\n${fields.join('\n')}\n}`))).toHaveLength(100);
    const [found] = await diagnose(one(`${HEAD}message A { a${'.a'.repeat(2_000)} x = 1; }`));
    expect(found?.message.length).toBeLessThanOrEqual(1_001);
    expect(found?.snippet.length).toBeLessThan(400);
  });

  it.each([
    ['an empty message name', 'message {}'],
    ['a lone quote', 'option java_package = "'],
    ['an open comment', '/* '],
    ['another edition', 'edition = "1999";'],
    ['numbers that do not fit', 'message A { string s = 99999999999999999999; }'],
  ])('are given for %s', async (_, text) => {
    const found = await diagnose(one(text));
    expect(found.length).toBeGreaterThan(0);
    for (const { file, line, column } of found) {
      expect(file).toBe('x.proto');
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
    }
  });
});
