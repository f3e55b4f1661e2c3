import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Compiler } from './compiler.js';
import { WELL_KNOWN_PROTOS } from './well-known-protos.js';
import { makeWorkspace } from './workspace.js';

const importing = (paths: Iterable<string>): string =>
  `syntax = "proto3";\n${[...paths].map((path) => `import public "${path}";\n`).join('')}message M {}\n`;

test('all of them compile, together and without being brought', async () => {
  const cacheDir = mkdtempSync(join(tmpdir(), 'well-known-'));
  const compiler = new Compiler({ cacheDir });
  try {
    const files = [{ path: 'm.proto', content: importing(WELL_KNOWN_PROTOS.keys()) }];
    expect(await compiler.compile(files)).toMatchObject({ ok: true });
  } finally {
    await compiler.close();
    rmSync(cacheDir, { recursive: true, force: true });
  }
});

test('only those that a text names are there, and a file of the same path replaces one', () => {
  const pathsOf = (content: string): string[] =>
    makeWorkspace([{ path: 'm.proto', content }], []).imports.map(({ path }) => path);
  expect(pathsOf('syntax = "proto3";')).not.toContain('google/type/money.proto');
  expect(pathsOf(importing(['google/type/money.proto']))).toContain('google/type/money.proto');
  const own = { path: 'google/type/money.proto', content: 'syntax = "proto3"; package mine;' };
  const { imports } = makeWorkspace(
    [{ path: 'm.proto', content: importing(['google/type/money.proto']) }],
    [own],
  );
  expect(imports.filter(({ path }) => path === own.path)).toEqual([own]);
});
