import { DEFAULT_BUF_OPTIONS, DEFAULT_POLICY } from '#libs/compat';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProtokollConfig } from '../config/protokoll-config.js';
import type { Io } from '../io.js';
import { wholeFolder } from '../sources/source-set.js';
import type { CheckOptions } from './check-options.js';
import { findModules } from './find-modules.js';
import type { ModuleToCheck } from './module-to-check.js';

let folder: string;
const write = (path: string, content = ''): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const find = async (
  folders: readonly string[],
  options: Partial<CheckOptions> = {},
  at = '.',
): Promise<readonly ModuleToCheck[]> => {
  const cwd = join(folder, at);
  const io = { cwd, env: { PROTOKOLL_REGISTRY: '' } } as Partial<Io> as Io;
  const config = await readProtokollConfig(cwd, options.config, '2026-01-02');
  return findModules(io, folders, { format: 'text', reference: [], ...options }, config);
};
const roots = (modules: readonly ModuleToCheck[]): unknown =>
  modules.map((module) => [
    module.name,
    module.roots,
    module.earlier.kind === 'sources' ? module.earlier.roots : null,
  ]);

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-find-modules-')));
  write('.git/HEAD');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('folders that are given', () => {
  it('one is compared with one, by the default policy', async () => {
    mkdirSync(join(folder, 'released'));
    expect(await find(['proto'], { against: 'released' })).toEqual([
      {
        name: 'proto',
        folder: 'proto',
        roots: [wholeFolder('proto')],
        importRoots: [],
        earlier: {
          kind: 'sources',
          roots: [wholeFolder('released')],
          importRoots: [],
          state: { kind: 'folder', mayLack: false },
          name: 'released',
        },
        policy: DEFAULT_POLICY,
      },
    ]);
  });

  it('several are compared with the same places of another tree, where they may lack', async () => {
    mkdirSync(join(folder, 'released'));
    const modules = await find(['a', './b/c'], { against: 'released' });
    expect(roots(modules)).toEqual([
      ['a', [wholeFolder('a')], [wholeFolder('released/a')]],
      ['./b/c', [wholeFolder('./b/c')], [wholeFolder('released/b/c')]],
    ]);
    expect(modules[0]?.earlier).toMatchObject({ state: { kind: 'folder', mayLack: true } });
  });

  it('git refs hold for all', async () => {
    expect(await find(['a', 'b'], { against: 'git:v1' })).toMatchObject([
      { earlier: { state: { kind: 'git', ref: 'v1' }, name: 'git:v1', roots: [wholeFolder('a')] } },
      { earlier: { state: { kind: 'git', ref: 'v1' }, name: 'git:v1', roots: [wholeFolder('b')] } },
    ]);
  });

  it('have no merge base', async () => {
    mkdirSync(join(folder, 'released'));
    await expect(find(['a'], { against: 'released', mergeBase: true })).rejects.toThrow(
      "--merge-base is for git refs, and 'released' is a folder. Leave it out.",
    );
  });

  it('need something to compare with', async () => {
    await expect(find(['a'])).rejects.toThrow("It is not said what 'a' is compared with.");
    await expect(find([])).rejects.toThrow('There is nothing to check.');
  });
});

const CONFIG = `version: 1
registry: http://configured
policy: { level: FULL, profile: confluent }
waivers: [{ rule: a, reason: r, author: me }]
modules:
  - path: a
    against: released/a
    policy: { level: NONE, encodings: [json] }
  - path: b
    subject: b.events
`;

describe('modules of a protokoll.yaml', () => {
  it('are checked without a folder, each with its own', async () => {
    write('protokoll.yaml', CONFIG);
    mkdirSync(join(folder, 'released/a'), { recursive: true });
    const buf = { ...DEFAULT_BUF_OPTIONS, excludeImports: true };
    const waivers = [{ ruleId: 'a', path: null, reason: 'r', author: 'me', expires: null }];
    expect(await find([])).toEqual([
      {
        name: 'a',
        folder: 'a',
        roots: [wholeFolder('a')],
        importRoots: [wholeFolder('b')],
        earlier: {
          kind: 'sources',
          roots: [wholeFolder('released/a')],
          importRoots: [wholeFolder('released/b')],
          state: { kind: 'folder', mayLack: false },
          name: 'released/a',
        },
        policy: { ...DEFAULT_POLICY, level: 'NONE', profile: 'confluent', encodings: ['json'], buf, waivers },
      },
      {
        name: 'b.events',
        folder: 'b',
        roots: [wholeFolder('b')],
        importRoots: [wholeFolder('a')],
        earlier: { kind: 'subject', subject: 'b.events', registry: 'http://configured' },
        policy: { ...DEFAULT_POLICY, level: 'FULL', profile: 'confluent', buf, waivers },
      },
    ]);
  });

  it('give a folder what they say, and options say it last', async () => {
    write('protokoll.yaml', CONFIG);
    const said = { level: 'FORWARD', profile: 'protokoll', encoding: ['binary'] } as const;
    expect(await find(['b'], { against: 'git:x', ...said })).toMatchObject([
      {
        name: 'b.events',
        earlier: { name: 'git:x' },
        policy: { level: 'FORWARD', profile: 'protokoll', encodings: ['binary'] },
      },
    ]);
    expect(await find(['b'], { registry: 'http://given' })).toMatchObject([
      { name: 'b.events', earlier: { kind: 'subject', registry: 'http://given' } },
    ]);
  });

  it('are compared with the same places of another tree', async () => {
    write('protokoll.yaml', CONFIG);
    mkdirSync(join(folder, 'other'));
    expect(roots(await find([], { against: 'other' }))).toEqual([
      ['a', [wholeFolder('a')], [wholeFolder('other/a')]],
      ['b.events', [wholeFolder('b')], [wholeFolder('other/b')]],
    ]);
  });

  it.each([
    ['--level', { level: 'FULL' }],
    ['--profile', { profile: 'buf' }],
    ['--encoding', { encoding: ['json'] }],
    ['--merge-base', { mergeBase: true }],
    ['--exclude-imports', { excludeImports: true }],
  ] as const)('leave %s to the registry where that judges', async (name, options) => {
    write('protokoll.yaml', CONFIG);
    await expect(find(['b'], options)).rejects.toThrow(
      `${name} is for folders and git refs; for 'b.events' the registry decides. Leave it out.`,
    );
  });
});

const BUF = `version: v2
modules:
  - path: proto
    excludes: [proto/examples]
  - path: vendor
    name: buf.build/acme/vendor
    breaking: { use: [WIRE] }
breaking: { use: [PACKAGE], ignore: [proto/old] }
`;
const PROTO = { folder: 'proto', includes: [], excludes: ['examples'] };

describe('modules of a buf.yaml', () => {
  it('are checked without a folder and without a protokoll.yaml', async () => {
    write('buf.yaml', BUF);
    const modules = await find([], { against: 'git:main' });
    expect(roots(modules)).toEqual([
      ['proto', [PROTO], [PROTO]],
      ['buf.build/acme/vendor', [wholeFolder('vendor')], [wholeFolder('vendor')]],
    ]);
    expect(modules).toMatchObject([
      { importRoots: [wholeFolder('vendor')], policy: { profile: 'protokoll', buf: { use: ['PACKAGE'] } } },
      {
        importRoots: [PROTO],
        policy: { buf: { ...DEFAULT_BUF_OPTIONS, use: ['WIRE'], excludeImports: true } },
      },
    ]);
  });

  it('are what a folder holds, for the profiles of buf only', async () => {
    write('buf.yaml', BUF);
    expect(roots(await find(['.'], { against: 'git:main', profile: 'buf' }))).toMatchObject([
      ['proto', [PROTO], [PROTO]],
      ['buf.build/acme/vendor', [wholeFolder('vendor')], [wholeFolder('vendor')]],
    ]);
    expect(await find(['proto'], { against: 'git:main', profile: 'buf:WIRE' })).toMatchObject([
      { roots: [PROTO], policy: { profile: 'buf:WIRE', buf: { use: ['PACKAGE'], ignore: ['old'] } } },
    ]);
    expect(await find(['proto'], { against: 'git:main' })).toMatchObject([
      { roots: [wholeFolder('proto')], importRoots: [], policy: { buf: DEFAULT_BUF_OPTIONS } },
    ]);
  });

  it('hold when the protokoll.yaml has the profile, here or above', async () => {
    write('buf.yaml', BUF);
    write(
      'protokoll.yaml',
      'version: 1\npolicy: { profile: buf }\nmodules: [{ path: proto, against: git:x }]\n',
    );
    mkdirSync(join(folder, 'deep/er'), { recursive: true });
    expect(await find([], {}, 'deep/er')).toMatchObject([
      { folder: '../../proto', policy: { buf: { use: ['PACKAGE'] } }, earlier: { name: 'git:x' } },
    ]);
  });

  it('lend their import paths to a folder inside', async () => {
    write('buf.yaml', BUF);
    const [module] = await find(['proto/shop/v1'], { against: 'git:main', profile: 'buf' });
    expect(module).toMatchObject({
      roots: [{ ...PROTO, includes: ['shop/v1'] }],
      importRoots: [PROTO, wholeFolder('vendor')],
    });
  });

  it('take the options of the command line', async () => {
    const [module] = await find(['proto'], {
      against: 'git:main',
      profile: 'buf',
      excludeImports: true,
      limitToInputFiles: true,
      ignoreUnstablePackages: true,
    });
    expect(module?.policy.buf).toEqual({
      ...DEFAULT_BUF_OPTIONS,
      excludeImports: true,
      limitToInputFiles: true,
      ignoreUnstablePackages: true,
    });
  });
});
