import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRepository } from '../testing/make-repository.js';
import { importedFiles } from './imported-files.js';
import { readSources } from './read-sources.js';
import { SourceReader } from './source-reader.js';
import { isInside, isSelected, wholeFolder } from './source-set.js';

let folder: string;
const write = (path: string, content = ''): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const there = { kind: 'folder', mayLack: false } as const;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-source-set-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['a/b.proto', 'a', true],
  ['a/b.proto', 'a/b.proto', true],
  ['ab/c.proto', 'a', false],
  ['a', 'a/b', false],
  ['a/b', '.', true],
])('%s in %s: %s', (path, outer, expected) => {
  expect(isInside(path, outer)).toBe(expected);
});

test.each([
  [[], [], true],
  [['a'], [], true],
  [['b'], [], false],
  [[], ['a/x.proto'], false],
  [['a'], ['a/x.proto'], false],
  [['a'], ['.'], false],
])('a/x.proto with includes %j and excludes %j: %s', (includes, excludes, expected) => {
  expect(isSelected({ folder: '.', includes, excludes }, 'a/x.proto')).toBe(expected);
});

describe('readSources', () => {
  it('takes what counts, of all roots', async () => {
    for (const path of ['one/a.proto', 'one/b/c.proto', 'two/b/d.proto']) write(path, path);
    const roots = [{ folder: 'one', includes: [], excludes: ['b'] }, wholeFolder('two')];
    expect(await readSources(folder, roots, there)).toEqual([
      { path: 'a.proto', content: 'one/a.proto', root: 'one' },
      { path: 'b/d.proto', content: 'two/b/d.proto', root: 'two' },
    ]);
  });

  it('refuses a file in two roots, and nothing at all', async () => {
    write('one/a.proto');
    write('two/a.proto');
    const both = [wholeFolder('one'), wholeFolder('two')];
    await expect(readSources(folder, both, there)).rejects.toThrow(
      "'a.proto' is in two of 'one', 'two'. Keep one.",
    );
    const none = [{ folder: 'one', includes: [], excludes: ['a.proto'] }];
    await expect(readSources(folder, none, there)).rejects.toThrow(
      "There is no .proto file under 'one' that is not excluded.",
    );
  });

  it('lets a folder lack only where it may', async () => {
    await expect(readSources(folder, [wholeFolder('none')], there)).rejects.toThrow("'none' is not a folder");
    expect(await readSources(folder, [wholeFolder('none')], { kind: 'folder', mayLack: true })).toEqual([]);
  });

  it('reads a commit by the same choice', async () => {
    write('commits/one/proto/a.proto', 'a');
    write('commits/one/proto/b/c.proto', 'c');
    mkdirSync(join(folder, 'repository'));
    makeRepository(join(folder, 'repository'), join(folder, 'commits'));
    const roots = [{ folder: 'proto', includes: ['b'], excludes: [] }];
    expect(await readSources(join(folder, 'repository'), roots, { kind: 'git', ref: 'one' })).toEqual([
      { path: 'b/c.proto', content: 'c', root: 'proto' },
    ]);
  });
});

describe('importedFiles', () => {
  const file = (path: string, ...imports: string[]): { path: string; content: string } => ({
    path,
    content: `syntax = "proto3";\n${imports.map((name) => `import ${name};`).join('')}`,
  });

  it('follows imports of every form, and takes no file of its own or the second of a name', () => {
    const files = [file('a', '"b"', "public 'c'", '"own"', '"google/protobuf/any.proto"'), file('own')];
    const others = [
      file('z'),
      file('c', 'weak "d"'),
      file('c', '"z"'),
      file('own', '"z"'),
      file('b'),
      file('d', '"c"'),
    ];
    expect(importedFiles(files, others)).toEqual([others[1], others[4], others[5]]);
  });

  it('is empty without imports', () => {
    expect(importedFiles([file('a')], [file('b')])).toEqual([]);
  });
});

test('a reader gives a module and what it imports of others', async () => {
  write('one/a.proto', 'import "c.proto";');
  write('two/c.proto', 'c');
  write('two/d.proto', 'd');
  const reader = new SourceReader(folder);
  const read = (): ReturnType<SourceReader['read']> =>
    reader.read([wholeFolder('one')], [wholeFolder('two'), wholeFolder('gone')], there);
  expect(await read()).toEqual({
    files: [{ path: 'a.proto', content: 'import "c.proto";', root: 'one' }],
    imports: [{ path: 'c.proto', content: 'c', root: 'two' }],
  });
  expect(await read()).toEqual(await read());
});
