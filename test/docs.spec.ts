import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ERRORS } from '#libs/errors';
import { exportedThings } from './house/doc-scan.js';
import { foldersIn, isGenerated, isProof, ROOT, sourceFiles } from './house/source-files.js';

const LEAST_DOCUMENTED = 0.9;
const libs = foldersIn('libs');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe.each(libs)('libs/%s', (lib) => {
  test('has a README.md', () => {
    expect(existsSync(join(ROOT, 'libs', lib, 'README.md'))).toBe(true);
  });

  test('documents at least 90 % of what its files export', () => {
    const things = sourceFiles(`libs/${lib}/src`)
      .filter((file) => !isProof(file.path) && !isGenerated(file.path) && !file.path.endsWith('/index.ts'))
      .flatMap((file) => exportedThings(file.text).map((thing) => ({ ...thing, path: file.path })));
    const silent = things.filter((thing) => !thing.documented);
    const share = things.length === 0 ? 1 : 1 - silent.length / things.length;
    const names = share < LEAST_DOCUMENTED ? silent.map((it) => `${it.path}:${it.line} ${it.name}`) : [];
    expect(names).toEqual([]);
  });
});

describe('docs/reference/errors.md', () => {
  const rows = [
    ...read('docs/reference/errors.md').matchAll(/^\|.*?`([A-Z_]+)` \| (\d+) \| (\w+) \| (.*) \|$/gm),
  ];
  const documented = new Map(
    rows.map(([, code, http, connect, message]) => [
      code ?? '',
      { http: Number(http), connect: connect ?? '', message: message ?? '' },
    ]),
  );

  test('has every code of the table, word for word', () => {
    const expected = new Map(
      Object.entries(ERRORS).map(([code, { http, connect, message }]) => [code, { http, connect, message }]),
    );
    expect(documented).toEqual(expected);
  });

  test('has no code that the table lacks, and none twice', () => {
    expect([...documented.keys()].filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([]);
    expect(rows.length).toBe(documented.size);
  });
});

describe('every code of the product exists:', () => {
  const codes = sourceFiles('apps', 'libs')
    .filter((file) => !isProof(file.path))
    .flatMap((file) =>
      [...file.text.matchAll(/new RegistryError\(\s*'([A-Z_]+)'/g)].map((found) => found[1] ?? ''),
    );

  test('what is thrown is in the table', () => {
    expect([...new Set(codes)].filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([]);
  });
});

describe('docs/reference/config.md', () => {
  const path = 'docs/reference/config.md';
  const rows = existsSync(join(ROOT, path))
    ? [...read(path).matchAll(/^\| `(\w+)` \| .*? \| (.*) \| .*? \|$/gm)]
    : [];

  test('has each setting that an app reads, once', () => {
    const settings = sourceFiles('apps')
      .filter((file) => !isProof(file.path))
      .flatMap((file) => [...file.text.matchAll(/^ +([A-Z][A-Z0-9_]+): z\b/gm)].map((found) => found[1]));
    expect(rows.map(([, name]) => name)).toEqual([...new Set(settings)].sort());
  });

  test('says what each is for', () => {
    expect(rows.filter(([, , meaning]) => meaning === '').map(([, name]) => name)).toEqual([]);
  });
});

describe.each(markdownIn('docs/adr').map((path) => path.slice('docs/adr/'.length)))('docs/adr/%s', (name) => {
  const text = read(`docs/adr/${name}`);

  test('is numbered as its file is', () => {
    const number = /^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1];
    expect(/^# (\d+)\. \S/.exec(text)?.[1]).toBe(String(Number(number)));
  });

  test('gives a context with a number, a decision and its consequences', () => {
    expect([...text.matchAll(/^## (.*)$/gm)].map((found) => found[1])).toEqual([
      'Context',
      'Decision',
      'Consequences',
    ]);
    expect(text.slice(text.indexOf('## Context'), text.indexOf('## Decision'))).toMatch(/\d/);
  });
});

test('the changelog begins with what is not yet released', () => {
  expect(/^## (.*)$/m.exec(read('CHANGELOG.md'))?.[1]).toBe('[Unreleased]');
});

test('links between documents lead somewhere', () => {
  expect(brokenLinks()).toEqual([]);
});

test('an export without a docstring is seen', () => {
  const text = [
    '/** What it is. */',
    'export interface A {}',
    'export type B = A;',
    '/** Overloaded. */',
    'export function c(x: number): void;',
    'export function c(x: string): void;',
    '/** Decorated. */',
    '@Controller({',
    "  path: 'x',",
    '})',
    'export class D {}',
    "export { e } from './e.js';",
  ].join('\n');
  expect(exportedThings(text)).toEqual([
    { name: 'A', line: 2, documented: true },
    { name: 'B', line: 3, documented: false },
    { name: 'c', line: 6, documented: true },
    { name: 'D', line: 11, documented: true },
  ]);
});

function brokenLinks(): readonly string[] {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    ...markdownIn('docs'),
    ...libs.map((lib) => `libs/${lib}/README.md`),
  ];
  return documents
    .filter((path) => existsSync(join(ROOT, path)))
    .flatMap((path) =>
      [...read(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
        .filter(([, target]) => !existsSync(join(ROOT, path, '..', target ?? '')))
        .map(([, target]) => `${path}: ${target}`),
    );
}

function markdownIn(folder: string): readonly string[] {
  return ['.', ...foldersIn(folder)].flatMap((name) =>
    readdirSync(join(ROOT, folder, name))
      .filter((file) => file.endsWith('.md'))
      .map((file) => posix.join(folder, name, file)),
  );
}
