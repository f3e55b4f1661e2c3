import { startPostgres } from '#libs/testing';
import { ASSOCIATIONS_ENV, associationsSuite } from './testing/confluent-associations.suite.js';
import { proto, type ConfluentAnswer } from './testing/confluent-client.js';
import { describeOnEngines } from './testing/on-engines.js';

const V1 =
  'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n  Line line = 2;\n  message Line {\n    string text = 1;\n  }\n}\n';
const V2 = V1.replace('  string id = 1;\n', '  string id = 1;\n  int32 count = 3;\n');
const field = (entityPath: string, ...tags: string[]): object => ({
  schemaEntity: { entityPath, entityType: 'SR_FIELD' },
  tags,
});
const record = (entityPath: string, ...tags: string[]): object => ({
  schemaEntity: { entityPath, entityType: 'SR_RECORD' },
  tags,
});

describeOnEngines(
  await startPostgres(),
  "tags and associations of Confluent's API",
  ({ call, get }) => {
    describe('associations', () => associationsSuite({ call, get }));

    const register = (subject: string, schema: string, more = {}): Promise<ConfluentAnswer> =>
      call('POST', `/subjects/${subject}/versions`, proto(schema, more));
    const retag = (subject: string, version: string, body: unknown): Promise<ConfluentAnswer> =>
      call('POST', `/subjects/${subject}/versions/${version}/tags`, body);

    it('make another version, which says them inside its text', async () => {
      await register('tagged', V1);
      const tagsToAdd = [record('.shop.v1.Order', 'OWNED'), field('Order.id', 'PII', 'KEY')];
      const made = await retag('tagged', '1', { tagsToAdd });
      expect(made.status).toBe(200);
      expect(made.body).toMatchObject({ version: 2, schemaType: 'PROTOBUF' });
      expect(made.body).not.toHaveProperty('subject');
      expect((made.body as { schema: string }).schema).toContain(
        '(.confluent.field_meta) = { tags: "PII" tags: "KEY" }',
      );
      const { schemaTags } = (await get('/subjects/tagged/versions/2?findTags=true')) as {
        schemaTags: unknown;
      };
      expect(schemaTags).toEqual([record('shop.v1.Order', 'OWNED'), field('shop.v1.Order.id', 'PII', 'KEY')]);
      const { id } = made.body as { id: number };
      expect(await get(`/schemas/ids/${id}?findTags=PII&findTags=OTHER`)).toMatchObject({
        schemaTags: [field('shop.v1.Order.id', 'PII', 'KEY')],
      });
      expect(await get(`/schemas/ids/${id}?findTags=*`)).toHaveProperty('schemaTags.length', 2);
      expect(await get(`/schemas/ids/${id}`)).not.toHaveProperty('schemaTags');
      expect(await get('/subjects/tagged/versions/1?findTags=true')).not.toHaveProperty('schemaTags');
    });

    it('are taken away, with the options when nothing is left', async () => {
      const tagsToRemove = [record('shop.v1.Order', 'OWNED'), field('shop.v1.Order.id', 'PII')];
      const made = await retag('tagged', 'latest', {
        tagsToRemove,
        tagsToAdd: [field('Order.Line.text', 'FREE')],
      });
      expect(made.body).toMatchObject({ version: 3 });
      expect(await get('/subjects/tagged/versions/3?findTags=true')).toMatchObject({
        schemaTags: [field('shop.v1.Order.id', 'KEY'), field('shop.v1.Order.Line.text', 'FREE')],
      });
    });

    it('may come with a registration, and from the version before', async () => {
      const added = await register('tagged', V2, {
        propagateSchemaTags: true,
        schemaTagsToAdd: [field('shop.v1.Order.count', 'SUM')],
        schemaTagsToRemove: [field('shop.v1.Order.id', 'KEY')],
      });
      expect(added.body).toMatchObject({ version: 4 });
      expect(await get('/subjects/tagged/versions/latest?findTags=true')).toMatchObject({
        schemaTags: [field('shop.v1.Order.count', 'SUM'), field('shop.v1.Order.Line.text', 'FREE')],
      });
    });

    it('come with metadata, rules and a number', async () => {
      const rule = (name: string): object => ({
        name,
        kind: 'CONDITION',
        mode: 'WRITE',
        type: 'CEL',
        expr: 'true',
      });
      await register('ruled', V1, { ruleSet: { domainRules: [rule('a'), rule('b')] } });
      const made = await retag('ruled', '1', {
        newVersion: 2,
        metadata: { properties: { owner: 'news' } },
        rulesToMerge: { domainRules: [rule('c')] },
        rulesToRemove: ['a'],
      });
      expect(made.body).toMatchObject({
        version: 2,
        schema: V1,
        metadata: { properties: { owner: 'news', 'confluent:version': '2' } },
        ruleSet: { domainRules: [{ name: 'b' }, { name: 'c' }] },
      });
    });

    it.each<[string, string, unknown, number]>([
      ['an unknown subject', '/subjects/none/versions/1/tags', {}, 40401],
      ['an unknown version', '/subjects/tagged/versions/99/tags', {}, 40402],
      ['a version that is none', '/subjects/tagged/versions/x/tags', {}, 42202],
      ['an unknown path', '/subjects/tagged/versions/1/tags', { tagsToAdd: [field('Order.x', 'A')] }, 42201],
      [
        'a record that is a field',
        '/subjects/tagged/versions/1/tags',
        { tagsToAdd: [record('Order.id', 'A')] },
        42201,
      ],
      ['a number out of turn', '/subjects/tagged/versions/1/tags', { newVersion: 99 }, 42201],
      ['tags that are none', '/subjects/tagged/versions/1/tags', { tagsToAdd: ['PII'] }, 422],
      [
        'rules that are none',
        '/subjects/tagged/versions/1/tags',
        { rulesToMerge: { domainRules: [{}] } },
        42210,
      ],
      ['a body that is no JSON', '/subjects/tagged/versions/1/tags', '{', 400],
    ])('are refused: %s', async (_title, path, body, code) => {
      expect((await call('POST', path, body)).body).toMatchObject({ error_code: code });
      expect(await get('/subjects/tagged/versions')).toEqual([1, 2, 3, 4]);
    });
  },
  ASSOCIATIONS_ENV,
);
