import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSchema } from '#libs/descriptors';
import { Compiler, snippetAt, type CompileResult, type CompilerOptions, type SourceFile } from './index.js';

const A = {
  path: 'a/v1/a.proto',
  content: 'syntax = "proto3";\npackage a.v1;\nmessage A {\n  string id = 1;\n}\n',
};
const B = {
  path: 'b.proto',
  content: 'syntax = "proto3";\nimport "a/v1/a.proto";\nmessage B { a.v1.A a = 1; }\n',
};
const one = (content: string): SourceFile[] => [{ path: 'x.proto', content }];

describe('Compiler', () => {
  let folder: string;
  let compiler: Compiler;
  const make = (options: Partial<CompilerOptions> = {}): Compiler =>
    new Compiler({ cacheDir: join(folder, 'cache'), ...options });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'compiler-'));
    compiler = make();
  });

  afterEach(async () => {
    await compiler.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const diagnostics = (result: CompileResult): readonly { message: string }[] =>
    result.ok ? [] : result.diagnostics;

  it('compiles, with imports and source info', async () => {
    const result = await compiler.compile([B], [A]);
    expect(result).toMatchObject({ ok: true, rootFiles: ['b.proto'], cached: false });
    if (!result.ok) return;
    const schema = loadSchema(result.image, { rootFiles: result.rootFiles });
    expect(schema.registry.getMessage('B')?.fields[0]?.message?.typeName).toBe('a.v1.A');
    expect(schema.registry.getFile('b.proto')?.proto.sourceCodeInfo).toBeDefined();
  });

  it('leaves imports out that nothing imports', async () => {
    const result = await compiler.compile([A], [B]);
    expect(result.ok && loadSchema(result.image).registry.getFile('b.proto')).toBeUndefined();
  });

  it('has the well-known types and the annotations', async () => {
    const text =
      'syntax = "proto3";\nimport "google/protobuf/timestamp.proto";\nimport "protokoll/options/v1/options.proto";\nmessage X { option (protokoll.options.v1.message).owner = "a"; google.protobuf.Timestamp t = 1; }';
    expect((await compiler.compile(one(text))).ok).toBe(true);
  });

  it('starts no process for known text, in any order, also after a restart', async () => {
    await compiler.compile([A, B]);
    expect((await compiler.compile([B, A])).cached).toBe(true);
    expect(compiler.stats()).toEqual({ hits: 1, misses: 1, running: 0 });
    const restarted = make();
    expect((await restarted.compile([A, B])).cached).toBe(true);
    expect(restarted.stats().misses).toBe(0);
  });

  it('compiles equal text once when it arrives together', async () => {
    await Promise.all(Array.from({ length: 10 }, () => compiler.compile([A])));
    expect(compiler.stats().misses).toBe(1);
  });

  it('keeps failures too', async () => {
    const broken = one('syntax = "proto3";\nmessage {');
    expect((await compiler.compile(broken)).ok).toBe(false);
    expect(await compiler.compile(broken)).toMatchObject({ ok: false, cached: true });
  });

  it('does not trust a damaged cache', async () => {
    await compiler.compile([A]);
    const cache = join(folder, 'cache');
    for (const shard of readdirSync(cache))
      for (const file of readdirSync(join(cache, shard)))
        writeFileSync(join(cache, shard, file), 'x'.repeat(100));
    const result = await make().compile([A]);
    expect(result).toMatchObject({ ok: true, cached: false });
  });

  it('says where a text is wrong', async () => {
    const result = await compiler.compile([
      { path: 'a/v1/a.proto', content: A.content.replace('string', 'strin') },
    ]);
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ ruleId: 'COMPILE', file: 'a/v1/a.proto', line: 4, column: 3 }],
    });
    expect(result.ok ? '' : result.diagnostics[0]?.snippet).toBe('  strin id = 1;\n  ^');
  });

  it('says which import is missing and what to do', async () => {
    expect(diagnostics(await compiler.compile([B]))[0]?.message).toMatch(
      /a\/v1\/a\.proto.*[Aa]dd the file, or a reference/,
    );
  });

  it('gives diagnostics for cycles and clashes, and never a path of this machine', async () => {
    const cycle = [
      { path: 'a.proto', content: 'syntax = "proto3";\nimport "b.proto";' },
      { path: 'b.proto', content: 'syntax = "proto3";\nimport "a.proto";' },
    ];
    const twice = [
      { ...A, path: 'a.proto' },
      { ...A, path: 'b.proto' },
    ];
    for (const files of [cycle, twice]) {
      const found = diagnostics(await compiler.compile(files));
      expect(found.length).toBeGreaterThan(0);
      expect(JSON.stringify(found)).not.toContain(tmpdir());
    }
  });

  it.each([
    ['../a.proto'],
    ['/etc/a.proto'],
    ['a/../../b.proto'],
    ['a//b.proto'],
    ['./a.proto'],
    ['a\\b.proto'],
    ['a\0.proto'],
    ['a\n.proto'],
    ['C:/a.proto'],
    ['a.txt'],
    [''],
    [`${'x'.repeat(300)}.proto`],
    [`${'x/'.repeat(2_500)}a.proto`],
  ])('refuses the path %j before it touches the disk', async (path) => {
    await expect(compiler.compile([{ path, content: '' }])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(compiler.stats().misses).toBe(0);
  });

  it('refuses a path given twice, or as a file and a folder', async () => {
    await expect(compiler.compile([A, A])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(
      compiler.compile([
        { path: 'a.proto', content: '' },
        { path: 'a.proto/b.proto', content: '' },
      ]),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(compiler.compile([])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('takes sizes at their limits and none past them', async () => {
    const size = Buffer.byteLength(A.content);
    const limits = { maxFiles: 1, maxFileSizeBytes: size, maxTotalSizeBytes: size, maxNesting: 1 };
    expect((await make(limits).compile([A])).ok).toBe(true);
    const past = { code: 'SCHEMA_TOO_LARGE' };
    await expect(make({ ...limits, maxFiles: 0 }).compile([A])).rejects.toMatchObject(past);
    await expect(make({ ...limits, maxFileSizeBytes: size - 1 }).compile([A])).rejects.toMatchObject(past);
    await expect(make({ ...limits, maxTotalSizeBytes: size - 1 }).compile([A])).rejects.toMatchObject(past);
    await expect(make({ ...limits, maxNesting: 0 }).compile([A])).rejects.toMatchObject(past);
  });

  it('refuses hostile text at once and goes on', async () => {
    const nested = `syntax = "proto3";\n${'message M {'.repeat(10_000)}${'}'.repeat(10_000)}`;
    await expect(compiler.compile(one(nested))).rejects.toMatchObject({ code: 'SCHEMA_TOO_LARGE' });
    await expect(compiler.compile(one(' '.repeat(50 * 1024 * 1024)))).rejects.toMatchObject({
      code: 'SCHEMA_TOO_LARGE',
    });
    const many = Array.from({ length: 3_000 }, (_, index) => ({ path: `f${index}.proto`, content: '' }));
    await expect(compiler.compile(many)).rejects.toMatchObject({ code: 'SCHEMA_TOO_LARGE' });
    await expect(compiler.compile(one('a\0b'))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect((await compiler.compile([A])).ok).toBe(true);
  });

  it('does not count braces in comments and strings', async () => {
    const braces = '{'.repeat(200);
    expect(
      (
        await compiler.compile(
          one(
            `syntax = "proto3";\n// ${braces}\n/* ${braces} */\nmessage A { string a = 1 [json_name = "${braces}"]; }`,
          ),
        )
      ).ok,
    ).toBe(true);
  });

  it('kills a compiler that takes too long', async () => {
    await expect(make({ timeoutMs: 1 }).compile([A])).rejects.toMatchObject({ code: 'COMPILE_TIMEOUT' });
  });

  it('leaves nothing behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('protokoll-compile-'));
    await compiler.compile([A]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('protokoll-compile-'))).toEqual(before);
  });

  it('takes no work once it is closed', async () => {
    await compiler.close();
    await expect(compiler.compile([A])).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});

describe('snippetAt', () => {
  it('puts the caret below the column, behind tabs too', () => {
    expect(snippetAt('a\n\tbc', 2, 3)).toBe('\tbc\n\t ^');
  });

  it('cuts long lines around the column', () => {
    const [line, caret] = snippetAt(`${'x'.repeat(500)}!`, 1, 501).split('\n');
    expect(line?.[caret!.length - 1]).toBe('!');
    expect(line!.length).toBeLessThanOrEqual(160);
  });

  it('is empty where there is no such place', () => {
    expect([snippetAt('a', 5, 1), snippetAt('a', 0, 0)]).toEqual(['', '']);
  });
});
