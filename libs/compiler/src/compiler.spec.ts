import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSchema, type Schema } from '#libs/descriptors';
import { PROTOKOLL_PROTOS } from '#libs/gen';
import { Compiler, type CompileResult, type CompilerOptions, type SourceFile } from './index.js';

const A = {
  path: 'a/v1/a.proto',
  content: 'syntax = "proto3";\npackage a.v1;\n// An A.\nmessage A {\n  string id = 1;\n}\n',
};
const B = {
  path: 'b.proto',
  content: 'syntax = "proto3";\nimport "a/v1/a.proto";\nmessage B { a.v1.A a = 1; }\n',
};
const C = { path: 'c.proto', content: 'syntax = "proto3";\nmessage C {}\n' };
const OPTIONS = 'protokoll/options/v1/options.proto';
const one = (content: string): SourceFile[] => [{ path: 'x.proto', content }];

describe('Compiler', () => {
  let folder: string;
  const compilers: Compiler[] = [];
  const make = (options: Partial<CompilerOptions> = {}): Compiler => {
    const compiler = new Compiler({ cacheDir: join(folder, 'cache'), ...options });
    compilers.push(compiler);
    return compiler;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'compiler-'));
  });

  afterEach(async () => {
    await Promise.all(compilers.splice(0).map((compiler) => compiler.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  describe('the image', () => {
    it('has the files, their imports and source info', async () => {
      const result = await make().compile([B], [A]);
      expect(result).toMatchObject({ ok: true, rootFiles: ['b.proto'], cached: false });
      const schema = load(result);
      expect(schema.rootFiles).toEqual(['b.proto']);
      expect(schema.registry.getMessage('B')?.fields[0]?.message?.typeName).toBe('a.v1.A');
      expect(schema.registry.getFile('a/v1/a.proto')?.proto.sourceCodeInfo?.location.length).toBeGreaterThan(
        0,
      );
    });

    it('lacks imports that nothing imports, even broken ones', async () => {
      const schema = load(await make().compile([A], [C, { path: 'broken.proto', content: 'message {' }]));
      expect([...schema.registry.files].map((file) => file.name)).toEqual(['a/v1/a']);
    });

    it('has the well-known types and the annotations when they are imported', async () => {
      const schema = load(
        await make().compile(
          one(
            `syntax = "proto3";\nimport "google/protobuf/timestamp.proto";\nimport "${OPTIONS}";
             message X { option (protokoll.options.v1.message).owner = "a"; google.protobuf.Timestamp t = 1; }`,
          ),
        ),
      );
      expect(schema.registry.getFile(OPTIONS)).toBeDefined();
      expect(schema.registry.getMessage('google.protobuf.Timestamp')).toBeDefined();
    });

    it.each(['file', 'import'])('takes the user’s own annotations when they come as %s', async (kind) => {
      const own = { path: OPTIONS, content: 'syntax = "proto3";\npackage own;\nmessage Own {}\n' };
      const user = one(`syntax = "proto3";\nimport "${OPTIONS}";\nmessage X { own.Own own = 1; }`);
      const result =
        kind === 'file' ? await make().compile([...user, own]) : await make().compile(user, [own]);
      expect(load(result).registry.getMessage('own.Own')).toBeDefined();
      expect(load(result).registry.getMessage('protokoll.options.v1.MessageOptions')).toBeUndefined();
    });

    it('compiles the annotations themselves as a schema', async () => {
      const files = Object.entries(PROTOKOLL_PROTOS).map(([path, content]) => ({ path, content }));
      expect(await make().compile(files)).toMatchObject({
        ok: true,
        rootFiles: Object.keys(PROTOKOLL_PROTOS),
      });
    });

    it('lists root files sorted, also those that other files import', async () => {
      expect(await make().compile([C, B, A])).toMatchObject({
        ok: true,
        rootFiles: ['a/v1/a.proto', 'b.proto', 'c.proto'],
      });
    });

    it('takes proto2, proto3, editions and no syntax at all', async () => {
      const heads = [
        'syntax = "proto2";',
        'syntax = "proto3";',
        'edition = "2023";',
        'edition = "2024";',
        '',
      ];
      const files = heads.map((head, index) => ({
        path: `f${index}.proto`,
        content: `${head}\npackage f${index};\nmessage M {}\n`,
      }));
      expect((await make().compile(files)).ok).toBe(true);
    });

    it('takes long paths, paths in other scripts, and a byte order mark', async () => {
      const long = `${'d'.repeat(200)}/${'e'.repeat(200)}/${'f'.repeat(200)}.proto`;
      const files = [
        { path: long, content: '\u{feff}syntax = "proto3";\nmessage L {}' },
        { path: 'überschrift/記事.proto', content: 'syntax = "proto3";\nmessage U {}' },
        { path: '-o evil $(x).proto', content: 'syntax = "proto3";\nmessage E {}' },
      ];
      const result = await make().compile(files);
      expect(result).toMatchObject({ ok: true, rootFiles: [files[2]?.path, long, files[1]?.path] });
    });

    it('comes out in the same bytes whatever order the sources had', async () => {
      const [first, second] = [
        await make({ cacheDir: join(folder, '1') }).compile([A, B, C]),
        await make({ cacheDir: join(folder, '2') }).compile([C, A, B]),
      ];
      expect(first.ok && second.ok && Buffer.compare(first.image, second.image)).toBe(0);
    });
  });

  describe('what is known', () => {
    it('starts no process, in any order, also after a restart', async () => {
      const compiler = make();
      await compiler.compile([A, B]);
      expect((await compiler.compile([B, A])).cached).toBe(true);
      expect(compiler.stats()).toEqual({ hits: 1, misses: 1, running: 0 });
      const restarted = make();
      expect(await restarted.compile([A, B])).toMatchObject({ ok: true, cached: true });
      expect(restarted.stats()).toEqual({ hits: 1, misses: 0, running: 0 });
    });

    it('is told apart by every text, path, and role', async () => {
      const compiler = make();
      await compiler.compile([A, C]);
      await compiler.compile([A], [C]);
      await compiler.compile([{ ...A, path: 'a.proto' }, C]);
      await compiler.compile([{ ...A, content: `${A.content}\n` }, C]);
      expect(compiler.stats().misses).toBe(4);
    });

    it('is compiled once when it arrives together', async () => {
      const compiler = make();
      const results = await Promise.all(Array.from({ length: 10 }, () => compiler.compile([A])));
      expect(results.filter((result) => result.cached)).toHaveLength(9);
      expect(compiler.stats()).toEqual({ hits: 9, misses: 1, running: 0 });
    });

    it('includes failures, in memory', async () => {
      const compiler = make();
      const broken = one('syntax = "proto3";\nmessage {');
      expect(await compiler.compile(broken)).toMatchObject({ ok: false, cached: false });
      expect(await compiler.compile(broken)).toMatchObject({ ok: false, cached: true });
      expect(compiler.stats().misses).toBe(1);
    });

    it('is forgotten past the bound of memory, not on disk', async () => {
      const compiler = make({ maxMemoryBytes: 0 });
      await compiler.compile([A]);
      expect((await compiler.compile([A])).cached).toBe(true);
      const broken = one('message {');
      await compiler.compile(broken);
      expect((await compiler.compile(broken)).cached).toBe(false);
    });

    it('is not trusted when the disk damaged it', async () => {
      await make().compile([A]);
      const cache = join(folder, 'cache');
      for (const shard of readdirSync(cache))
        for (const file of readdirSync(join(cache, shard)))
          writeFileSync(join(cache, shard, file), 'x'.repeat(100));
      expect(await make().compile([A])).toMatchObject({ ok: true, cached: false });
      expect(await make().compile([A])).toMatchObject({ ok: true, cached: true });
    });

    it('is compiled again when the cache can not be written', async () => {
      writeFileSync(join(folder, 'file'), '');
      const compiler = make({ cacheDir: join(folder, 'file'), maxMemoryBytes: 0 });
      expect(await compiler.compile([A])).toMatchObject({ ok: true, cached: false });
      expect(await compiler.compile([A])).toMatchObject({ ok: true, cached: false });
    });
  });

  describe('imports that are files too', () => {
    it('are dropped when they are the same', async () => {
      expect(await make().compile([A, B], [A])).toMatchObject({ ok: true, rootFiles: [A.path, B.path] });
    });

    it('are refused when they differ', async () => {
      await expect(make().compile([A, B], [{ ...A, content: '' }])).rejects.toMatchObject({
        code: 'REFERENCE_CONFLICT',
        params: { name: A.path },
      });
    });
  });

  it('compiles different schemas at the same time, and never mixes them', async () => {
    const compiler = make({ concurrency: 3 });
    const names = Array.from({ length: 12 }, (_, index) => `M${index}`);
    const results = await Promise.all(
      names.map((name) => compiler.compile(one(`syntax = "proto3";\nmessage ${name} { string s = 1; }`))),
    );
    expect(results.map((result) => load(result).registry.getFile('x.proto')?.messages[0]?.name)).toEqual(
      names,
    );
    expect(compiler.stats()).toEqual({ hits: 0, misses: 12, running: 0 });
  });

  it('leaves nothing in the folder for temporary files', async () => {
    const tempDir = mkdtempSync(join(folder, 'temp-'));
    await make({ tempDir }).compile([A]);
    await make({ tempDir }).compile(one('message {'));
    await expect(make({ tempDir, timeoutMs: 1 }).compile([B], [A])).rejects.toThrow('longer');
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('stops what runs and what waits when it is closed, and takes no more', async () => {
    const compiler = make({ concurrency: 1 });
    const pending = [A, C].map((file) => compiler.compile([file]));
    const outcomes = Promise.allSettled(pending);
    while (compiler.stats().running === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await compiler.close();
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'SHUTTING_DOWN' } });
    await expect(compiler.compile([A])).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    expect(compiler.stats().running).toBe(0);
  });
});

function load(result: CompileResult): Schema {
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return loadSchema(result.image, { rootFiles: result.rootFiles });
}
