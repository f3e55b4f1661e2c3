import { startPostgres } from '#libs/testing';
import { confluentClient, proto } from './testing/confluent-client.js';
import { startRegistry, type RunningRegistry } from './testing/start-registry.js';
import { describeOnPostgres, enginesOf } from './testing/on-engines.js';

const V1 = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n}\n';
const V2 = V1.replace('  string id = 1;\n', '  string id = 1;\n  string name = 2;\n');
const IMMUTABLE = 'public, max-age=31536000, immutable';

const postgres = await startPostgres();

interface Registered {
  readonly id: number;
  readonly guid: string;
}

describe.each(enginesOf(postgres, 'answers from memory'))(
  'answers from memory on %s',
  (_engine, databaseUrl) => {
    let registry: RunningRegistry;
    const ask = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
      fetch(`${registry.url}${path}`, { headers });
    const register = async (subject: string, schema: string): Promise<Registered> => {
      const answer = await confluentClient(registry.url)(
        'POST',
        `/subjects/${subject}/versions`,
        proto(schema),
      );
      expect(answer.status).toBe(200);
      return answer.body as Registered;
    };
    const remove = (path: string): Promise<Response> => fetch(`${registry.url}${path}`, { method: 'DELETE' });

    beforeAll(async () => {
      registry = await startRegistry(databaseUrl);
    }, 60_000);
    afterAll(() => registry.close());

    it('may be kept for good when they are of an id or a GUID, and are told once', async () => {
      const { id, guid } = await register('lasting', V1);
      for (const path of [`/schemas/ids/${id}`, `/schemas/guids/${guid}`, `/schemas/ids/${id}/schema`]) {
        const first = await ask(path);
        const body = await first.text();
        const again = await ask(path);
        expect(await again.text()).toBe(body);
        expect([...again.headers.keys()].sort()).toEqual([...first.headers.keys()].sort());
        expect(again.headers.get('content-type')).toBe('application/vnd.schemaregistry.v1+json');
        expect(again.headers.get('cache-control')).toBe(IMMUTABLE);
        const etag = again.headers.get('etag') ?? '';
        for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*'])
          expect((await ask(path, { 'if-none-match': known })).status).toBe(304);
        expect((await ask(path, { 'if-none-match': '"other"' })).status).toBe(200);
      }
    });

    it('have the type that is asked for', async () => {
      const { id } = await register('typed', V1);
      for (const accept of ['application/json', 'application/vnd.schemaregistry+json', 'application/json']) {
        const answer = await ask(`/schemas/ids/${id}`, { accept });
        expect([answer.headers.get('content-type'), answer.headers.get('vary')]).toEqual([accept, 'accept']);
      }
    });

    it('must be asked for again when they are of a subject or tell the highest id', async () => {
      const { id } = await register('asked', V1);
      const paths = ['/subjects/asked/versions/1', '/subjects/asked/versions/latest'];
      for (const path of [...paths, `/schemas/ids/${id}?subject=asked`, `/schemas/ids/${id}?fetchMaxId=true`])
        expect((await ask(path)).headers.get('cache-control')).toBe('no-cache');
    });

    it('follow what is registered and deleted', async () => {
      const first = await register('followed', V1.replace('Order', 'Followed'));
      const latest = async (): Promise<unknown> => (await ask('/subjects/followed/versions/latest')).json();
      const byId = async (): Promise<unknown> => (await ask(`/schemas/ids/${first.id}`)).json();
      const maxId = async (): Promise<unknown> =>
        (await ask(`/schemas/ids/${first.id}?fetchMaxId=true`)).json();
      expect(await latest()).toMatchObject({ version: 1 });
      expect(await byId()).not.toHaveProperty('deleted');
      expect(await maxId()).toHaveProperty('maxId');
      const second = await register('followed', V2.replace('Order', 'Followed'));
      expect(await latest()).toMatchObject({ version: 2 });
      expect(await maxId()).toHaveProperty('maxId', second.id);
      await remove('/subjects/followed/versions/1');
      expect(await byId()).toMatchObject({ deleted: true });
      expect((await ask(`/schemas/ids/${first.id}`)).headers.get('cache-control')).toBe('no-cache');
      expect((await ask('/subjects/followed/versions/1')).status).toBe(404);
      await remove('/subjects/followed/versions/1?permanent=true');
      const gone = await ask(`/schemas/ids/${first.id}`);
      expect([gone.status, await gone.json()]).toEqual([404, expect.objectContaining({ error_code: 40403 })]);
    });

    it('are read again after a setting changed', async () => {
      await register('set', V1);
      expect((await ask('/subjects/set/versions/latest')).status).toBe(200);
      const config = await confluentClient(registry.url)('PUT', '/config/other', { alias: 'set' });
      expect(config.status).toBe(200);
      expect((await ask('/subjects/set/versions/latest')).status).toBe(200);
    });
  },
);

describeOnPostgres(postgres, 'answers from memory of two replicas', (url) => {
  it('are old for no longer than the feed is not looked at', async () => {
    const [one, other] = [await startRegistry(url), await startRegistry(url)];
    const call = confluentClient(one.url);
    const { id } = (await call('POST', '/subjects/two/versions', proto(V1.replace('Order', 'Two'))))
      .body as Registered;
    const read = (): Promise<Response> => fetch(`${other.url}/schemas/ids/${id}`);
    expect((await read()).status).toBe(200);
    expect((await read()).status).toBe(200);
    await call('DELETE', '/subjects/two/versions/1');
    await call('DELETE', '/subjects/two/versions/1?permanent=true');
    let status = 200;
    while (status === 200) status = (await read()).status;
    expect(status).toBe(404);
    await Promise.all([one.close(), other.close()]);
  }, 60_000);
});
