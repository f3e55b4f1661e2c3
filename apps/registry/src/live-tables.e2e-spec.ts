import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DIALECTS } from '#libs/ddl';
import { applyPlanFile, openLiveDatabase, recordedLedger, type LiveDatabase } from '#libs/live-tables';
import { createApp } from '#libs/nest-kit';
import { parsePlanFile } from '#libs/planner';
import { RegistryModule } from './registry.module.js';

const V1 = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n  int64 price = 2;\n}\n';
const V2 = V1.replace('  int64 price = 2;\n', '  reserved 2;\n  reserved "price";\n  string note = 3;\n');

const TOKEN = 't0ken-of-an-admin';

interface Drift {
  readonly drift: boolean;
  readonly tables: readonly {
    readonly table: string;
    readonly version: number;
    readonly findings: readonly object[];
  }[];
}

describe('live tables by REST', () => {
  let app: NestFastifyApplication;
  let url: string;
  let folder: string;
  let database: LiveDatabase;
  const saved = { ...process.env };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'live-rest-'));
    process.env['DATA_DIR'] = folder;
    process.env['DATABASE_URL'] = '';
    process.env['TABLE_DATABASES'] =
      `live=sqlite:${join(folder, 'live.db')} far=postgres://u:s3cr3t@127.0.0.1:1/s3cr3t`;
    process.env['ADMIN_TOKENS'] = TOKEN;
    app = await createApp(RegistryModule, { logLevel: 'silent' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    for (const content of [V1, V2])
      expect((await post('versions', { files: [{ path: 'order.proto', content }] })).status).toBe(201);
  }, 60_000);

  beforeEach(async () => {
    const path = join(folder, 'live.db');
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
    writeFileSync(path, '');
    database = await openLiveDatabase(path, { readOnly: false, lockTimeoutMs: 1000 });
  });

  afterEach(() => database.close());

  afterAll(async () => {
    await app.close();
    process.env = saved;
    rmSync(folder, { recursive: true, force: true });
  });

  async function post(
    path: string,
    body: unknown,
    authorization = `Bearer ${TOKEN}`,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const answer = await fetch(`${url}/api/v1/subjects/shop%2Forders/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  }

  /** What the database is like, as somebody sends it. */
  async function described(): Promise<object> {
    const [live, recorded] = [await database.describe('order'), await recordedLedger(database, 'order')];
    return { tables: live === null ? [] : [live], recorded: recorded === null ? [] : [recorded] };
  }

  async function drift(version: string): Promise<Drift> {
    const { status, text } = await post(`versions/${version}/drift?dialect=sqlite`, await described());
    expect(status).toBe(200);
    return JSON.parse(text) as Drift;
  }

  async function bring(version: string, query = ''): Promise<void> {
    const { status, text } = await post(
      `versions/${version}/plan-file?dialect=sqlite${query}`,
      await described(),
    );
    expect([status, text]).toEqual([200, text]);
    const result = await applyPlanFile(database, parsePlanFile(text), { contract: true, now: () => 0 });
    expect(result).toMatchObject({ held: 0, drift: [] });
  }

  it('makes plan files that can be applied, and tells of drift', async () => {
    expect(await drift('1')).toMatchObject({
      drift: true,
      tables: [{ findings: [{ kind: 'table-missing' }] }],
    });
    await bring('1');
    expect(await drift('1')).toMatchObject({
      drift: false,
      tables: [{ table: 'order', version: 1, findings: [] }],
    });
    expect(await drift('latest')).toMatchObject({ tables: [{ findings: [{ kind: 'column-missing' }] }] });
    await bring('latest', '&drop-before=2');
    expect(await drift('latest')).toMatchObject({ drift: false });
    await database.run('ALTER TABLE "order" ADD COLUMN "__proto__" TEXT');
    expect((await drift('latest')).tables[0]!.findings).toMatchObject([
      { kind: 'column-extra', column: '__proto__' },
    ]);
  });

  it('plans for, applies to and compares a database by its name', async () => {
    const named = { database: 'live' };
    const { status, text } = await post('versions/1/plan-file', named);
    expect([status, text]).toEqual([200, text]);
    const plan = JSON.parse(text) as object;
    const dry = await post('versions/1/apply', { ...named, plan, dryRun: true });
    expect(dry).toMatchObject({ status: 200, text: expect.stringContaining('CREATE TABLE') });
    expect(await database.describe('order')).toBeNull();
    const applied = await post('versions/1/apply', { ...named, plan });
    expect(applied).toMatchObject({ status: 200 });
    expect(JSON.parse(applied.text)).toMatchObject({ before: 0, held: 0, drift: [] });
    expect(JSON.parse((await post('versions/1/drift', named)).text)).toMatchObject({ drift: false });
    const again = await post('versions/1/apply', { ...named, plan });
    expect(JSON.parse(again.text)).toMatchObject({ ran: 0 });
    expect(await post('versions/2/apply', { ...named, plan })).toMatchObject({ status: 409 });
    const edited = JSON.parse(text.replace('CREATE TABLE', 'DROP TABLE')) as object;
    expect(await post('versions/1/apply', { ...named, plan: edited })).toMatchObject({ status: 400 });
    expect(await post('versions/1/drift?dialect=postgres', named)).toMatchObject({ status: 400 });
    const url = { ...named, url: 'sqlite:other.db' };
    expect(await post('versions/1/drift?dialect=sqlite', url)).toMatchObject({ status: 400 });
  });

  it.each(['', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`])('touches no database for %p', async (authorization) => {
    const named = { database: 'live' };
    const { text } = await post('versions/1/plan-file', named);
    const plan = JSON.parse(text) as object;
    for (const [path, body] of [
      ['apply', { ...named, plan }],
      ['apply', { ...named, plan, dryRun: true }],
      ['plan-file', named],
      ['drift', named],
      ['drift', { database: 'nowhere' }],
    ] as const) {
      const refused = await post(`versions/1/${path}`, body, authorization);
      expect([refused.status, refused.text]).toEqual([401, expect.stringContaining('ADMIN_UNAUTHENTICATED')]);
      expect(refused.text).not.toContain(TOKEN);
    }
    expect(await database.describe('order')).toBeNull();
    expect(await post('versions/1/drift?dialect=sqlite', await described(), authorization)).toMatchObject({
      status: 200,
    });
  });

  it('says which names are known, and nothing of their URLs', async () => {
    const unknown = await post('versions/1/drift', { database: 'nowhere' });
    expect(unknown).toMatchObject({ status: 404, text: expect.stringContaining('live, far') });
    const far = await post('versions/1/drift', { database: 'far' });
    expect(far).toMatchObject({ status: 503, text: expect.stringContaining('nothing listens') });
    expect(unknown.text + far.text).not.toMatch(/s3cr3t|live\.db/);
  });

  it('has to be told the version where the database says none', async () => {
    await bring('1');
    await database.run('DELETE FROM protokoll_table');
    const body = await described();
    expect(await post('versions/2/plan-file?dialect=sqlite', body)).toMatchObject({ status: 400 });
    expect(await post('versions/2/plan-file?dialect=sqlite&from=1', body)).toMatchObject({ status: 200 });
  });

  it.each(DIALECTS.map(({ name }) => name))('compares and plans for %s', async (name) => {
    for (const path of ['drift', 'plan-file']) {
      const empty = await post(`versions/2/${path}?dialect=${name}`, { tables: [] });
      expect(empty.status).toBe(200);
    }
    const live = { table: 'order', columns: [{ name: 'id', type: 'X', nullable: true }] };
    const { text } = await post(`versions/2/drift?dialect=${name}`, { tables: [live] });
    expect(text).toContain('column-type');
  });

  it('takes a recorded ledger for what it says, however odd', async () => {
    await bring('1');
    const { tables, recorded } = (await described()) as {
      readonly tables: readonly object[];
      readonly recorded: readonly { readonly entries: readonly object[] }[];
    };
    const plan = async (change: object): Promise<number> => {
      const entries = recorded[0]!.entries.map((entry) => ({ ...entry, ...change }));
      const body = { tables, recorded: [{ ...recorded[0], entries }] };
      return (await post('versions/2/plan-file?dialect=sqlite', body)).status;
    };
    expect(await plan({})).toBe(200);
    expect(await plan({ source: undefined, form: '__proto__' })).toBe(200);
    expect(await plan({ name: 'other' })).toBe(409);
    for (const change of [
      { source: null },
      { source: { declared: 1 } },
      { type: { kind: 'x' } },
      { state: 'gone' },
      { overrides: [{ dialect: 'sqlite', type: 'TEXT); DROP TABLE x; --' }] },
      { overrides: [{ dialect: 'postgres', type: 'text NOT NULL' }] },
    ])
      expect(await plan(change)).toBe(400);
  });

  it.each([
    ['no dialect', 'versions/1/drift', { tables: [] }, 400],
    ['an unknown dialect', 'versions/1/drift?dialect=oracle', { tables: [] }, 400],
    ['no tables', 'versions/1/drift?dialect=sqlite', {}, 400],
    ['a table without columns', 'versions/1/drift?dialect=sqlite', { tables: [{ table: 'order' }] }, 400],
    [
      'a recorded ledger that is none',
      'versions/1/plan-file?dialect=sqlite',
      { tables: [], recorded: [{}] },
      400,
    ],
    ['no such version', 'versions/9/drift?dialect=sqlite', { tables: [] }, 404],
    ['no such message', 'versions/1/drift?dialect=sqlite&message=x.Y', { tables: [] }, 404],
    [
      'a version to drop before that is none',
      'versions/1/plan-file?dialect=sqlite&drop-before=x',
      { tables: [] },
      400,
    ],
  ])('refuses %s', async (_name, path, body, status) => {
    expect(await post(path, body)).toMatchObject({ status });
  });
});
