import { createHash } from 'node:crypto';
import { confluentClient, proto, type ConfluentAnswer, type ConfluentCall } from './confluent-client.js';
import { startRegistry, type RunningRegistry } from './start-registry.js';

const V1 = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n  int64 price = 2;\n}\n';
const COMMENTED = V1.replace('message', '// Said aloud.\nmessage').replace('  int64', '\n    int64');
const REORDERED = V1.replace('  string id = 1;\n', '').replace(
  'price = 2;\n',
  'price = 2;\n  string id = 1;\n',
);
const withField = (name: string): string => V1.replace('price = 2;\n', `price = 2;\n  string ${name} = 3;\n`);
const NARROWED = V1.replace('int64', 'int32');
const MOVED = V1.replace('shop.v1', 'shop.v2');

/** What differs between the two profiles. */
interface Expected {
  readonly text: string;
  /** Versions of a text, the same with a comment, and the same in another order. */
  readonly versions: readonly number[];
  readonly md5: boolean;
  /** Versions after the highest one is deleted for good, and after all are, twice. */
  readonly again: readonly number[];
  readonly narrowed: object;
  readonly moved: object;
}

const PROTOKOLL: Expected = {
  text: COMMENTED,
  versions: [1, 1, 1],
  md5: false,
  again: [3, 4, 5],
  narrowed: { error_code: 40901 },
  moved: { version: 2 },
};
const CONFLUENT: Expected = {
  text: V1,
  versions: [1, 1, 2],
  md5: true,
  again: [2, 1, 1],
  narrowed: { version: 2 },
  moved: { error_code: 40901 },
};

/** Both behaviours of every switch; Confluent's on PostgreSQL, where there is a server. */
export const profileSuite = (postgresUrl: string | null): void => {
  const cases: [string, string, Expected][] = [
    ['protokoll', '', PROTOKOLL],
    ['confluent', postgresUrl ?? '', CONFLUENT],
  ];

  describe.each(cases)('CONFLUENT_PROFILE=%s on %s', (profile, url, expected) => {
    let registry: RunningRegistry;
    let call: ConfluentCall;
    beforeAll(async () => {
      registry = await startRegistry(url, { env: { CONFLUENT_PROFILE: profile } });
      call = confluentClient(registry.url);
    }, 60_000);
    afterAll(() => registry.close());

    const get = async (path: string): Promise<unknown> => (await call('GET', path)).body;
    const register = async (subject: string, schema: string, more = {}): Promise<Record<string, unknown>> =>
      (await call('POST', `/subjects/${subject}/versions`, proto(schema, more))).body as Record<
        string,
        unknown
      >;
    const erase = async (path: string): Promise<void> => {
      await call('DELETE', path);
      await call('DELETE', `${path}?permanent=true`);
    };

    it('keeps the text that was sent, or prints it anew', async () => {
      const made = [await register('text', COMMENTED), await register('text', V1)];
      made.push(await register('text', REORDERED));
      expect(made.map(({ version }) => version)).toEqual(expected.versions);
      expect(await get('/subjects/text/versions/1/schema')).toBe(expected.text);
      expect((await call('POST', '/subjects/text', proto(COMMENTED))).body).toMatchObject({ version: 1 });
      const check = '/compatibility/subjects/text/versions/latest';
      expect((await call('POST', check, proto(COMMENTED))).body).toEqual({ is_compatible: true });
    });

    it('keeps what an import gives it as it is', async () => {
      await call('PUT', '/mode/imported', { mode: 'IMPORT' });
      await register('imported', COMMENTED.replace('price', 'cost'), { id: 700, version: 4 });
      expect(await get('/subjects/imported/versions/4/schema')).toBe(COMMENTED.replace('price', 'cost'));
    });

    it('makes GUIDs of the fingerprint, or of the text', async () => {
      const { guid, id, schema } = await register('guid', withField('guid'));
      const digest = createHash('md5')
        .update(schema as string)
        .digest('hex');
      expect((guid as string).replaceAll('-', '') === digest).toBe(expected.md5);
      expect(await get(`/schemas/guids/${guid as string}`)).toMatchObject({ guid, schema });
      expect(await get(`/schemas/guids/${guid as string}/ids`)).toEqual([{ context: '.', id }]);
      expect(await register('guid-too', withField('guid'))).toMatchObject({ guid, id });
      const owned = await register('guid-owned', withField('guid'), { metadata: { properties: { a: 'b' } } });
      expect(owned['id']).not.toBe(id);
      expect(owned['guid'] !== guid).toBe(expected.md5);
      const avro = (await call('POST', '/subjects/guid-avro/versions', { schema: '"int"' })).body;
      const hex = createHash('md5').update('"int"').digest('hex');
      expect((avro as { guid: string }).guid.replaceAll('-', '') === hex).toBe(expected.md5);
    });

    it('gives numbers of versions once, or again', async () => {
      await register('again', V1);
      await register('again', withField('gone'));
      expect(await get('/subjects/again/versions/2')).toMatchObject({ schema: withField('gone') });
      await erase('/subjects/again/versions/2');
      const [next, first, last] = expected.again;
      expect(await register('again', withField('here'))).toMatchObject({ version: next });
      expect(await get(`/subjects/again/versions/${next}`)).toMatchObject({ schema: withField('here') });
      const path = `/subjects/again/versions/${next}/ledger?message=shop.v1.Order`;
      // A column that was there once keeps its name, whatever becomes of its version.
      expect((await registry.call('GET', path)).body).toMatchObject({
        ledgers: [
          {
            schemaVersion: next,
            entries: [
              { name: 'id' },
              { name: 'price' },
              { name: 'gone', lastVersion: next, state: 'active' },
            ],
          },
        ],
      });
      await erase('/subjects/again');
      expect(await register('again', withField('third'))).toMatchObject({ version: first });
      expect(await get('/subjects/again/versions/latest')).toMatchObject({ schema: withField('third') });
      const more = V1.replace('price = 2;\n', 'price = 2;\n  string more = 7;\n');
      await erase('/subjects/again');
      expect(await register('again', more)).toMatchObject({ version: last });
      expect((await registry.call('GET', `/subjects/again/versions/${last}/ledger`)).body).toMatchObject({
        ledgers: [
          {
            schemaVersion: last,
            entries: [{ name: 'id' }, { name: 'price' }, { name: 'gone', state: 'frozen' }, { name: 'more' }],
          },
        ],
      });
      expect(await register('again', V1)).toMatchObject({ version: last! + 1 });
    });

    it('keeps deleted versions of a content that is there again, or removes them', async () => {
      for (const name of ['back', 'back-ref']) await register(name, V1.replace('Order', 'Back'));
      await call('DELETE', '/subjects/back');
      expect(await register('back', V1.replace('Order', 'Back'))).toMatchObject({ version: 2 });
      expect(await get('/subjects/back/versions?deleted=true')).toEqual(expected.md5 ? [2] : [1, 2]);
    });

    it('judges by its own rules, or by those of Confluent', async () => {
      await register('narrowed', V1);
      expect(await register('narrowed', NARROWED)).toMatchObject(expected.narrowed);
      await register('moved', V1);
      expect(await register('moved', MOVED)).toMatchObject(expected.moved);
    });
  });

  describe('CONFLUENT_IDENTITY=text alone', () => {
    const V0 = V1.replace('package shop.v1;\n', '');
    const SAID = `// said again\n${V0}`;
    let registry: RunningRegistry;
    let call: ConfluentCall;
    beforeAll(async () => {
      registry = await startRegistry('', { env: { CONFLUENT_IDENTITY: 'text' } });
      call = confluentClient(registry.url);
    }, 60_000);
    afterAll(() => registry.close());

    const get = async (path: string): Promise<unknown> => (await call('GET', path)).body;
    const register = (subject: string, schema: string, query = ''): Promise<ConfluentAnswer> =>
      call('POST', `/subjects/${subject}/versions${query}`, proto(schema));

    it('makes another version and id of another text', async () => {
      const first = (await register('a', V0)).body as { id: number };
      expect((await register('a', V0)).body).toMatchObject({ id: first.id, version: 1 });
      const second = (await register('a', SAID)).body as { id: number };
      expect(second).toMatchObject({ version: 2, schema: SAID });
      expect(second.id).not.toBe(first.id);
      expect(await get(`/schemas/ids/${first.id}`)).toMatchObject({ schema: V0 });
      expect(await get(`/schemas/ids/${second.id}`)).toMatchObject({ schema: SAID });
      expect((await register('b', SAID)).body).toMatchObject({ id: second.id, version: 1 });
    });

    it('finds a text by itself alone', async () => {
      expect((await call('POST', '/subjects/a', proto(V0))).body).toMatchObject({ version: 1 });
      expect((await call('POST', '/subjects/b', proto(V0))).body).toMatchObject({ error_code: 40403 });
    });

    it('takes the contract when it is to normalize', async () => {
      expect((await register('c', V0, '?normalize=true')).body).toMatchObject({ version: 1 });
      expect((await register('c', SAID, '?normalize=true')).body).toMatchObject({ version: 1 });
      const found = await call('POST', '/subjects/c?normalize=true', proto(SAID));
      expect(found.body).toMatchObject({ version: 1 });
      await call('PUT', '/config/d', { normalize: true });
      await register('d', V0);
      expect((await register('d', SAID)).body).toMatchObject({ version: 1 });
    });
  });
};
