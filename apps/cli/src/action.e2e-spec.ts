import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startCommentsApi, type CommentsApi } from './testing/comments-api.js';
import { git } from './testing/make-repository.js';
import { readAction, runAction, runScript, type ActionResult } from './testing/run-action.js';

/** The GitHub Action, step by step as GitHub runs it, with the command of this tree. */
const COMMAND = `${process.execPath} ${resolve('apps/cli/npm/bin/protokoll.mjs')}`;
const TIMEOUT_MS = 120_000;
const action = readAction();
const ORDER = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n}\n';
const COMPATIBLE = ORDER.replace('}', '  string note = 2;\n}');
const INCOMPATIBLE = ORDER.replace('string id', 'int64 id');

let folder: string;
let api: CommentsApi;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-action-'));
  api = await startCommentsApi();
});

afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A checkout of one commit, as CI has it, of a branch whose base went on meanwhile. */
function checkout(order: string): string {
  const origin = mkdtempSync(join(folder, 'origin-'));
  const commit = (path: string, content: string): void => {
    mkdirSync(join(origin, path, '..'), { recursive: true });
    writeFileSync(join(origin, path), content);
    git(origin, ['add', '--all']);
    git(origin, ['commit', '--quiet', '--message', path]);
  };
  git(origin, ['init', '--quiet', '--initial-branch=main']);
  commit('proto/shop/v1/order.proto', ORDER);
  git(origin, ['checkout', '--quiet', '-b', 'mine']);
  commit('readme.md', 'one');
  commit('proto/shop/v1/order.proto', order);
  git(origin, ['checkout', '--quiet', 'main']);
  commit('proto/shop/v1/order.proto', 'this does not even compile');
  const clone = mkdtempSync(join(folder, 'clone-'));
  git(folder, ['clone', '--quiet', '--depth=1', '--branch=mine', `file://${origin}`, clone]);
  return clone;
}

function run(cwd: string, inputs: Record<string, string> = {}, base = 'main'): Promise<ActionResult> {
  return runAction(action, {
    cwd,
    temporary: folder,
    inputs: { command: COMMAND, dir: 'proto', ...inputs },
    env: {
      GITHUB_BASE_REF: base,
      GITHUB_API_URL: api.url,
      PROTOKOLL_CACHE: join(folder, 'cache'),
    },
    event: base === '' ? {} : { pull_request: { number: 7 } },
  });
}

const exitOf = (result: ActionResult, step: string): number | null | undefined =>
  result.steps.get(step)?.exitCode;

test('no text of others gets into a script', () => {
  for (const step of action.runs.steps) expect(step.run).not.toContain('${{');
  expect(action.runs.using).toBe('composite');
});

test('the command is that of this version', () => {
  const { version } = JSON.parse(readFileSync('apps/cli/npm/package.json', 'utf8')) as { version: string };
  expect(action.inputs['command']?.default).toBe(`npx --yes protokoll@${version}`);
  const gitlab = readFileSync('templates/gitlab/protokoll.gitlab-ci.yml', 'utf8');
  expect(gitlab).toContain(`npx --yes protokoll@${version}`);
});

test(
  'a pull request: refused, with annotations, a summary and one comment, which is updated',
  async () => {
    const cwd = checkout(INCOMPATIBLE);
    const refused = await run(cwd);
    expect(refused.outputs).toMatchObject({ verdict: 'incompatible', 'exit-code': '1' });
    expect(exitOf(refused, 'Check')).toBe(0);
    expect(refused.steps.get('Check')?.output).toMatch(
      /^::error .*file=proto\/shop\/v1\/order\.proto,line=4/m,
    );
    expect(refused.summary).toContain('field-wire-type');
    expect(refused.steps.get('Comment')).toEqual({
      exitCode: 0,
      output: 'Made the comment https://github.test/c/1\n',
    });
    expect(exitOf(refused, 'Verdict')).toBe(1);
    expect(api.comments).toHaveLength(1);
    expect(api.comments[0]?.body).toContain('field-wire-type');

    writeFileSync(join(cwd, 'proto/shop/v1/order.proto'), COMPATIBLE);
    const mended = await run(cwd);
    expect(mended.outputs).toMatchObject({ verdict: 'compatible', 'exit-code': '0' });
    expect(exitOf(mended, 'Comment')).toBe(0);
    expect(exitOf(mended, 'Verdict')).toBe(0);
    expect(api.comments).toHaveLength(1);
    expect(api.comments[0]?.body).not.toContain('field-wire-type');
  },
  TIMEOUT_MS,
);

test(
  'a push: compared with the commit before, and no comment',
  async () => {
    const before = api.requests.length;
    const result = await run(checkout(COMPATIBLE), { level: 'FULL' }, '');
    expect(result.outputs).toMatchObject({ verdict: 'compatible' });
    expect([...result.steps.keys()]).toEqual(['Check', 'Verdict']);
    expect(api.requests).toHaveLength(before);
  },
  TIMEOUT_MS,
);

test(
  'what does not compile and what makes no sense have their own exit codes',
  async () => {
    const invalid = await run(checkout('syntax = "proto3";\nmessage Order { Nothing a = 1; }\n'), {
      comment: 'false',
    });
    expect(invalid.outputs).toMatchObject({ verdict: 'invalid', 'exit-code': '3' });
    expect([...invalid.steps.keys()]).toEqual(['Check', 'Verdict']);
    expect(exitOf(invalid, 'Verdict')).toBe(3);
    const usage = await run(checkout(COMPATIBLE), { level: 'SOME' });
    expect(usage.outputs).toEqual({ verdict: 'failed', 'exit-code': '2', report: '' });
    expect(usage.summary).toBe('');
    expect(exitOf(usage, 'Verdict')).toBe(2);
  },
  TIMEOUT_MS,
);

test(
  'inputs are words, whatever is in them',
  async () => {
    const cwd = checkout(COMPATIBLE);
    const evil = '$(touch evil); `touch evil` "\' ; touch evil';
    const result = await run(cwd, { dir: `${evil}\nproto`, against: `git:${evil}`, level: 'FULL' });
    expect(result.outputs).toMatchObject({ verdict: 'failed', 'exit-code': '2' });
    expect(git(cwd, ['status', '--short'])).toBe('');
  },
  TIMEOUT_MS,
);

describe('the comment', () => {
  const comment = (report: string, env: Record<string, string> = {}): ReturnType<typeof runScript> => {
    const at = mkdtempSync(join(folder, 'comment-'));
    writeFileSync(join(at, 'report.md'), report);
    writeFileSync(join(at, 'event.json'), JSON.stringify({ pull_request: { number: 7 } }));
    return runScript(`node '${resolve('templates/github/upsert-comment.mjs')}'`, at, {
      GITHUB_API_URL: api.url,
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_EVENT_PATH: join(at, 'event.json'),
      GITHUB_TOKEN: 'from-github',
      PROTOKOLL_REPORT: join(at, 'report.md'),
      ...env,
    });
  };

  beforeEach(() => {
    api.comments.length = 0;
    api.refuseWrites = null;
  });

  it('is found on a later page, and not where somebody quotes it', async () => {
    for (let id = 1; id <= 150; id += 1) api.comments.push({ id, body: `> <!-- m -->\n> ${id}` });
    api.comments.push({ id: 151, body: '<!-- m -->\nold' });
    expect(await comment('<!-- m -->\nnew\n')).toMatchObject({ exitCode: 0 });
    expect(api.comments).toHaveLength(151);
    expect(api.comments[150]?.body).toBe('<!-- m -->\nnew\n');
    expect(api.comments[0]?.body).toBe('> <!-- m -->\n> 1');
  });

  it('is cut to what GitHub takes', async () => {
    await comment(`<!-- m -->\n${'x'.repeat(70_000)}`);
    expect(api.comments[0]?.body.length).toBeLessThan(65_536);
    expect(api.comments[0]?.body).toMatch(/x\n\n… the rest is in the summary of the job\.\n$/);
  });

  it('is left out with a warning when the token may not, or is none', async () => {
    api.refuseWrites = 403;
    expect(await comment('<!-- m -->\n')).toEqual({
      exitCode: 0,
      output:
        '::warning title=Protokoll::The token may not write comments here: give the job the permission `pull-requests: write`.\n',
    });
    expect(await comment('<!-- m -->\n', { GITHUB_TOKEN: '' })).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('There is no token'),
    });
  });

  it('fails when GitHub does, and for a report without a marker', async () => {
    api.refuseWrites = 500;
    expect(await comment('<!-- m -->\n')).toMatchObject({
      exitCode: 1,
      output: '::error title=Protokoll::GitHub answered 500 to the comment.\n',
    });
    expect(await comment('report\n')).toMatchObject({ exitCode: 1 });
  });
});
