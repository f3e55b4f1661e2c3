import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from './database/database.js';
import { KeptAnswers, type About } from './kept-answers.js';
import { ChangesRepository } from './repositories/changes.repository.js';
import { ChangeWatch, MAX_STALE_MS } from './services/change-watch.service.js';

let folder: string;
let database: Database;
let changes: ChangesRepository;
let watch: ChangeWatch;
let answers: KeptAnswers<string>;
let nowMs: number;
let made: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  database = await Database.open({ kind: 'sqlite', path: join(folder, 'registry.db') });
  changes = new ChangesRepository(database);
  nowMs = 0;
  made = 0;
  watch = new ChangeWatch(changes, () => nowMs);
  answers = new KeptAnswers(watch, 2_000, (value) => value.length);
  await watch.look();
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const ORDERS: About = { fingerprint: 'f1', subject: 'orders' };

function ask(key: string, about: About = ORDERS): Promise<string> {
  return answers.get(key, () => Promise.resolve({ value: `made ${(made += 1)}`, about }));
}

/** As another replica commits it: this one is not told. */
async function commit(kind: string, fingerprint: string, subject: string): Promise<void> {
  const change = { kind, subject, version: 1, fingerprint, details: {} };
  await database.write((manager) => changes.append(manager, [change], '2026-01-01T00:00:00Z'));
}

describe('KeptAnswers', () => {
  it('makes an answer once', async () => {
    expect([await ask('a'), await ask('a'), answers.peek('a')]).toEqual(['made 1', 'made 1', 'made 1']);
    expect(answers.peek('b')).toBeUndefined();
  });

  it.each([
    ['version.created', 'f1', 'other', true],
    ['version.deleted', 'f2', 'orders', true],
    ['version.state', 'f2', 'other', false],
    ['label.moved', 'f1', 'orders', false],
    ['config.changed', '', '', true],
  ])('after %s of %s in %s', async (kind, fingerprint, subject, isOld) => {
    await ask('a');
    await commit(kind, fingerprint, subject);
    nowMs += MAX_STALE_MS;
    expect(answers.peek('a')).toBeUndefined();
    expect(await ask('a')).toBe(isOld ? 'made 2' : 'made 1');
  });

  it('forgets what is about everything with any version', async () => {
    await ask('a', 'everything');
    await commit('version.created', 'f9', 'other');
    nowMs += MAX_STALE_MS;
    expect(await ask('a', 'everything')).toBe('made 2');
  });

  it('sees what this process commits at once, and the others within the bound', async () => {
    await ask('a');
    await commit('version.deleted', 'f1', 'orders');
    nowMs += MAX_STALE_MS - 1;
    expect(await ask('a')).toBe('made 1');
    watch.noteCommit();
    expect(await ask('a')).toBe('made 2');
  });

  it('does not keep what was made while something changed', async () => {
    const value = await answers.get('a', async () => {
      await commit('version.deleted', 'f1', 'orders');
      watch.noteCommit();
      return { value: 'read before', about: ORDERS };
    });
    expect(value).toBe('read before');
    expect(await ask('a')).toBe('made 1');
    const before = watch.position;
    watch.noteCommit();
    await answers.get('b', () => Promise.resolve({ value: 'of an old alias', about: ORDERS }), before);
    expect(await ask('b')).toBe('made 2');
  });

  it('forgets everything when there is too much to name', async () => {
    await ask('a');
    const many = Array.from({ length: 501 }, (_, index) => ({
      kind: 'version.created',
      subject: `s${index}`,
      version: 1,
      fingerprint: `f-${index}`,
      details: {},
    }));
    await database.write((manager) => changes.append(manager, many, '2026-01-01T00:00:00Z'));
    watch.noteCommit();
    expect(await ask('a')).toBe('made 2');
    watch.noteCommit();
    expect(await ask('a')).toBe('made 2');
  });

  it('keeps no more than its bytes', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await ask(key);
    expect(answers.peek('f')).toBe('made 6');
    expect(answers.peek('a')).toBeUndefined();
  });

  it('asks again after what could not be made, and after a look that failed', async () => {
    await expect(answers.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await ask('a')).toBe('made 1');
    await database.close();
    watch.noteCommit();
    await expect(ask('a')).rejects.toThrow();
    database = await Database.open({ kind: 'sqlite', path: join(folder, 'registry.db') });
  });
});
