import { DEFAULT_BUF_OPTIONS } from '#libs/compat';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathsInModule } from './buf-options.js';
import { inTermsOfV2 } from './buf-version.js';
import { findBufWorkspace, modulesAt, type BufWorkspace } from './buf-workspace.js';

let folder: string;
const write = (path: string, content = ''): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const at = (...path: string[]): string => join(folder, ...path);
const found = async (path = '.'): Promise<BufWorkspace> => {
  const workspace = await findBufWorkspace(folder, path);
  if (workspace === null) throw new Error(`nothing for ${path}`);
  return workspace;
};

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-buf-')));
  write('.git/HEAD');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const V2 = `version: v2
name: buf.build/acme/all
modules:
  - path: proto
    excludes: [proto/examples, proto/deep/]
  - path: vendor/api
    name: buf.build/acme/vendor
    includes: [vendor/api/used]
    breaking:
      use: [WIRE, FILE_SAME_PACKAGE]
      except: [FIELD_SAME_JSON_NAME]
      ignore: [vendor/api/used/old]
      ignore_only:
        FIELD_NO_DELETE: [vendor/api/used/a.proto, proto/a.proto]
        WIRE_JSON: [proto]
lint:
  use: [STANDARD]
breaking:
  use:
    - PACKAGE
  ignore:
    - ./proto/foo/
    - vendor
  ignore_unstable_packages: true
deps: [buf.build/googleapis/googleapis]
`;

describe('a buf.yaml v2', () => {
  it('has modules, each with its part of the common options or its own', async () => {
    write('buf.yaml', V2);
    const workspace = await found();
    expect(workspace).toEqual({
      folder,
      isSingle: false,
      modules: [
        {
          folder: at('proto'),
          name: 'buf.build/acme/all',
          roots: [{ folder: at('proto'), includes: [], excludes: ['examples', 'deep'] }],
          options: {
            ...DEFAULT_BUF_OPTIONS,
            use: ['PACKAGE'],
            ignore: ['foo'],
            ignoreUnstablePackages: true,
          },
        },
        {
          folder: at('vendor/api'),
          name: 'buf.build/acme/vendor',
          roots: [{ folder: at('vendor/api'), includes: ['used'], excludes: [] }],
          options: {
            ...DEFAULT_BUF_OPTIONS,
            use: ['WIRE', 'FILE_SAME_PACKAGE'],
            except: ['FIELD_SAME_JSON_NAME'],
            ignore: ['used/old'],
            ignoreOnly: [{ rule: 'FIELD_NO_DELETE', paths: ['used/a.proto'] }],
          },
        },
      ],
    });
  });

  it('is the module of its folder when it names none', async () => {
    write('buf.yaml', 'version: v2\nbreaking: { use: [WIRE], ignore: [a/b.proto] }\n');
    const { modules } = await found();
    expect(modules).toMatchObject([
      {
        folder,
        name: null,
        roots: [{ folder, includes: [], excludes: [] }],
        options: { use: ['WIRE'], ignore: ['a/b.proto'] },
      },
    ]);
  });

  it('is found from inside of a module, of the repository only, and only by what it knows', async () => {
    write('buf.yaml', V2);
    write('other/a.proto');
    expect(await found('proto/foo')).toMatchObject({ folder });
    expect(await findBufWorkspace(folder, 'other')).toBeNull();
    write('other/.git/HEAD');
    expect(await findBufWorkspace(at('other'), '.')).toBeNull();
  });

  it.each([
    ['version: v3', 'buf.yaml:1: version: version: v1beta1, v1 or v2 is expected.'],
    ['modules: []', 'buf.yaml:1: version: version: v1beta1, v1 or v2 is expected.'],
    ['version: v2\nmodules: [{}]', 'buf.yaml:2: modules[0].path: a path is expected.'],
    ['version: v2\nmodules: [{ path: ../a }]', "buf.yaml:2: '../a' is outside of the workspace."],
    ['version: v2\nbreaking:\n  uses: [WIRE]', "buf.yaml:3: 'uses' is no key of breaking."],
    ['version: v2\nbreaking:\n  ignore: proto', 'buf.yaml:3: breaking.ignore: a list is expected.'],
    [
      'version: v2\nbreaking:\n  disable_builtin: true',
      'buf.yaml:3: breaking.disable_builtin: only rules of plugins are left by that, and plugins are not run here.',
    ],
  ])('refuses %j', async (text, problem) => {
    write('buf.yaml', text);
    await expect(found()).rejects.toMatchObject({ code: 'BAD_REQUEST', message: problem });
  });
});

describe('a buf.yaml v1 and v1beta1', () => {
  it('is the module of its folder, with paths from there', async () => {
    write('buf.yaml', 'version: v1\nbuild: { excludes: [a/b] }\nbreaking: { ignore_only: { FILE: [c] } }\n');
    expect(await found()).toEqual({
      folder,
      isSingle: true,
      modules: [
        {
          folder,
          name: null,
          roots: [{ folder, includes: [], excludes: ['a/b'] }],
          options: inTermsOfV2(
            { ...DEFAULT_BUF_OPTIONS, ignoreOnly: [{ rule: 'FILE', paths: ['c'] }] },
            'v1',
          ),
        },
      ],
    });
  });

  it('may have several roots in v1beta1', async () => {
    write('buf.yaml', 'version: v1beta1\nbuild: { roots: [proto, third], excludes: [third/x] }\n');
    expect((await found()).modules[0]?.roots).toEqual([
      { folder: at('proto'), includes: [], excludes: [] },
      { folder: at('third'), includes: [], excludes: ['x'] },
    ]);
  });

  it('gives way to the buf.work.yaml that names it, and to no other', async () => {
    write('buf.work.yaml', 'version: v1\ndirectories: [one, two]\n');
    write('one/buf.yaml', 'version: v1\nbreaking: { use: [WIRE] }\n');
    write('two/a.proto');
    write('three/buf.yaml', 'version: v1\nbreaking: { use: [PACKAGE] }\n');
    expect((await found('one')).modules).toMatchObject([
      { folder: at('one'), options: { use: ['WIRE'] } },
      { folder: at('two'), options: { use: [] } },
    ]);
    expect(await found('three')).toMatchObject({ folder: at('three'), isSingle: true });
  });

  it('refuses a buf.work.yaml without folders', async () => {
    write('buf.work.yaml', 'version: v1\ndirectories: []\n');
    await expect(found()).rejects.toThrow('buf.work.yaml:2: directories: name one at least.');
  });
});

test('modulesAt are those that a folder holds, is, or is in', async () => {
  write('buf.yaml', 'version: v2\nmodules: [{ path: a }, { path: b/c }, { path: b/d }, { path: b/d/e }]\n');
  const workspace = await found();
  const names = (path: string): string[] =>
    modulesAt(workspace, path, folder).map((module) => module.folder.slice(folder.length + 1));
  expect(names('.')).toEqual(['a', 'b/c', 'b/d', 'b/d/e']);
  expect(names('b')).toEqual(['b/c', 'b/d', 'b/d/e']);
  expect(names('a')).toEqual(['a']);
  expect(names('a/deep/er')).toEqual(['a']);
  expect(names('b/d/e/f')).toEqual(['b/d/e']);
  expect(names('b/dd')).toEqual([]);
  expect(names('..')).toEqual(['a', 'b/c', 'b/d', 'b/d/e']);
});

test.each([
  [['p/a', 'p', 'q', 'pp/a', './p//b/'], 'p', ['a', '.', 'b']],
  [['.', 'a/'], 'p', ['.']],
  [['a/b', '.'], '.', ['a/b', '.']],
])('pathsInModule(%j, %j)', (paths, modulePath, expected) => {
  expect(pathsInModule(paths, modulePath)).toEqual(expected);
});
