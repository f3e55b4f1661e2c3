import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { readProtokollConfig } from '../config/protokoll-config.js';
import type { Io } from '../io.js';
import { git } from '../testing/make-repository.js';
import { checkModules } from './check-modules.js';
import type { CheckOptions } from './check-options.js';
import { findModules } from './find-modules.js';

/** A repository that uses buf gets from the profile `buf` what the real `buf breaking` says, by the configuration that it has. */
const BUF = resolve('node_modules/.bin/buf');
const TIMEOUT_MS = 60_000;

const proto = (packageName: string, fields: string): string =>
  `syntax = "proto3";\npackage ${packageName};\nmessage M {\n${fields}}\nmessage Gone {}\n`;
const KEPT = '  string id = 1;\n  string name = 2;\n';
/** Another type, another name, another JSON name, and a message is gone. */
const changed = (text: string): string =>
  text
    .replace('string id', 'int64 id')
    .replace('string name', 'string title')
    .replace('message Gone {}\n', '');

interface Case {
  readonly config: Readonly<Record<string, string>>;
  /** Sources before; each is changed after. */
  readonly sources: Readonly<Record<string, string>>;
  readonly options?: Partial<CheckOptions>;
  readonly flags?: readonly string[];
}

const ONE = { 'a/v1/a.proto': proto('a.v1', KEPT), 'b/v1beta1/b.proto': proto('b.v1beta1', KEPT) };
const cases: Readonly<Record<string, Case>> = {
  'no configuration': { config: {}, sources: ONE },
  'v2 without modules': { config: { 'buf.yaml': 'version: v2\n' }, sources: ONE },
  'v2 with a category and an exception': {
    config: { 'buf.yaml': 'version: v2\nbreaking: { use: [WIRE_JSON], except: [FIELD_SAME_NAME] }\n' },
    sources: ONE,
  },
  'v2 with ignored paths': {
    config: {
      'buf.yaml':
        'version: v2\nbreaking:\n  ignore: [b]\n  ignore_only:\n    FIELD_SAME_TYPE: [a/v1/a.proto]\n',
    },
    sources: ONE,
  },
  'v2 without unstable packages': {
    config: { 'buf.yaml': 'version: v2\nbreaking: { ignore_unstable_packages: true }\n' },
    sources: ONE,
  },
  'v2 with two modules that differ': {
    config: {
      'buf.yaml':
        'version: v2\nmodules:\n  - path: one\n    excludes: [one/x]\n  - path: two\n    breaking: { use: [WIRE], ignore: [two/c/v1/d.proto] }\nbreaking: { use: [PACKAGE] }\n',
    },
    sources: {
      'one/a/v1/a.proto': proto('a.v1', KEPT),
      'one/x/v1/x.proto': proto('x.v1', KEPT),
      'two/c/v1/c.proto': proto('c.v1', KEPT),
      'two/c/v1/d.proto': proto('c.v1', KEPT).replaceAll(/message (\w+)/g, 'message $1D'),
    },
  },
  'v1 with excludes and a category': {
    config: { 'buf.yaml': 'version: v1\nbuild: { excludes: [b] }\nbreaking: { use: [FILE] }\n' },
    sources: ONE,
  },
  'v1beta1 with a root': {
    config: {
      'buf.yaml': 'version: v1beta1\nbuild: { roots: [proto] }\nbreaking: { use: [WIRE], ignore: [b] }\n',
    },
    sources: { 'proto/a/v1/a.proto': proto('a.v1', KEPT), 'proto/b/v1/b.proto': proto('b.v1', KEPT) },
  },
  'flags of buf': {
    config: { 'buf.yaml': 'version: v2\nmodules: [{ path: one }, { path: two }]\n' },
    sources: {
      'one/a/v1/a.proto': proto('a.v1', KEPT),
      'two/b/v1beta1/b.proto': `${proto('b.v1beta1', KEPT)}import "a/v1/a.proto";\nmessage B {\n  a.v1.M m = 1;\n}\n`,
    },
    options: { excludeImports: true },
    flags: ['--exclude-imports'],
  },
  'modules that import each other': {
    config: { 'buf.yaml': 'version: v2\nmodules: [{ path: one }, { path: two }]\n' },
    sources: {
      'one/a/v1/a.proto': proto('a.v1', KEPT),
      'two/b/v1/b.proto': `${proto('b.v1', KEPT)}import "a/v1/a.proto";\nmessage B {\n  a.v1.M m = 1;\n}\n`,
    },
  },
  'a v1 workspace': {
    config: {
      'buf.work.yaml': 'version: v1\ndirectories: [one, two]\n',
      'one/buf.yaml': 'version: v1\nbreaking: { use: [WIRE] }\n',
    },
    sources: { 'one/a/v1/a.proto': proto('a.v1', KEPT), 'two/b/v1/b.proto': proto('b.v1', KEPT) },
  },
};

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-buf-configuration-')));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each(Object.keys(cases))(
  '%s',
  async (name) => {
    const { config, sources, options = {}, flags = [] } = cases[name] as Case;
    const cwd = mkdtempSync(join(folder, 'repository-'));
    const commit = (files: Readonly<Record<string, string>>): void => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(join(cwd, path, '..'), { recursive: true });
        writeFileSync(join(cwd, path), content);
      }
      git(cwd, ['add', '--all']);
      git(cwd, ['commit', '--quiet', '--message', 'x']);
    };
    git(cwd, ['init', '--quiet', '--initial-branch=main']);
    commit({ ...config, ...sources });
    commit(Object.fromEntries(Object.entries(sources).map(([path, text]) => [path, changed(text)])));
    const expected = realFindings(cwd, flags);
    expect(expected.length).toBeGreaterThan(0);
    expect(await ourFindings(cwd, { profile: 'buf', against: 'git:HEAD^', ...options })).toEqual(expected);
  },
  TIMEOUT_MS,
);

function realFindings(cwd: string, flags: readonly string[]): readonly string[] {
  const args = ['breaking', '--against', '.git#ref=HEAD^', '--error-format', 'json', ...flags];
  const printed = runBuf(cwd, args);
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .map((it) => `${it['path']}:${it['start_line']}:${it['start_column']} ${it['type']}`)
    .sort();
}

function runBuf(cwd: string, args: readonly string[]): string {
  const env = { ...process.env, BUF_CACHE_DIR: join(folder, 'buf') };
  try {
    return execFileSync(BUF, [...args], { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    if (status !== 100) throw new Error(`buf: ${stderr}`, { cause: error });
    return stdout;
  }
}

async function ourFindings(cwd: string, options: Partial<CheckOptions>): Promise<readonly string[]> {
  const quiet = (): void => undefined;
  const io = {
    cwd,
    env: { PROTOKOLL_CACHE: join(folder, 'cache') },
    today: '2026-01-02',
    signal: new AbortController().signal,
    stderr: quiet,
  } as Partial<Io> as Io;
  const all: CheckOptions = { format: 'json', reference: [], ...options };
  const modules = await findModules(io, ['.'], all, await readProtokollConfig(cwd, undefined, io.today));
  const report = await checkModules(io, modules, all);
  return report.modules
    .flatMap(({ folder: at, outcome }) => {
      if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome));
      return outcome.verdict.findings.map(
        ({ after, ruleId }) =>
          `${after === null ? undefined : posix.join(at, after.file)}:${after?.line}:${after?.column} ${ruleId}`,
      );
    })
    .sort();
}
