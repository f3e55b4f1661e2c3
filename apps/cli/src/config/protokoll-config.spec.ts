import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findUpwards } from './find-upwards.js';
import { readProtokollConfig } from './protokoll-config.js';

let folder: string;
const write = (path: string, content = ''): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const problemOf = async (text: string): Promise<string> => {
  write('protokoll.yaml', text);
  return readProtokollConfig(folder, undefined, '2026-01-02').then(
    () => 'none',
    (error: Error) => error.message,
  );
};

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-config-')));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('readProtokollConfig', () => {
  it('reads all that there is', async () => {
    write(
      'protokoll.yaml',
      `version: 1
registry: https://registry.example
policy: { level: FULL, encodings: [binary, json], refuse: [break], jsonIgnoreUnknown: false }
modules:
  - path: proto
  - path: services/a/proto
    subject: a.events
    against: git:main
    policy: { profile: 'buf:WIRE' }
waivers:
  - rule: field-wire-type
    reason: never released
    author: me
  - path: '#/shop.v1.Order/field/1'
    reason: r
    author: me
    expires: 2026-01-02
  - path: shop.v1.Order
    rule: FIELD_SAME_TYPE
    reason: r
    author: me
    expires: 2026-01-01
`,
    );
    expect(await readProtokollConfig(folder, undefined, '2026-01-02')).toEqual({
      folder,
      registry: 'https://registry.example',
      policy: { level: 'FULL', encodings: ['binary', 'json'], refuse: ['break'], jsonIgnoreUnknown: false },
      modules: [
        { folder: join(folder, 'proto'), subject: null, against: null, policy: {} },
        {
          folder: join(folder, 'services/a/proto'),
          subject: 'a.events',
          against: 'git:main',
          policy: { profile: 'buf:WIRE' },
        },
      ],
      waivers: [
        { ruleId: 'field-wire-type', path: null, reason: 'never released', author: 'me', expires: null },
        { ruleId: null, path: '#/shop.v1.Order/field/1', reason: 'r', author: 'me', expires: '2026-01-02' },
      ],
      warnings: [
        'protokoll.yaml:18: the waiver of FIELD_SAME_TYPE at #/shop.v1.Order ended on 2026-01-01 and does not count',
      ],
    });
  });

  it('is empty when there is no file', async () => {
    expect(await readProtokollConfig(folder, undefined, '2026-01-02')).toMatchObject({
      folder,
      modules: [],
      waivers: [],
      warnings: [],
      policy: {},
      registry: null,
    });
  });

  it('takes the file that is given, with paths from its folder', async () => {
    write('ci/check.yaml', 'version: 1\nmodules: [{ path: ../proto }]\n');
    const config = await readProtokollConfig(folder, 'ci/check.yaml', '2026-01-02');
    expect(config.modules).toMatchObject([{ folder: join(folder, 'proto') }]);
    await expect(readProtokollConfig(folder, 'none.yaml', '2026-01-02')).rejects.toThrow(
      "'none.yaml' can not be read",
    );
  });

  it.each([
    ['version: 2', 'protokoll.yaml:1: version: version 1 is expected.'],
    ['modules: []', 'protokoll.yaml:1: version: version 1 is expected.'],
    ['version: 1\nwaiver: []', "protokoll.yaml:2: 'waiver' is no key; did you mean 'waivers'."],
    [
      'version: 1\npolicy:\n  encodings: [wire]',
      'protokoll.yaml:3: policy.encodings[0]: one of binary, json, source is expected.',
    ],
    [
      'version: 1\npolicy:\n  levle: FULL',
      "protokoll.yaml:3: 'levle' is no key of policy; did you mean 'level'.",
    ],
    ['version: 1\nmodules: [{}]', 'protokoll.yaml:2: modules[0].path: a text is expected.'],
    ['version: 1\nmodules:\n- path: a\n- path: ./a', 'protokoll.yaml:4: the module is there twice.'],
    ['version: 1\nregistry: ftp://x', 'protokoll.yaml:2: registry: the URL of a registry is expected.'],
    [
      'version: 1\nwaivers:\n- rule: a\n  author: b',
      'protokoll.yaml:3: waivers[0].reason: a text is expected.',
    ],
    [
      "version: 1\nwaivers:\n- rule: a\n  reason: ''\n  author: b",
      'protokoll.yaml:4: waivers[0].reason: it is empty.',
    ],
    [
      'version: 1\nwaivers:\n- path: #/a.B\n  reason: r\n  author: b',
      "protokoll.yaml:3: waivers[0].path: an element path is expected, in quotes: '#/pkg.Message/field/7'.",
    ],
    [
      'version: 1\nwaivers:\n- reason: r\n  author: b',
      'protokoll.yaml:3: waivers[0]: a waiver needs a rule or a path; to waive everything is the level NONE.',
    ],
    [
      'version: 1\nwaivers:\n- rule: a\n  reason: r\n  author: b\n  expires: 2026-02-30',
      'protokoll.yaml:6: waivers[0].expires: a date such as 2030-01-31 is expected.',
    ],
  ])('refuses %j', async (text, problem) => {
    expect(await problemOf(text)).toBe(problem);
  });
});

describe('findUpwards', () => {
  it('stops at the root of the repository', async () => {
    write('x.yaml');
    write('repository/.git/HEAD');
    write('repository/deep/er/file');
    const at = join(folder, 'repository/deep/er');
    expect(await findUpwards(at, ['x.yaml'])).toBeNull();
    write('repository/x.yaml');
    expect(await findUpwards(at, ['y.yaml', 'x.yaml'])).toBe(join(folder, 'repository/x.yaml'));
    write('repository/deep/y.yaml');
    expect(await findUpwards(at, ['y.yaml', 'x.yaml'])).toBe(join(folder, 'repository/deep/y.yaml'));
  });

  it('looks in one folder outside of a repository, and takes no folder for a file', async () => {
    write('x.yaml');
    write('deep/x.yaml/file');
    expect(await findUpwards(join(folder, 'deep'), ['x.yaml'])).toBeNull();
    expect(await findUpwards(folder, ['x.yaml'])).toBe(join(folder, 'x.yaml'));
  });
});
