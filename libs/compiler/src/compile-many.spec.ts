import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSchema } from '#libs/descriptors';
import { isRegistryError } from '#libs/errors';
import { Compiler, type CompileInput, type CompileResult, type SourceFile } from './index.js';

const NAMELESS = '_schema.proto';
const text = (packageName: string, body: string, ...imports: readonly string[]): string =>
  `syntax = "proto3";\npackage ${packageName};\n${imports.map((path) => `import "${path}";\n`).join('')}// Äh.\n${body}\n`;
const nameless = (content: string, imports: readonly SourceFile[] = []): CompileInput => ({
  files: [{ path: NAMELESS, content }],
  imports,
});

const MONEY = { path: 'money.proto', content: text('money', 'message Money { int64 cents = 1; }') };
const OTHER_MONEY = { path: 'money.proto', content: text('money', 'message Money { string cents = 1; }') };
const order = (name: string, money: SourceFile): CompileInput =>
  nameless(text(name, 'message Order { money.Money total = 1; }', 'money.proto'), [money]);

/** Every way in which schemas get into each other's way, or do not. */
const INPUTS: Readonly<Record<string, CompileInput>> = {
  plain: nameless(text('plain', 'message M { string id = 1; }')),
  'another version of it': nameless(text('plain', 'message M { string id = 1; string b = 2; }')),
  'the same again': nameless(text('plain', 'message M { string id = 1; }')),
  money: nameless(MONEY.content),
  'an import': order('first', MONEY),
  'the same import': order('second', MONEY),
  'another import of that path': order('third', OTHER_MONEY),
  'an import that others have': nameless(text('lost', 'message Lost { money.Money m = 1; }', 'money.proto')),
  'a bundled import': nameless(
    text(
      'bundled',
      'message B { google.protobuf.Timestamp at = 1; google.type.Date d = 2; }',
      'google/protobuf/timestamp.proto',
      'google/type/date.proto',
    ),
  ),
  'its own file in the place of a bundled one': nameless(
    text('own', 'message O { google.type.Date d = 1; }', 'google/type/date.proto'),
    [{ path: 'google/type/date.proto', content: text('google.type', 'message Date { string day = 7; }') }],
  ),
  'a syntax error': nameless('syntax = "proto3"; message {'),
  'an unknown type': nameless(text('unknown', 'message U { Nothing n = 1; }')),
  'a package that is a message elsewhere': nameless(text('plain.M', 'message Inner {}')),
  'an extension': nameless(
    `syntax = "proto2";\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.FieldOptions { optional string tag_a = 50001; }\n`,
  ),
  'another of that number': nameless(
    `syntax = "proto2";\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.FieldOptions { optional string tag_b = 50001; }\n`,
  ),
  'several files': {
    files: [
      { path: 'z/a.proto', content: text('z', 'message A { B b = 1; }', 'z/b.proto') },
      { path: 'z/b.proto', content: text('z', 'message B {}') },
    ],
    imports: [],
  },
  'an unused import': nameless(text('unused', 'message U {}', 'money.proto'), [MONEY]),
  'no file': { files: [], imports: [] },
  'a bad path': { files: [{ path: '../x.proto', content: '' }], imports: [] },
  empty: nameless('  '),
};

describe('compileMany', () => {
  let folder: string;
  let compilers: Compiler[] = [];
  const make = (name: string, maxFiles = 2_000): Compiler => {
    const compiler = new Compiler({ cacheDir: join(folder, name), maxFiles });
    compilers.push(compiler);
    return compiler;
  };
  const single = (compiler: Compiler, { files, imports }: CompileInput): Promise<unknown> =>
    compiler.compile(files, imports).catch((error: unknown) => error);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'many-'));
  });
  afterEach(async () => {
    await Promise.all(compilers.map((compiler) => compiler.close()));
    compilers = [];
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers what each alone would, whatever comes together', async () => {
    const names = Object.keys(INPUTS);
    const inputs = Object.values(INPUTS);
    const bulk = make('bulk');
    const together = await bulk.compileMany(inputs);
    const alone = make('alone');
    for (const [index, input] of inputs.entries()) {
      const name = names[index];
      const [one, other] = [together[index], (await single(alone, input)) as CompileResult | Error];
      expect([name, shown(one)]).toEqual([name, shown(other)]);
    }
    expect(bulk.stats().misses).toBeLessThan(alone.stats().misses);
  });

  it('compiles many by one process, and keeps limits of it', async () => {
    const inputs = Array.from({ length: 40 }, (_, index) =>
      nameless(text(`p${index}`, 'message M { string id = 1; }')),
    );
    const roomy = make('roomy');
    const results = await roomy.compileMany(inputs);
    expect(results.every((result) => !isRegistryError(result) && result.ok)).toBe(true);
    expect(roomy.stats().misses).toBe(1);
    const narrow = make('narrow', 20);
    await narrow.compileMany(inputs);
    expect(narrow.stats().misses).toBe(2);
  });

  it('answers nothing for nothing, and not at all when it is closed', async () => {
    const compiler = make('closed');
    expect(await compiler.compileMany([])).toEqual([]);
    await compiler.close();
    await expect(compiler.compileMany(Object.values(INPUTS))).rejects.toMatchObject({
      code: 'SHUTTING_DOWN',
    });
  });
});

/** What must be the same: the very bytes, or what is said of them. */
function shown(result: CompileResult | Error | undefined): unknown {
  if (result === undefined || isRegistryError(result)) return result?.message;
  if (!('ok' in result)) throw result;
  if (!result.ok) return result.diagnostics;
  const { fingerprint } = loadSchema(result.image, { rootFiles: result.rootFiles });
  return { fingerprint, rootFiles: result.rootFiles, image: Buffer.from(result.image).toString('hex') };
}
