import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { git } from './testing/make-repository.js';
import { runScript, type ScriptResult } from './testing/run-action.js';

/** The GitLab CI template: its script as GitLab runs it, with the command of this tree. */
interface GitlabJob {
  readonly variables: Readonly<Record<string, string>>;
  readonly script: readonly string[];
  readonly artifacts: { readonly when: string; readonly reports: Readonly<Record<string, string>> };
}

const COMMAND = `${process.execPath} ${resolve('apps/cli/npm/bin/protokoll.mjs')}`;
const TIMEOUT_MS = 120_000;
const { protokoll: job } = parse(readFileSync('templates/gitlab/protokoll.gitlab-ci.yml', 'utf8')) as {
  readonly protokoll: GitlabJob;
};
const ORDER = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n}\n';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-gitlab-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function repository(order: string): { readonly at: string; readonly base: string } {
  const at = mkdtempSync(join(folder, 'repository-'));
  const commit = (content: string): string => {
    mkdirSync(join(at, 'my proto/shop/v1'), { recursive: true });
    writeFileSync(join(at, 'my proto/shop/v1/order.proto'), content);
    git(at, ['add', '--all']);
    git(at, ['commit', '--quiet', '--allow-empty', '--message', 'x']);
    return git(at, ['rev-parse', 'HEAD']).trim();
  };
  git(at, ['init', '--quiet', '--initial-branch=main']);
  const base = commit(ORDER);
  commit(`${ORDER}// something\n`);
  commit(order);
  return { at, base };
}

function run(at: string, env: Record<string, string>): Promise<ScriptResult> {
  return runScript(job.script.join('\n'), at, {
    PROTOKOLL_COMMAND: COMMAND,
    PROTOKOLL_DIR: 'my proto',
    PROTOKOLL_CACHE: join(folder, 'cache'),
    ...env,
  });
}

test('keeps the reports also when the job fails, and fetches the base', () => {
  expect(job.artifacts).toEqual({
    when: 'always',
    reports: { junit: 'protokoll-junit.xml', codequality: 'protokoll-code-quality.json' },
  });
  expect(job.variables['GIT_DEPTH']).toBe('0');
  expect(job.script.join('')).not.toContain('$[[');
});

test(
  'refuses an incompatible change, in both reports',
  async () => {
    const { at, base } = repository(ORDER.replace('string id', 'int64 id'));
    const result = await run(at, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
    expect(result.exitCode).toBe(1);
    expect(result.output).toContain('REFUSED field-wire-type');
    expect(readFileSync(join(at, 'protokoll-junit.xml'), 'utf8')).toMatch(/<failure[^]*field-wire-type/);
    const quality = JSON.parse(readFileSync(join(at, 'protokoll-code-quality.json'), 'utf8')) as unknown;
    expect(quality).toMatchObject([
      {
        check_name: 'field-wire-type',
        location: { path: 'my proto/shop/v1/order.proto', lines: { begin: 4 } },
      },
      { check_name: 'json-type-changed' },
    ]);
  },
  TIMEOUT_MS,
);

test(
  'lets a compatible change pass, compared with the commit before outside of a merge request',
  async () => {
    const { at } = repository(ORDER.replace('}', '  string note = 2;\n}'));
    const result = await run(at, { PROTOKOLL_LEVEL: 'FULL' });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.output).toContain('compatible at level FULL with git:HEAD^');
    expect(JSON.parse(readFileSync(join(at, 'protokoll-code-quality.json'), 'utf8'))).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'ends with the exit code of what went wrong, without reports',
  async () => {
    const { at } = repository(ORDER);
    expect(await run(at, { PROTOKOLL_AGAINST: 'git:$(touch evil)' })).toMatchObject({ exitCode: 2 });
    expect(await run(at, { PROTOKOLL_DIR: 'none\n`touch evil`' })).toMatchObject({ exitCode: 2 });
    for (const name of ['evil', 'protokoll-junit.xml']) expect(existsSync(join(at, name))).toBe(false);
  },
  TIMEOUT_MS,
);
