import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { compileProtos, startPostgres } from '#libs/testing';
import {
  confluentClient,
  proto,
  type ConfluentAnswer,
  type ConfluentCall,
} from './testing/confluent-client.js';
import { startRegistry, type RunningRegistry } from './testing/start-registry.js';
import { enginesOf } from './testing/on-engines.js';

const V1 = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n  int64 price = 2;\n}\n';
const V2 = V1.replace('  int64 price = 2;\n', '  int64 price = 2;\n  string note = 3;\n');
const BREAKING = V1.replace('int64 price', 'string price');
const DEPENDENT = `syntax = "proto3";\npackage shop.v1;\nimport "money.proto";\nmessage Bill {\n  money.v1.Money total = 1;\n}\n`;
const MONEY = 'syntax = "proto3";\npackage money.v1;\nmessage Money {\n  int64 units = 1;\n}\n';

describe.each(enginesOf(await startPostgres(), 'the Confluent surface'))(
  'the Confluent surface on %s',
  (_engine, databaseUrl) => {
    let registry: RunningRegistry;
    let call: ConfluentCall;
    const get = async (path: string): Promise<unknown> => (await call('GET', path)).body;
    const register = (subject: string, schema: string, more = {}): Promise<ConfluentAnswer> =>
      call('POST', `/subjects/${encodeURIComponent(subject)}/versions`, proto(schema, more));

    beforeAll(async () => {
      registry = await startRegistry(databaseUrl);
      call = confluentClient(registry.url);
    }, 60_000);
    afterAll(() => registry.close());

    /** Text of a schema that sets custom options and was sent as a descriptor. */
    async function optioned(): Promise<string> {
      const marks = `syntax = "proto3";\npackage marks.v1;\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.FieldOptions {\n  string mark = 50000;\n}\n`;
      const meta = `syntax = "proto3";\npackage confluent;\nimport "google/protobuf/descriptor.proto";\nmessage Meta {\n  string doc = 1;\n}\nextend google.protobuf.FieldOptions {\n  Meta field_meta = 1088;\n}\n`;
      const marked = `syntax = "proto3";\nimport "marks.proto";\nimport "confluent/meta.proto";\nmessage Marked {\n  string a = 1 [(marks.v1.mark) = "m", (confluent.field_meta).doc = "d"];\n}\n`;
      await register('marks', marks);
      const image = compileProtos({
        'marks.proto': marks,
        'confluent/meta.proto': meta,
        'marked.proto': marked,
      });
      const file = fromBinary(FileDescriptorSetSchema, image).file.find(
        ({ name }) => name === 'marked.proto',
      )!;
      const sent = Buffer.from(toBinary(FileDescriptorProtoSchema, file)).toString('base64');
      const references = [{ name: 'marks.proto', subject: 'marks', version: 1 }];
      const answer = await register('marked-value', sent, { references });
      return (answer.body as { schema: string }).schema;
    }

    it('leaves the other routes alone', async () => {
      expect(await get('/health')).toEqual({ status: 'ok' });
      expect((await call('GET', '/ready')).status).toBe(200);
      expect((await registry.call('GET', '/subjects')).status).toBe(200);
      const lost = await call('GET', '/nowhere');
      expect([lost.status, lost.contentType]).toEqual([404, 'application/problem+json; charset=utf-8']);
    });

    it('says what it is', async () => {
      expect(await get('/')).toEqual({});
      expect(await get('/schemas/types')).toEqual(['JSON', 'PROTOBUF', 'AVRO']);
      expect(await get('/v1/metadata/version')).toEqual({ version: '8.4.0', commitId: 'protokoll' });
      expect(await get('/v1/metadata/id')).toHaveProperty('scope');
      expect((await call('GET', '/exporters/x')).body).toEqual({
        error_code: 404,
        message: 'HTTP 404 Not Found',
      });
    });

    it('registers, and answers the same id for the same content under every subject', async () => {
      const first = await register('orders-value', V1);
      expect(first.status).toBe(200);
      expect(first.contentType).toBe('application/vnd.schemaregistry.v1+json');
      expect(first.body).toMatchObject({ version: 1, schemaType: 'PROTOBUF', schema: V1 });
      const { id, guid } = first.body as { id: number; guid: string };
      expect((await register('orders-value', V1)).body).toMatchObject({ id, version: 1 });
      expect((await register('orders-value', `// said again\n${V1}`)).body).toMatchObject({ id, version: 1 });
      expect((await register('other-value', V1)).body).toMatchObject({ id, version: 1, guid });
      expect((await register('orders-value', V2)).body).toMatchObject({ version: 2 });
      expect(await get('/subjects/orders-value/versions')).toEqual([1, 2]);
      expect(await get('/subjects/orders-value/versions/latest')).toMatchObject({ version: 2, schema: V2 });
      expect(await get('/subjects/orders-value/versions/-1')).toMatchObject({ version: 2 });
      expect(await get('/subjects/orders-value/versions/LATEST')).toMatchObject({ version: 2 });
      expect(await get('/subjects/orders-value/versions/1/schema')).toBe(V1);
      expect(await get(`/schemas/ids/${id}`)).toMatchObject({ schema: V1, schemaType: 'PROTOBUF', guid });
      expect(await get(`/schemas/ids/${id}`)).not.toHaveProperty('references');
      expect(await get(`/schemas/ids/${id}/schema`)).toBe(V1);
      expect(await get(`/schemas/ids/${id}/subjects`)).toEqual(['orders-value', 'other-value']);
      expect(await get(`/schemas/ids/${id}/versions`)).toEqual([
        { subject: 'orders-value', version: 1 },
        { subject: 'other-value', version: 1 },
      ]);
      expect(await get(`/schemas/ids/${id}?fetchMaxId=true`)).toHaveProperty('maxId');
      expect(await get(`/schemas/guids/${guid}`)).toMatchObject({ schema: V1, guid });
      expect(await get(`/schemas/guids/${guid}/ids`)).toEqual([{ context: '.', id }]);
      const found = await call('POST', '/subjects/orders-value', proto(V1));
      expect(found.body).toMatchObject({ subject: 'orders-value', version: 1, id });
    });

    it('takes and gives descriptors in base64', async () => {
      const image = fromBinary(FileDescriptorSetSchema, compileProtos({ 'shop.proto': V1 }));
      const file = image.file.find(({ name }) => name === 'shop.proto')!;
      const sent = Buffer.from(toBinary(FileDescriptorProtoSchema, file)).toString('base64');
      const { id } = (await register('encoded-value', sent)).body as { id: number };
      expect(id).toBe(((await register('orders-value', V1)).body as { id: number }).id);
      const { schema } = (await get('/subjects/encoded-value/versions/1?format=serialized')) as {
        schema: string;
      };
      const read = fromBinary(FileDescriptorProtoSchema, Buffer.from(schema, 'base64'));
      expect(read.messageType.map(({ name }) => name)).toEqual(['Order']);
      expect(read.name).toMatch(/^[0-9a-f-]{36}\.proto$/);
      expect((await call('POST', '/subjects/encoded-value', proto(schema))).body).toMatchObject({ id });
      expect(await optioned()).toContain('[(.confluent.field_meta) = { doc: "d" }, (.marks.v1.mark) = "m"]');
      const bad = create(FileDescriptorProtoSchema, { name: 'x.proto', syntax: 'proto9' });
      const refused = await register(
        'encoded-value',
        Buffer.from(toBinary(FileDescriptorProtoSchema, bad)).toString('base64'),
      );
      expect(refused.body).toMatchObject({ error_code: 42201 });
    });

    it('resolves references by the names that they are given', async () => {
      await register('money', MONEY);
      const bill = await register('bill-value', DEPENDENT, {
        references: [{ name: 'money.proto', subject: 'money', version: -1 }],
      });
      expect(bill.body).toMatchObject({
        version: 1,
        references: [{ name: 'money.proto', subject: 'money', version: 1 }],
      });
      const { id } = bill.body as { id: number };
      expect(await get('/subjects/money/versions/1/referencedby')).toEqual([id]);
      expect((await call('DELETE', '/subjects/money/versions/1')).body).toEqual({
        error_code: 42206,
        message:
          'One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=money,version=1}.',
      });
      const renamed = await register('renamed-value', DEPENDENT.replace('money.proto', 'a/b/cash.proto'), {
        references: [{ name: 'a/b/cash.proto', subject: 'money', version: 1 }],
      });
      expect(renamed.status).toBe(200);
      const lost = await register('bill-value', DEPENDENT, {
        references: [{ name: 'money.proto', subject: 'money', version: 9 }],
      });
      expect(lost.body).toMatchObject({ error_code: 42201 });
    });

    it('keeps metadata and rules, and finds by them', async () => {
      const metadata = {
        properties: { owner: 'news' },
        tags: { 'shop.v1.Order.id': ['PII'] },
        sensitive: ['owner'],
      };
      const ruleSet = {
        domainRules: [{ name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'CEL', expr: 'true' }],
      };
      const plain = (await register('meta-value', V1)).body as { id: number };
      const made = (await register('meta-value', V1, { metadata, ruleSet })).body as { id: number };
      expect(made).toMatchObject({ version: 2, metadata, ruleSet });
      expect(made.id).not.toBe(plain.id);
      // A producer that knows of neither keeps both, and finds what is there.
      expect((await register('meta-value', V1)).body).toMatchObject({ version: 1 });
      expect((await register('meta-value', V2)).body).toMatchObject({ version: 3, metadata, ruleSet });
      expect((await register('meta-value', V2)).body).toMatchObject({ version: 3 });
      expect((await call('POST', '/subjects/meta-value', proto(V2))).body).toMatchObject({ version: 3 });
      await call('PUT', '/config/meta-value', {
        defaultMetadata: { properties: { owner: 'nobody', team: 'web' } },
        overrideMetadata: { properties: { region: 'no' } },
      });
      const laid = await register('meta-value', V2, { metadata: { properties: { owner: 'sport' } } });
      expect(laid.body).toMatchObject({
        version: 4,
        metadata: { properties: { owner: 'sport', team: 'web', region: 'no' } },
      });
      await call('DELETE', '/subjects/meta-value/versions/3');
      await call('DELETE', '/subjects/meta-value/versions/4');
      expect(await get('/subjects/meta-value/metadata?key=owner&value=news')).toMatchObject({ version: 2 });
      expect(await get('/subjects/meta-value/metadata?key=owner&value=weather')).toMatchObject({
        error_code: 40403,
      });
    });

    it('judges by the level, and says why', async () => {
      await call('PUT', '/config/judged-value', { compatibility: 'backward' });
      await register('judged-value', V1);
      const path = '/compatibility/subjects/judged-value/versions';
      expect((await call('POST', `${path}/latest`, proto(V2))).body).toEqual({ is_compatible: true });
      expect((await call('POST', path, proto(BREAKING))).body).toEqual({ is_compatible: false });
      const verbose = await call('POST', `${path}/1?verbose=true`, proto(BREAKING));
      expect(verbose.body).toMatchObject({
        is_compatible: false,
        messages: expect.arrayContaining([
          expect.stringMatching(/^\{errorType:"/),
          '{oldSchemaVersion: 1}',
        ]) as unknown,
      });
      expect((await call('POST', `${path}/latest?verbose=true`, proto('nonsense'))).body).toMatchObject({
        is_compatible: false,
      });
      expect((await call('POST', '/compatibility/subjects/none/versions/latest', proto(V1))).body).toEqual({
        is_compatible: true,
      });
      const refused = await register('judged-value', BREAKING);
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({
        error_code: 40901,
        message: expect.stringMatching(
          /^Schema being registered is incompatible with an earlier schema for subject "judged-value", details: \[\{errorType:/,
        ) as unknown,
      });
      await registry.call('PUT', '/config/judged-value', { compatibility: 'BACKWARD', profile: 'confluent' });
      expect((await call('POST', `${path}/1?verbose=true`, proto(BREAKING))).body).toEqual({
        is_compatible: false,
        messages: [
          `{errorType:"FIELD_SCALAR_KIND_CHANGED", description:"The kind of a SCALAR field at path '#/Order/2' in the new schema does not match its kind in the old schema"}`,
          '{oldSchemaVersion: 1}',
          `{oldSchema: '${V1}'}`,
          "{validateFields: 'true', compatibility: 'BACKWARD'}",
        ],
      });
    });

    it('judges groups of versions apart', async () => {
      await call('PUT', '/config/grouped-value', { compatibilityGroup: 'major' });
      expect(await get('/config/grouped-value')).toEqual({ compatibilityGroup: 'major' });
      const major = (number: string) => ({ metadata: { properties: { major: number } } });
      const path = '/compatibility/subjects/grouped-value/versions';
      expect((await register('grouped-value', V1, major('1'))).body).toMatchObject({ version: 1 });
      expect((await register('grouped-value', BREAKING)).body).toMatchObject({ error_code: 40901 });
      expect((await register('grouped-value', BREAKING, major('1'))).body).toMatchObject({
        error_code: 40901,
      });
      expect((await call('POST', path, proto(BREAKING, major('1')))).body).toEqual({ is_compatible: false });
      expect((await call('POST', path, proto(BREAKING, major('2')))).body).toEqual({ is_compatible: true });
      expect((await register('grouped-value', BREAKING, major('2'))).body).toMatchObject({ version: 2 });
      // The one before in its group is what counts, not the latest.
      expect((await register('grouped-value', V2, major('1'))).body).toMatchObject({ version: 3 });
    });

    it('deletes softly, then for good', async () => {
      await register('gone-value', V1);
      await register('gone-value', V2);
      const { id } = (await get('/subjects/gone-value/versions/2')) as { id: number };
      expect((await call('DELETE', '/subjects/gone-value/versions/latest')).body).toBe(2);
      expect(await get('/subjects/gone-value/versions')).toEqual([1]);
      expect(await get('/subjects/gone-value/versions?deleted=true')).toEqual([1, 2]);
      expect(await get('/subjects/gone-value/versions?deletedOnly=true')).toEqual([2]);
      expect(await get('/subjects/gone-value/versions/2?deleted=true')).toMatchObject({
        version: 2,
        deleted: true,
      });
      expect(await get(`/schemas/ids/${id}`)).toMatchObject({ schema: V2 });
      expect((await register('gone-value', V2)).body).toMatchObject({ id, version: 3 });
      expect((await call('DELETE', '/subjects/gone-value')).body).toEqual([1, 3]);
      expect(await get('/subjects?subjectPrefix=gone')).toEqual([]);
      expect(await get('/subjects?subjectPrefix=gone&deleted=true')).toEqual(['gone-value']);
      expect(await get('/subjects?subjectPrefix=gone&deletedOnly=true')).toEqual(['gone-value']);
      await call('PUT', '/config/gone-value', { compatibility: 'NONE' });
      expect((await call('DELETE', '/subjects/gone-value?permanent=true')).body).toEqual([1, 2, 3]);
      expect((await call('GET', '/config/gone-value')).body).toMatchObject({ error_code: 40408 });
      // Another subject has it still.
      expect((await call('GET', `/schemas/ids/${id}`)).status).toBe(200);
      expect(await get('/subjects?deleted=true')).not.toContain('gone-value');
    });

    it('gives one id and one version to a content that many register at once', async () => {
      const racing = (count: number, schema: (index: number) => string): Promise<ConfluentAnswer[]> =>
        Promise.all(Array.from({ length: count }, (_, index) => register('raced-value', schema(index))));
      const same = await racing(8, () => MONEY.replace('units', 'raced'));
      expect(new Set(same.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      await call('PUT', '/config/raced-value', { compatibility: 'NONE' });
      const different = await racing(8, (index) => MONEY.replace('units', `raced_${index}`));
      const versions = different.map(({ body }) => (body as { version: number }).version);
      expect(versions.sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
      expect(new Set(different.map(({ body }) => (body as { id: number }).id)).size).toBe(8);
    });

    it('has names with slashes, percents and letters of all kinds', async () => {
      for (const name of ['a/b/c.proto', '100%', 'Straße 😀', '...', '__proto__', 'a+b c']) {
        expect((await register(name, V1)).body).toMatchObject({ version: 1 });
        expect(await get(`/subjects/${encodeURIComponent(name)}/versions`)).toEqual([1]);
        expect(await get('/subjects')).toContain(name);
      }
    });

    it('forgets the id of what nobody has any more', async () => {
      const { id } = (await register('lonely-value', MONEY.replace('units', 'lonely'))).body as {
        id: number;
      };
      await call('DELETE', '/subjects/lonely-value');
      expect(await get(`/schemas/ids/${id}`)).toMatchObject({ version: 1, deleted: true });
      expect(await get(`/schemas/ids/${id}/versions`)).toEqual([]);
      expect(await get(`/schemas/ids/${id}/versions?deleted=true`)).toEqual([
        { subject: 'lonely-value', version: 1 },
      ]);
      await call('DELETE', '/subjects/lonely-value?permanent=true');
      expect(await get(`/schemas/ids/${id}`)).toMatchObject({ error_code: 40403 });
      // The content keeps its id, should it come back.
      expect((await register('lonely-value', MONEY.replace('units', 'lonely'))).body).toMatchObject({ id });
    });

    it('has settings', async () => {
      expect(await get('/config')).toEqual({ compatibilityLevel: 'BACKWARD' });
      expect(
        (await call('PUT', '/config/set-value', { compatibility: 'full', normalize: true })).body,
      ).toEqual({
        compatibility: 'FULL',
        normalize: true,
      });
      expect(await get('/config/set-value')).toEqual({ compatibilityLevel: 'FULL', normalize: true });
      expect(await get('/config/unset-value?defaultToGlobal=true')).toEqual({
        compatibilityLevel: 'BACKWARD',
      });
      expect((await call('DELETE', '/config/set-value')).body).toEqual({
        compatibilityLevel: 'FULL',
        normalize: true,
      });
      expect((await call('PUT', '/config', { compatibility: 'NONE' })).body).toEqual({
        compatibility: 'NONE',
      });
      expect((await call('DELETE', '/config')).body).toEqual({ compatibilityLevel: 'NONE' });
    });

    it('has modes, and takes over ids and versions', async () => {
      expect(await get('/mode')).toEqual({ mode: 'READWRITE' });
      expect((await call('PUT', '/mode/moded-value', { mode: 'READONLY' })).body).toEqual({
        mode: 'READONLY',
      });
      expect((await register('moded-value', V1)).body).toMatchObject({ error_code: 42205 });
      expect((await call('PUT', '/config/moded-value', { compatibility: 'NONE' })).body).toMatchObject({
        error_code: 42205,
      });
      expect((await call('PUT', '/mode/moded-value', { mode: 'IMPORT' })).body).toEqual({ mode: 'IMPORT' });
      const taken = await register('moded-value', MONEY.replace('units', 'imported'), {
        id: 7_000,
        version: 5,
      });
      expect(taken.body).toMatchObject({ id: 7_000, version: 5 });
      expect((await register('moded-value', V1, { id: 7_000, version: 6 })).body).toMatchObject({
        error_code: 42205,
      });
      const again = (more: object): Promise<ConfluentAnswer> =>
        register('moded-value', MONEY.replace('units', 'imported'), more);
      expect((await again({ id: 7_000, version: 5 })).body).toMatchObject({ id: 7_000, version: 5 });
      expect((await again({ id: 7_001 })).body).toEqual({
        error_code: 42205,
        message: 'Overwrite new schema with id 7001 in context . is not permitted.',
      });
      expect((await again({ id: 7_000, version: 6 })).body).toMatchObject({ error_code: 42201 });
      expect((await again({})).body).toMatchObject({ error_code: 42205 });
      expect((await call('DELETE', '/mode/moded-value')).body).toEqual({ mode: 'IMPORT' });
      const next = await register('fresh-value', MONEY.replace('units', 'after_import'));
      expect((next.body as { id: number }).id).toBeGreaterThan(7_000);
    });

    it('has contexts', async () => {
      expect((await register(':.lab:orders', V1)).body).toMatchObject({ id: 1, version: 1 });
      expect(await get('/contexts/.lab/subjects')).toEqual([':.lab:orders']);
      expect(await get('/contexts/.lab/subjects/orders/versions')).toEqual([1]);
      expect(await get('/contexts/lab/schemas/ids/1')).toMatchObject({ schema: V1 });
      expect(await get('/schemas/ids/1?subject=:.lab:')).toMatchObject({ subject: ':.lab:orders' });
      expect(await get('/schemas/ids/1?subject=:.lab:orders')).toMatchObject({ subject: ':.lab:orders' });
      expect(await get('/schemas/ids/1?subject=other-value')).toMatchObject({ subject: 'other-value' });
      expect(await get('/subjects?subjectPrefix=:.lab:')).toEqual([':.lab:orders']);
      expect(await get('/subjects')).toContain(':.lab:orders');
      expect(await get('/contexts')).toEqual(expect.arrayContaining(['.', '.lab']));
      expect(await get('/contexts?contextPrefix=.la')).toEqual(['.lab']);
      expect((await call('DELETE', '/contexts/.lab')).body).toMatchObject({ error_code: 42211 });
      expect((await call('DELETE', '/contexts/.none')).status).toBe(204);
      expect((await call('PUT', '/contexts/.lab/config', { compatibility: 'NONE' })).status).toBe(200);
      expect(await get('/config/:.lab:orders?defaultToGlobal=true')).toEqual({ compatibilityLevel: 'NONE' });
    });

    it('lists schemas', async () => {
      const all = (await get('/schemas?subjectPrefix=orders')) as { subject: string; version: number }[];
      expect(all.map(({ subject, version }) => `${subject} ${version}`)).toEqual([
        'orders-value 1',
        'orders-value 2',
      ]);
      expect(await get('/schemas?subjectPrefix=orders&latestOnly=true')).toHaveLength(1);
      expect(await get('/schemas?subjectPrefix=orders&offset=1&limit=1')).toMatchObject([{ version: 2 }]);
    });

    it('shares subjects with the native API', async () => {
      await registry.publish('native', V1);
      expect(await get('/subjects/native/versions/1')).toMatchObject({ schema: V1 });
      expect((await register('native', V1)).body).toMatchObject({ version: 1 });
      expect((await registry.call('GET', '/subjects/orders-value/versions/2')).body).toMatchObject({
        version: 2,
      });
    });

    it('answers in the type that is accepted', async () => {
      const typeOf = async (accept: string): Promise<string> =>
        (await call('GET', '/subjects', undefined, { accept })).contentType;
      expect(await typeOf('application/json')).toBe('application/json');
      expect(await typeOf('application/vnd.schemaregistry+json, application/json')).toBe(
        'application/vnd.schemaregistry+json',
      );
      expect(await typeOf('*/*')).toBe('application/vnd.schemaregistry.v1+json');
    });
  },
);
