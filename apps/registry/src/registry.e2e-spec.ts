import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { registry } from '#libs/gen';
import { createApp } from '#libs/nest-kit';
import { openSchema, type Fingerprint } from '#libs/descriptors';
import { guidOf } from '#libs/registry-client';
import { startPostgres } from '#libs/testing';
import { RegistryModule } from './registry.module.js';
import { enginesOf } from './testing/on-engines.js';

/** A small client: status and body of one request. */
interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

const V1 = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n  int64 price = 2;\n}\n';
const V2 = V1.replace('  int64 price = 2;\n', '  int64 price = 2;\n  string note = 3;\n');
const BREAKING = V1.replace('int64 price', 'string price');

describe.each(enginesOf(await startPostgres(), 'the registry'))(
  'the registry on %s',
  (_engine, databaseUrl) => {
    let app: NestFastifyApplication;
    let url: string;
    let folder: string;
    const saved = { ...process.env };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'registry-'));
      process.env['DATA_DIR'] = folder;
      process.env['DATABASE_URL'] = databaseUrl;
      app = await createApp(RegistryModule, { logLevel: 'silent' });
      await app.listen(0, '127.0.0.1');
      url = await app.getUrl();
    }, 60_000);

    afterAll(async () => {
      await app.close();
      process.env = saved;
      rmSync(folder, { recursive: true, force: true });
    });

    async function call<T>(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer<T>> {
      const init =
        body === undefined
          ? { method, headers }
          : {
              method,
              body: JSON.stringify(body),
              headers: { 'content-type': 'application/json', ...headers },
            };
      const response = await fetch(`${url}/api/v1${path}`, init);
      const text = await response.text();
      return {
        status: response.status,
        body: (text === '' ? null : JSON.parse(text)) as T,
        headers: response.headers,
      };
    }

    const files = (content: string): registry.PublishRequestJson => ({
      files: [{ path: 'shop/v1/order.proto', content }],
    });
    const publish = (
      subject: string,
      content: string,
      more: registry.PublishRequestJson = {},
    ): Promise<Answer<registry.PublishResponseJson>> =>
      call('POST', `/subjects/${encodeURIComponent(subject)}/versions`, { ...files(content), ...more });

    it('publishes, reads back, and is idempotent by content', async () => {
      const first = await publish('idem', V1, {
        author: 'ann',
        reason: 'https://example.org/pr/1',
        labels: ['prod'],
      });
      expect(first.status).toBe(201);
      expect(first.body).toMatchObject({
        created: true,
        version: {
          subject: 'idem',
          version: 1,
          state: 'ACTIVE',
          author: 'ann',
          labels: ['prod'],
          tables: ['shop.v1.Order'],
        },
      });
      const again = await publish('idem', `// a comment\n${V1}`);
      expect(again.status).toBe(200);
      expect(again.body).toMatchObject({
        created: false,
        version: { version: 1, fingerprint: first.body.version?.fingerprint },
      });
      const second = await publish('idem', V2);
      expect(second.body.version?.version).toBe(2);
      const versions = await call<registry.VersionsResponseJson>('GET', '/subjects/idem/versions');
      expect(versions.body.versions?.map((version) => version.version)).toEqual([1, 2]);
      expect(
        (await call<registry.VersionInfoJson>('GET', '/subjects/idem/versions/latest')).body.version,
      ).toBe(2);
      expect((await call<registry.VersionInfoJson>('GET', '/subjects/idem/versions/prod')).body.version).toBe(
        1,
      );
      const sources = await call<registry.FilesResponseJson>('GET', '/subjects/idem/versions/2/files');
      expect(sources.body.files).toEqual([{ path: 'shop/v1/order.proto', content: V2 }]);
    });

    it('gives the same content one id under every subject', async () => {
      const one = await publish('same-a', V1);
      const other = await publish('same-b', V1);
      expect(other.body.version?.id).toBe(one.body.version?.id);
      expect(other.body.version?.version).toBe(1);
      const withMetadata = await publish('same-b', V1, { metadata: { team: 'x' } });
      expect(withMetadata.body.version?.id).not.toBe(one.body.version?.id);
    });

    it('refuses a breaking change with the verdict and its witness, and stores nothing', async () => {
      await publish('strict', V1);
      const check = await call<registry.CheckResponseJson>('POST', '/subjects/strict/check', files(BREAKING));
      expect(check.status).toBe(200);
      expect(check.body.verdict?.verdict).toBe('incompatible');
      const refused = await publish('strict', BREAKING);
      expect(refused.status).toBe(409);
      const problem = refused.body as registry.ProblemJson;
      expect(problem.code).toBe('SCHEMA_INCOMPATIBLE');
      const finding = problem.verdict?.findings?.find((one) => one.refused === true);
      expect(finding).toMatchObject({
        path: '#/shop.v1.Order/field/2',
        class: 'break',
        after: { file: 'shop/v1/order.proto', line: 5 },
      });
      expect(finding?.witness?.bytesHex).toMatch(/^[0-9a-f]+$/);
      expect(
        (await call<registry.VersionsResponseJson>('GET', '/subjects/strict/versions')).body.versions,
      ).toHaveLength(1);
    });

    it('calls content that is live already compatible, whatever it was published over', async () => {
      await publish('forced', V1);
      await call('PUT', '/config/forced', { compatibility: 'NONE' });
      await publish('forced', BREAKING);
      await call('DELETE', '/config/forced');
      const check = await call<registry.CheckResponseJson>('POST', '/subjects/forced/check', files(BREAKING));
      expect(check.body).toMatchObject({ existingVersion: 2, verdict: { verdict: 'compatible' } });
    });

    it('follows the level of the subject over the context over the global one', async () => {
      await publish('lenient', V1);
      expect((await call('PUT', '/config/lenient', { compatibility: 'NONE' })).status).toBe(200);
      expect((await publish('lenient', BREAKING)).status).toBe(201);
      expect((await call<registry.ConfigJson>('GET', '/config/lenient')).body.compatibility).toBe('NONE');
      expect((await call('DELETE', '/config/lenient')).status).toBe(204);
      expect((await call<registry.ConfigJson>('GET', '/config/lenient')).body.compatibility).toBe('BACKWARD');
      expect((await call('PUT', '/config/lenient', { compatibility: 'SOMETIMES' })).status).toBe(400);
    });

    it('remembers numbers for ever', async () => {
      await publish('tomb', V2);
      await publish('tomb', V1.replace('string id', 'reserved 3;\n  string id'));
      const reuse = await publish(
        'tomb',
        V1.replace('int64 price = 2;', 'int64 price = 2;\n  double note = 3;'),
      );
      expect(reuse.status).toBe(409);
    });

    it('answers what does not compile with positions', async () => {
      const answer = await publish('bad', 'syntax = "proto3";\nmessage A {\n  strin id = 1;\n}\n');
      expect(answer.status).toBe(422);
      const problem = answer.body as registry.ProblemJson;
      expect(problem).toMatchObject({ code: 'SCHEMA_INVALID' });
      expect(problem.diagnostics?.[0]).toMatchObject({ file: 'shop/v1/order.proto', line: 3, column: 3 });
      expect(problem.diagnostics?.[0]?.snippet).toContain('strin id = 1;');
    });

    it('resolves references and protects what is referenced', async () => {
      const money = 'syntax = "proto3";\npackage money.v1;\nmessage Money { int64 units = 1; }\n';
      await call('POST', '/subjects/money/versions', {
        files: [{ path: 'money/v1/money.proto', content: money }],
      });
      const bill =
        'syntax = "proto3";\npackage bill.v1;\nimport "money/v1/money.proto";\nmessage Bill { money.v1.Money sum = 1; }\n';
      const request = {
        files: [{ path: 'bill.proto', content: bill }],
        references: [{ name: 'money/v1/money.proto', subject: 'money', version: -1 }],
      };
      const answer = await call<registry.PublishResponseJson>('POST', '/subjects/bill/versions', request);
      expect(answer.status).toBe(201);
      expect(answer.body.version?.references).toEqual([
        { name: 'money/v1/money.proto', subject: 'money', version: 1 },
      ]);
      expect(await call('DELETE', '/subjects/money/versions/1')).toMatchObject({
        status: 409,
        body: { code: 'VERSION_REFERENCED' },
      });
      const missing = {
        ...request,
        references: [{ name: 'money/v1/money.proto', subject: 'money', version: 9 }],
      };
      expect(await call('POST', '/subjects/bill/versions', missing)).toMatchObject({
        status: 422,
        body: { code: 'REFERENCE_NOT_FOUND' },
      });
      expect(await call('POST', '/subjects/bill2/versions', { files: request.files })).toMatchObject({
        status: 422,
        body: { code: 'SCHEMA_INVALID' },
      });
    });

    it('deletes softly, then for good; numbers and ids are not given twice', async () => {
      const first = await publish('del', V1);
      await publish('del', V2);
      expect((await call('DELETE', '/subjects/del/versions/2?permanent=true')).status).toBe(409);
      expect((await call('DELETE', '/subjects/del/versions/2')).body).toEqual({
        versions: [2],
        permanent: false,
      });
      expect((await call('DELETE', '/subjects/del/versions/2')).status).toBe(409);
      expect((await call('GET', '/subjects/del/versions/2')).status).toBe(404);
      expect((await call('GET', '/subjects/del/versions/2?deleted=true')).status).toBe(200);
      const back = await publish('del', V2);
      expect(back.body).toMatchObject({ created: true, version: { version: 3 } });
      expect((await call('DELETE', '/subjects/del/versions/2?permanent=true')).status).toBe(200);
      expect((await call('GET', '/subjects/del/versions/2?deleted=true')).status).toBe(404);
      expect((await call('GET', `/schemas/${first.body.version?.fingerprint}`)).status).toBe(200);
      expect((await call<registry.DeleteResponseJson>('DELETE', '/subjects/del')).body.versions).toEqual([
        1, 3,
      ]);
      expect((await call('GET', '/subjects/del')).status).toBe(404);
    });

    it('serves descriptors by fingerprint, prefix, id and version, immutable and verifiable', async () => {
      const { body } = await publish('desc', V1);
      const version = body.version!;
      for (const path of [
        `/schemas/${version.fingerprint}`,
        `/schemas/${version.fingerprint?.slice(0, 32)}`,
        `/schemas/${version.id}`,
        '/subjects/desc/versions/1',
      ]) {
        const answer = await fetch(`${url}/api/v1${path}/descriptor-set`);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('cache-control')).toContain('immutable');
        expect(
          openSchema(new Uint8Array(await answer.arrayBuffer()), version.fingerprint!).registry.getMessage(
            'shop.v1.Order',
          ),
        ).toBeDefined();
        const cached = await fetch(`${url}/api/v1${path}/descriptor-set`, {
          headers: { 'if-none-match': answer.headers.get('etag')! },
        });
        expect(cached.status).toBe(304);
      }
      const withInfo = await fetch(
        `${url}/api/v1/subjects/desc/versions/latest/descriptor-set?source-info=true`,
      );
      expect(withInfo.headers.get('cache-control')).toBe('no-cache');
      expect(Buffer.from(await withInfo.arrayBuffer()).length).toBeGreaterThan(100);
    });

    it('gives codecs with the table that rows go to', async () => {
      const { body } = await publish('codec', V1.replace('shop.v1', 'codec.v1'));
      const path = `/codecs/${body.version?.fingerprint?.slice(0, 32)}/codec.v1.Order`;
      const codec = await call<registry.CodecInfoJson>('GET', path);
      expect(codec.body).toMatchObject({
        type: 'codec.v1.Order',
        messageIndex: [0],
        table: { subject: 'codec', version: 1, state: 'ACTIVE', tableVersion: 1 },
      });
      expect(codec.body.table?.columns).toEqual([
        { name: 'id', path: [1], form: 'text' },
        { name: 'price', path: [2], form: 'int' },
      ]);
      expect(
        (await call('GET', path, undefined, { 'if-none-match': codec.headers.get('etag')! })).status,
      ).toBe(304);
      expect(await call('GET', `${path}s`)).toMatchObject({
        status: 404,
        body: { code: 'MESSAGE_NOT_FOUND' },
      });
      expect(await call('GET', `/codecs/${'0'.repeat(64)}/codec.v1.Order`)).toMatchObject({
        status: 404,
        body: { code: 'SCHEMA_NOT_FOUND' },
      });
      await call('PUT', '/subjects/codec/versions/1/state', { state: 'RETIRED' });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await call<registry.CodecInfoJson>('GET', path)).body.table?.state).toBe('RETIRED');
      expect((await call('GET', '/messages/codec.v1.Order')).status).toBe(404);
    });

    it('gives codecs as modules, the same bytes each time, with their digest', async () => {
      const { body } = await publish('module', V1.replace('shop.v1', 'module.v1'));
      const path = `/codecs/${body.version?.fingerprint}/module.v1.Order`;
      const { module } = (await call<registry.CodecInfoJson>('GET', path)).body;
      expect(module?.path).toBe(`/api/v1${path}/module.mjs`);
      const answer = await fetch(`${url}${module?.path}`);
      const text = await answer.text();
      const digest = createHash('sha256').update(text).digest('base64');
      expect(module).toMatchObject({ integrity: `sha256-${digest}`, sizeBytes: Buffer.byteLength(text) });
      expect(answer.headers.get('repr-digest')).toBe(`sha-256=:${digest}:`);
      expect(answer.headers.get('cache-control')).toContain('immutable');
      expect(await (await fetch(`${url}${module?.path}`)).text()).toBe(text);
      const file = join(folder, 'module.mjs');
      writeFileSync(file, text);
      const script = `const m = await import(${JSON.stringify(file)});
      console.log(m.fingerprint, m.toJsonText(m.fromJson({ id: 'a', price: '7' }).value).value)`;
      const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', script];
      const run = spawnSync(process.execPath, flags, { encoding: 'utf8', cwd: folder });
      expect(run).toMatchObject({
        stderr: '',
        stdout: `${body.version?.fingerprint} {"id":"a","price":"7"}\n`,
      });
      const types = await (await fetch(`${url}${module?.typesPath}`)).text();
      expect(types).toContain('"price": bigint;');
      expect(await call('GET', `${path}s/module.mjs`)).toMatchObject({ status: 404 });
    });

    it('knows a schema by the GUID that Confluent frames carry', async () => {
      const { body } = await publish('guid', V1.replace('shop.v1', 'guid.v1'));
      const fingerprint = body.version?.fingerprint as Fingerprint;
      const answer = await fetch(`${url}/api/v1/schemas/${guidOf(fingerprint)}/descriptor-set`);
      expect(answer.headers.get('etag')).toBe(`"${fingerprint}"`);
      const other = guidOf(fingerprint).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
      expect(await call('GET', `/schemas/${other}/descriptor-set`)).toMatchObject({ status: 404 });
    });

    it('gives each of two messages of one publish a table of its own', async () => {
      const text = (name: string): string =>
        `syntax = "proto3";\npackage ${name}.v1;\nmessage Twin { string id = 1; }\n`;
      const twins = {
        files: ['left', 'right'].map((name) => ({ path: `${name}.proto`, content: text(name) })),
      };
      const answer = await call<registry.PublishResponseJson>('POST', '/subjects/twins/versions', twins);
      expect(answer.status).toBe(201);
      expect(new Set(answer.body.plans?.map((plan) => plan.table)).size).toBe(2);
    });

    it('plans tables between any two versions', async () => {
      await publish('plan', V1);
      const second = await publish('plan', V2);
      expect(second.body.plans?.map((plan) => plan.dialect)).toEqual(
        expect.arrayContaining(['sqlite', 'postgres']),
      );
      const ddl = await call<registry.PlansResponseJson>(
        'GET',
        '/subjects/plan/versions/1/ddl?dialect=postgres',
      );
      expect(ddl.body.plans?.[0]?.steps?.[0]?.sql).toMatch(/CREATE TABLE/);
      const plan = await call<registry.PlansResponseJson>(
        'GET',
        '/subjects/plan/versions/2/plan?from=1&dialect=sqlite',
      );
      expect(plan.body.plans?.[0]?.steps?.map((step) => step.sql).join('\n')).toMatch(/ADD COLUMN "note"/);
      expect((await call('GET', '/subjects/plan/versions/1/ddl?dialect=oracle')).status).toBe(400);
      expect(
        (await call<{ ledgers: unknown[] }>('GET', '/subjects/plan/versions/2/ledger')).body.ledgers,
      ).toHaveLength(1);
    });

    it('feeds changes in order, from a cursor, and wakes those who wait', async () => {
      const start = await call<registry.ChangesResponseJson>('GET', '/changes?limit=1000');
      const waiting = call<registry.ChangesResponseJson>(
        'GET',
        `/changes?after=${start.body.next}&wait=10000`,
      );
      await publish('feed', V1);
      expect((await waiting).body.changes?.[0]).toMatchObject({
        kind: 'version.created',
        subject: 'feed',
        version: 1,
        details: { codecs: 'shop.v1.Order' },
      });
      const none = await call<registry.ChangesResponseJson>(
        'GET',
        `/changes?after=${(await waiting).body.next}&wait=50`,
      );
      expect(none.body).toEqual({ changes: [], next: (await waiting).body.next });
      expect((await call('GET', '/changes?after=x')).status).toBe(400);
    });

    it('gives versions and ids without gap or double to concurrent publishers', async () => {
      const texts = Array.from({ length: 12 }, (_, index) =>
        V1.replace('price = 2;', `price = 2;\n  string extra_${index} = ${10 + index};`),
      );
      await call('PUT', '/config/race', { compatibility: 'NONE' });
      const answers = await Promise.all(texts.map((text) => publish('race', text)));
      expect(answers.map((answer) => answer.status)).toEqual(texts.map(() => 201));
      const numbers = answers.map((answer) => answer.body.version?.version ?? 0).sort((a, b) => a - b);
      expect(numbers).toEqual(texts.map((_, index) => index + 1));
      const ids = new Set(answers.map((answer) => answer.body.version?.id));
      expect(ids.size).toBe(texts.length);
      const same = await Promise.all(Array.from({ length: 8 }, () => publish('race-same', V1)));
      expect(same.filter((answer) => answer.status === 201)).toHaveLength(1);
      expect(new Set(same.map((answer) => answer.body.version?.version))).toEqual(new Set([1]));
    });

    it('keeps contexts apart', async () => {
      const answer = await publish(':.staging:orders', V1);
      expect(answer.body.version).toMatchObject({ subject: ':.staging:orders', version: 1, id: 1 });
      expect((await call<registry.ListResponseJson>('GET', '/subjects?context=.staging')).body.items).toEqual(
        [':.staging:orders'],
      );
      expect((await call('GET', '/subjects/orders')).status).toBe(404);
    });

    it('lists subjects by prefix, a page at a time', async () => {
      for (const name of ['page/a', 'page/b', 'page/c']) await publish(name, V1);
      const first = await call<registry.ListResponseJson>('GET', '/subjects?prefix=page/&limit=2');
      expect(first.body).toEqual({ items: ['page/a', 'page/b'], next: 'page/b' });
      expect(
        (
          await call<registry.ListResponseJson>(
            'GET',
            `/subjects?prefix=page/&limit=2&after=${first.body.next}`,
          )
        ).body,
      ).toEqual({ items: ['page/c'], next: '' });
    });

    it('moves labels', async () => {
      await publish('lab', V1);
      await publish('lab', V2);
      expect((await call('PUT', '/subjects/lab/labels/prod', { version: 1 })).body).toEqual({
        name: 'prod',
        version: 1,
      });
      expect((await call('PUT', '/subjects/lab/labels/prod', { version: 2 })).body).toEqual({
        name: 'prod',
        version: 2,
      });
      expect((await call('GET', '/subjects/lab/labels')).body).toEqual({
        labels: [{ name: 'prod', version: 2 }],
      });
      expect((await call('DELETE', '/subjects/lab/labels/prod')).status).toBe(204);
      expect((await call('DELETE', '/subjects/lab/labels/prod')).status).toBe(404);
      expect((await call('PUT', '/subjects/lab/labels/12', { version: 2 })).status).toBe(400);
    });

    it.each([
      ['POST', '/subjects/x/versions', {}],
      ['POST', '/subjects/x/versions', { files: 'no' }],
      ['POST', '/subjects/x/versions', { files: [] }],
      ['POST', '/subjects/x/versions', { files: [{ path: '../a.proto', content: '' }] }],
      ['POST', '/subjects/x/versions', { files: [{ path: '/etc/passwd', content: '' }] }],
      [
        'POST',
        '/subjects/x/versions',
        {
          files: [
            { path: 'a.proto', content: V1 },
            { path: 'a.proto', content: V1 },
          ],
        },
      ],
      ['POST', '/subjects/%00/versions', files(V1)],
      ['POST', `/subjects/${'x'.repeat(600)}/versions`, files(V1)],
      ['GET', '/subjects/none', undefined],
      ['GET', '/subjects/none/versions/0', undefined],
      ['GET', '/schemas/zzz', undefined],
      ['GET', '/schemas/99999999999/descriptor-set', undefined],
      ['GET', '/changes?limit=-1', undefined],
      ['PUT', '/config', { nonsense: true }],
      ['PATCH', '/subjects', {}],
    ])('answers %s %s with problem details', async (method, path, body) => {
      const answer = await call<registry.ProblemJson>(method, path, body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body.code).toMatch(/^[A-Z_]+$/);
      expect((await fetch(`${url}/ready`)).status).toBe(200);
    });
  },
);
