import { startPostgres } from '#libs/testing';
import { proto, type ConfluentAnswer } from './testing/confluent-client.js';
import { describeOnEngines } from './testing/on-engines.js';

const V1 = 'syntax = "proto3";\nmessage Order {\n  string id = 1;\n}\n';
const COMMENTED = `// said again\n${V1}`;

describeOnEngines(
  await startPostgres(),
  "identity by text of Confluent's API",
  ({ call, get }) => {
    const register = (subject: string, schema: string, query = ''): Promise<ConfluentAnswer> =>
      call('POST', `/subjects/${subject}/versions${query}`, proto(schema));

    it('makes another version and id of another text', async () => {
      const first = (await register('a', V1)).body as { id: number };
      expect((await register('a', V1)).body).toMatchObject({ id: first.id, version: 1 });
      const second = (await register('a', COMMENTED)).body as { id: number };
      expect(second).toMatchObject({ version: 2, schema: COMMENTED });
      expect(second.id).not.toBe(first.id);
      expect(await get(`/schemas/ids/${first.id}`)).toMatchObject({ schema: V1 });
      expect(await get(`/schemas/ids/${second.id}`)).toMatchObject({ schema: COMMENTED });
      expect((await register('b', COMMENTED)).body).toMatchObject({ id: second.id, version: 1 });
    });

    it('finds a text by itself alone', async () => {
      expect((await call('POST', '/subjects/a', proto(V1))).body).toMatchObject({ version: 1 });
      expect((await call('POST', '/subjects/b', proto(V1))).body).toMatchObject({ error_code: 40403 });
    });

    it('takes the contract when it is to normalize', async () => {
      expect((await register('c', V1, '?normalize=true')).body).toMatchObject({ version: 1 });
      expect((await register('c', COMMENTED, '?normalize=true')).body).toMatchObject({ version: 1 });
      const found = await call('POST', '/subjects/c?normalize=true', proto(COMMENTED));
      expect(found.body).toMatchObject({ version: 1 });
      await call('PUT', '/config/d', { normalize: true });
      await register('d', V1);
      expect((await register('d', COMMENTED)).body).toMatchObject({ version: 1 });
    });
  },
  { CONFLUENT_IDENTITY: 'text' },
);
