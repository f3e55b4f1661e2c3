import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openSqlite } from '#libs/sqlite';
import { expectGolden } from '#libs/testing';
import { startCannedRegistry, type CannedAnswer, type CannedRegistry } from './testing/canned-registry.js';
import { makeRepository } from './testing/make-repository.js';
import { runCommand } from './testing/run-command.js';

/**
 * A case is a folder with `command` and what it prints and ends with. It runs in `corpus/_sources`, or, with folders under `commits`, in a repository made
 * of them, or, with `database.sql`, in a folder with the SQLite file `events.db` that it makes and the case's `plan.json`. `answers.json` has a registry's answers; its address is $REGISTRY in the command, that of none is $NOWHERE.
 */
const CORPUS = 'apps/cli/corpus';
const cases = readdirSync(CORPUS).filter((name) => !name.startsWith('_'));

describe.each(cases.sort())('corpus %s', (name) => {
  const folder = join(CORPUS, name);
  const answers = readAnswers(join(folder, 'answers.json'));
  let temporary: string;
  let registry: CannedRegistry;

  beforeAll(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'cli-corpus-'));
    registry = await startCannedRegistry(answers);
  });

  afterAll(async () => {
    await registry.close();
    rmSync(temporary, { recursive: true, force: true });
  });

  it('prints and ends as it should', async () => {
    const commits = join(folder, 'commits');
    const sql = join(folder, 'database.sql');
    const isAlone = existsSync(commits) || existsSync(sql);
    const cwd = isAlone ? mkdtempSync(join(temporary, 'case-')) : join(CORPUS, '_sources');
    if (existsSync(commits)) makeRepository(cwd, commits);
    if (existsSync(sql)) makeDatabase(cwd, readFileSync(sql, 'utf8'), join(folder, 'plan.json'));
    const places: readonly (readonly [string, string])[] = [
      ['$REGISTRY', registry.url],
      ['$NOWHERE', await closedAddress()],
    ];
    const result = await runCommand(wordsOf(readFileSync(join(folder, 'command'), 'utf8'), places), {
      cwd: resolve(cwd),
      env: { PROTOKOLL_CACHE: join(tmpdir(), 'protokoll-cli-corpus'), PROTOKOLL_REGISTRY: registry.url },
      ...(existsSync(join(folder, 'stdin')) ? { stdin: readFileSync(join(folder, 'stdin')) } : {}),
    });
    expectGolden(name, join(folder, 'stdout'), withNames(result.stdout, places));
    expectGolden(name, join(folder, 'stderr'), withNames(result.stderr, places));
    expectGolden(name, join(folder, 'exit'), `${result.exitCode}\n`);
    expect(registry.requests).toEqual(answers.map(({ request }) => request));
  });
});

function readAnswers(path: string): readonly CannedAnswer[] {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as readonly CannedAnswer[]) : [];
}

function makeDatabase(folder: string, sql: string, planFile: string): void {
  const database = openSqlite(join(folder, 'events.db'));
  database.exec(sql);
  database.close();
  if (existsSync(planFile)) copyFileSync(planFile, join(folder, 'plan.json'));
}

/** Words apart by spaces; double quotes keep spaces in a word. */
function wordsOf(command: string, places: readonly (readonly [string, string])[]): string[] {
  const words = [...command.trim().matchAll(/"([^"]*)"|\S+/g)].map((match) => match[1] ?? match[0]);
  return words
    .slice(1)
    .map((word) => places.reduce((text, [name, value]) => text.replace(name, value), word));
}

function withNames(text: string, places: readonly (readonly [string, string])[]): string {
  // The sandbox of the tests hides the cause of a failed fetch.
  const shownText = text.replaceAll('TypeError: fetch failed', 'connect ECONNREFUSED $NOWHERE');
  return places.reduce((shown, [name, value]) => {
    const bare = (address: string): string => address.replace('http://', '');
    return shown.replaceAll(value, name).replaceAll(bare(value), name);
  }, shownText);
}

/** An address at which nobody listens. */
function closedAddress(): Promise<string> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => found(`http://127.0.0.1:${port}`));
    });
  });
}
