import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Compiler, type CompilerOptions, type SourceFile } from './index.js';

const HEAD = 'syntax = "proto2";\n';
const GOOD = [{ path: 'a.proto', content: `${HEAD}message A {}\n` }];
const one = (content: string): SourceFile[] => [{ path: 'x.proto', content }];
const TOO_LARGE = { code: 'SCHEMA_TOO_LARGE' };

describe('hostile input', () => {
  let folder: string;
  const compilers: Compiler[] = [];
  const make = (options: Partial<CompilerOptions> = {}): Compiler => {
    const compiler = new Compiler({ cacheDir: join(folder, 'cache'), ...options });
    compilers.push(compiler);
    return compiler;
  };
  /** A program in the place of the compiler. */
  const fake = (script: string): string => {
    const path = join(folder, 'buf');
    writeFileSync(path, `#!${process.execPath}\n${script}`);
    chmodSync(path, 0o755);
    return path;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'compiler-hostile-'));
  });

  afterEach(async () => {
    await Promise.all(compilers.splice(0).map((compiler) => compiler.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['10,000 levels of messages', `${'message M {'.repeat(10_000)}${'}'.repeat(10_000)}`],
    ['a million open braces', '{'.repeat(1_000_000)],
    ['a deep list in an option', `message A { optional int32 x = 1 [(a) = ${'['.repeat(10_000)}]; }`],
    ['a run of signs', `message A { optional int32 x = 1 [default = ${'- '.repeat(10_000)}1]; }`],
    ['a deep group', `message A { option (x) = ${'<a '.repeat(10_000)}; }`],
  ])('never reaches the compiler: %s', async (_, text) => {
    const compiler = make();
    await expect(compiler.compile(one(HEAD + text))).rejects.toMatchObject(TOO_LARGE);
    expect(compiler.stats().misses).toBe(0);
    expect((await compiler.compile(GOOD)).ok).toBe(true);
  });

  it('never reaches the compiler: 50 MB in a file, 50 MB in many, 3,000 files', async () => {
    const compiler = make();
    const mebibyte = ' '.repeat(1024 * 1024);
    const many = (count: number, content: string): SourceFile[] =>
      Array.from({ length: count }, (_, index) => ({ path: `f${index}.proto`, content }));
    await expect(compiler.compile(one(mebibyte.repeat(50)))).rejects.toMatchObject(TOO_LARGE);
    await expect(compiler.compile(many(50, mebibyte))).rejects.toMatchObject(TOO_LARGE);
    await expect(compiler.compile(many(3_000, ''))).rejects.toMatchObject(TOO_LARGE);
    await expect(compiler.compile(GOOD, many(2_000, ''))).rejects.toMatchObject(TOO_LARGE);
    expect(compiler.stats().misses).toBe(0);
  });

  it('compiles what is at a limit, and says which limit one past it is', async () => {
    const size = Buffer.byteLength(GOOD[0]?.content ?? '');
    const limits = { maxFiles: 1, maxFileSizeBytes: size, maxTotalSizeBytes: size, maxNesting: 1 };
    expect((await make(limits).compile(GOOD)).ok).toBe(true);
    for (const [name, what] of [
      ['maxFiles', 'The number of files, with imports, is 1; the limit is 0'],
      ['maxFileSizeBytes', `File 'a.proto' is ${size} bytes; the limit is ${size - 1} bytes`],
      ['maxTotalSizeBytes', `The schema is ${size} bytes; the limit is ${size - 1} bytes`],
      ['maxNesting', 'The nesting of brackets at a.proto:2 is more than 0'],
    ] as const)
      await expect(make({ ...limits, [name]: limits[name] - 1 }).compile(GOOD)).rejects.toThrow(what);
  });

  it('compiles 100 levels, which are the limit, and refuses 101', async () => {
    const levels = (count: number): string => `${HEAD}${'message M {'.repeat(count)}${'}'.repeat(count)}`;
    expect((await make().compile(one(levels(100)))).ok).toBe(true);
    await expect(make().compile(one(levels(101)))).rejects.toMatchObject(TOO_LARGE);
  });

  it('bounds the image', async () => {
    const result = await make().compile(GOOD);
    const size = result.ok ? result.image.length : 0;
    const fresh = { cacheDir: join(folder, 'other') };
    await expect(make({ ...fresh, maxImageSizeBytes: size - 1 }).compile(GOOD)).rejects.toThrow(
      'The compiled schema is more than',
    );
    expect((await make({ ...fresh, maxImageSizeBytes: size }).compile(GOOD)).ok).toBe(true);
  });

  it('kills a compiler that takes too long, and goes on', async () => {
    // Positions are found from the start of a line: 20,000 fields in one line take it minutes.
    const fields = Array.from(
      { length: 20_000 },
      (_, index) => `optional int32 x${index} = ${index + 20_000};`,
    );
    const compiler = make({ timeoutMs: 2_000 });
    await expect(compiler.compile(one(`${HEAD}message A {${fields.join('')}}`))).rejects.toMatchObject({
      code: 'COMPILE_TIMEOUT',
      params: { limit: 2_000 },
    });
    expect((await compiler.compile(GOOD)).ok).toBe(true);
    expect(compiler.stats().running).toBe(0);
  });

  it('refuses work when too much of it waits', async () => {
    const compiler = make({ concurrency: 1, maxWaiting: 1 });
    const texts = ['A', 'B', 'C'].map((name) => one(`${HEAD}message ${name} {}`));
    const outcomes = await Promise.allSettled(texts.map((files) => compiler.compile(files)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(2);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({
      reason: { code: 'OVERLOADED' },
    });
  });

  it('takes public imports that branch at every one of 60 levels', async () => {
    const files = Array.from({ length: 60 }, (_, level) =>
      ['l', 'r'].map((side) => ({
        path: `${side}${level}.proto`,
        content: `syntax = "proto3";\n${level > 0 ? ['l', 'r'].map((from) => `import public "${from}${level - 1}.proto";`).join('\n') : ''}
          message M${side}${level} {}`,
      })),
    ).flat();
    expect((await make().compile(files)).ok).toBe(true);
  });

  it('keeps to the sources: no file of this machine can be imported', async () => {
    writeFileSync(join(folder, 'secret.proto'), 'syntax = "proto3"; message Secret {}');
    for (const path of [join(folder, 'secret.proto'), '../secret.proto', 'file:secret.proto'])
      expect(await make().compile(one(`syntax = "proto3";\nimport "${path}";`))).toMatchObject({ ok: false });
  });

  describe('a compiler that misbehaves', () => {
    it.each([
      [
        'ends with a code',
        'console.error("Failure: no idea"); process.exit(1)',
        'ended with code 1: Failure: no idea',
      ],
      ['says nothing', 'process.exit(100)', 'ended with code 100: it said nothing'],
      ['dies', 'process.kill(process.pid, "SIGKILL")', 'was killed'],
      ['prints no JSON', 'console.error("{oops"); process.exit(100)', 'ended with code 100: {oops'],
    ])('that %s is COMPILER_FAILED', async (_, script, message) => {
      const outcome = make({ bufPath: fake(script) }).compile(GOOD);
      await expect(outcome).rejects.toMatchObject({ code: 'COMPILER_FAILED' });
      await expect(outcome).rejects.toThrow(message);
    });

    it.each([
      ['panic: oops\n\ngoroutine 1', 'oops'],
      ['runtime: x\nfatal error: stack overflow', 'stack overflow'],
      ['Failure: call to Query (key: x) panicked: zero token\ngoroutine', 'zero token'],
    ])('that breaks off on a text gives a diagnostic: %j', async (stderr, reason) => {
      const script = `console.error(${JSON.stringify(stderr)}); process.exit(2)`;
      expect(await make({ bufPath: fake(script) }).compile(GOOD)).toMatchObject({
        ok: false,
        diagnostics: [{ file: 'a.proto', line: 0, message: expect.stringContaining(`(${reason})`) }],
      });
    });

    it('that is not there is COMPILER_FAILED', async () => {
      await expect(make({ bufPath: join(folder, 'none') }).compile(GOOD)).rejects.toMatchObject({
        code: 'COMPILER_FAILED',
      });
    });

    it('that reads nothing breaks nothing', async () => {
      const big = one(`${HEAD}// ${'x'.repeat(1_000_000)}`);
      const outcome = make({ bufPath: fake('process.exit(3)') }).compile(big);
      await expect(outcome).rejects.toMatchObject({ code: 'COMPILER_FAILED' });
    });

    it('that prints endlessly is stopped', async () => {
      const endless = 'setInterval(() => process.stderr.write("x".repeat(1e6)), 0)';
      const outcome = make({ bufPath: fake(endless), timeoutMs: 500 }).compile(GOOD);
      await expect(outcome).rejects.toMatchObject({ code: 'COMPILE_TIMEOUT' });
    });

    it('is not remembered', async () => {
      const compiler = make({ bufPath: fake('process.exit(1)') });
      await expect(compiler.compile(GOOD)).rejects.toThrow('code 1');
      await expect(compiler.compile(GOOD)).rejects.toThrow('code 1');
      expect(compiler.stats().misses).toBe(2);
    });

    it('sees nothing of this process’s environment', async () => {
      process.env['PROTOKOLL_SPEC_SECRET'] = 'x';
      const path = fake('console.error(Object.keys(process.env).sort().join(" ")); process.exit(1)');
      const outcome = make({ bufPath: path }).compile(GOOD);
      await expect(outcome).rejects.toThrow(
        'BUF_CACHE_DIR BUF_CONFIG_DIR GOMEMLIMIT HOME TMPDIR XDG_CACHE_HOME XDG_CONFIG_HOME',
      );
      delete process.env['PROTOKOLL_SPEC_SECRET'];
    });
  });
});
