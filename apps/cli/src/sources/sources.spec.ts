import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, makeRepository } from '../testing/make-repository.js';
import { parseAgainst } from './against.js';
import { readFolder } from './read-folder.js';
import { readGit } from './read-git.js';

let folder: string;
const write = (path: string, content: string | Uint8Array = ''): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-sources-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('parseAgainst', () => {
  it.each([
    ['git:main', { kind: 'git', ref: 'main', atMergeBase: false }],
    ['main', { kind: 'git', ref: 'main', atMergeBase: false }],
    ['v1.2~3', { kind: 'git', ref: 'v1.2~3', atMergeBase: false }],
    ['merge-base:origin/main', { kind: 'git', ref: 'origin/main', atMergeBase: true }],
    ['there', { kind: 'folder', folder: 'there' }],
    ['./there', { kind: 'folder', folder: './there' }],
    ['git:there', { kind: 'git', ref: 'there', atMergeBase: false }],
    ['subject:a/b@c', { kind: 'subject', subject: 'a/b@c', registry: null }],
    ['http://r/api/v1/subjects/a%2Fb', { kind: 'subject', subject: 'a/b', registry: 'http://r' }],
    ['https://r:8/x/subjects/a/versions/3?q#f', { kind: 'subject', subject: 'a', registry: 'https://r:8/x' }],
  ])('reads %s', async (text, expected) => {
    mkdirSync(join(folder, 'there'));
    expect(await parseAgainst(folder, text)).toEqual(expected);
  });

  it.each(['git:', 'merge-base:', 'subject:', 'http://r/', 'http://r/subjects/'])(
    'refuses %s',
    async (text) => {
      await expect(parseAgainst(folder, text)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    },
  );
});

describe('readFolder', () => {
  it('finds .proto files by their path inside, sorted, and nothing that is none', async () => {
    for (const path of [
      'b.proto',
      'a/c.proto',
      'a.proto',
      'a/d.txt',
      '.hidden/e.proto',
      'node_modules/f.proto',
    ])
      write(path, path);
    expect(await readFolder(folder, '.')).toEqual(
      ['a/c.proto', 'a.proto', 'b.proto'].map((path) => ({ path, content: path })),
    );
    expect(await readFolder('/', join(folder, 'a'))).toEqual([{ path: 'c.proto', content: 'a/c.proto' }]);
  });

  it('follows no links', async () => {
    write('a.proto');
    write('elsewhere/b.proto');
    mkdirSync(join(folder, 'root'));
    symlinkSync(join(folder, 'a.proto'), join(folder, 'root/a.proto'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'root/elsewhere'));
    await expect(readFolder(folder, 'root')).rejects.toThrow("There is no .proto file under 'root'");
  });

  it('says where a file is not UTF-8', async () => {
    write('a.proto', Buffer.from([0x61, 0x0a, 0x62, 0xff]));
    await expect(readFolder(folder, '.')).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      details: { diagnostics: [{ file: 'a.proto', line: 2, column: 2 }] },
    });
  });

  it('refuses what is no folder', async () => {
    write('a.proto');
    await expect(readFolder(folder, 'a.proto')).rejects.toThrow("'a.proto' is not a folder");
    await expect(readFolder(folder, 'none')).rejects.toThrow("'none' is not a folder");
  });
});

describe('readGit', () => {
  const repository = (): string => {
    const commits = join(folder, 'commits');
    for (const [path, content] of [
      ['one/proto/a.proto', 'a1'],
      ['one/proto/ü b\tc.proto', 'odd'],
      ['one/proto/deep/x/y.proto', ''],
      ['one/proto/readme.md', 'no'],
      ['one/other.proto', 'no'],
      ['two/proto/a.proto', 'a2\n\n'],
    ] as const)
      write(join('commits', path), content);
    const at = mkdtempSync(join(folder, 'repository-'));
    makeRepository(at, commits);
    return at;
  };

  it('reads the folder as it was, with any names', async () => {
    const at = repository();
    expect(await readGit(at, 'proto', 'one')).toEqual([
      { path: 'a.proto', content: 'a1' },
      { path: 'deep/x/y.proto', content: '' },
      { path: 'ü b\tc.proto', content: 'odd' },
    ]);
    expect(await readGit(at, 'proto', 'main')).toEqual([{ path: 'a.proto', content: 'a2\n\n' }]);
    expect(await readGit(join(at, 'proto'), '.', 'HEAD')).toHaveLength(1);
  });

  it('takes tags, branches, hashes and relatives, and what was committed, not what lies there', async () => {
    const at = repository();
    writeFileSync(join(at, 'proto/a.proto'), 'changed');
    const hash = git(at, ['rev-parse', 'HEAD']).trim();
    for (const ref of ['two', 'main', hash, hash.slice(0, 10), 'HEAD', 'main~0', 'HEAD^{commit}'])
      expect(await readGit(at, 'proto', ref)).toEqual([{ path: 'a.proto', content: 'a2\n\n' }]);
  });

  it('is empty where the folder was not there', async () => {
    const at = repository();
    mkdirSync(join(at, 'fresh'));
    expect(await readGit(at, 'fresh', 'one')).toEqual([]);
  });

  it.each(['nope', '--all', '-h', 'a b', '', 'one:proto/a.proto'])('refuses the ref %j', async (ref) => {
    await expect(readGit(repository(), 'proto', ref)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('says that it is no repository', async () => {
    write('proto/a.proto');
    // Folders above the temporary one could be a repository.
    const ceiling = process.env['GIT_CEILING_DIRECTORIES'];
    process.env['GIT_CEILING_DIRECTORIES'] = folder;
    const outcome = readGit(folder, 'proto', 'main');
    await expect(outcome).rejects.toMatchObject({ code: 'GIT_FAILED' });
    await expect(outcome).rejects.toThrow('not a git repository');
    if (ceiling === undefined) delete process.env['GIT_CEILING_DIRECTORIES'];
    else process.env['GIT_CEILING_DIRECTORIES'] = ceiling;
  });
});
