import { startPostgres } from '#libs/testing';
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
const DEPENDENT = `syntax = "proto3";\npackage shop.v1;\nimport "money.proto";\nmessage Bill {\n  money.v1.Money total = 1;\n}\n`;
const MONEY = 'syntax = "proto3";\npackage money.v1;\nmessage Money {\n  int64 units = 1;\n}\n';

describe.each(enginesOf(await startPostgres(), 'failures of the Confluent surface'))(
  'failures of the Confluent surface on %s',
  (_engine, databaseUrl) => {
    let registry: RunningRegistry;
    let call: ConfluentCall;
    const get = async (path: string): Promise<unknown> => (await call('GET', path)).body;
    const register = (subject: string, schema: string): Promise<ConfluentAnswer> =>
      call('POST', `/subjects/${encodeURIComponent(subject)}/versions`, proto(schema));

    beforeAll(async () => {
      registry = await startRegistry(databaseUrl);
      call = confluentClient(registry.url);
      await register('failing', V1);
      await register('deleted', V1);
      await call('DELETE', '/subjects/deleted');
    }, 60_000);
    afterAll(() => registry.close());

    describe.each<[string, string, string, unknown, number, string | null]>([
      ['an unknown subject', 'GET', '/subjects/none/versions', undefined, 40401, "Subject 'none' not found."],
      ['an unknown version', 'GET', '/subjects/failing/versions/9', undefined, 40402, 'Version 9 not found.'],
      [
        'a version of nothing',
        'GET',
        '/subjects/none/versions/1',
        undefined,
        40401,
        "Subject 'none' not found.",
      ],
      ['a lookup of nothing', 'POST', '/subjects/none', proto(V1), 40401, "Subject 'none' not found."],
      ['a lookup in vain', 'POST', '/subjects/failing', proto(MONEY), 40403, 'Schema not found'],
      ['an unknown id', 'GET', '/schemas/ids/99999', undefined, 40403, 'Schema 99999 not found'],
      ['an id that is none', 'GET', '/schemas/ids/x', undefined, 40403, 'Schema x not found'],
      [
        'an unknown GUID',
        'GET',
        '/schemas/guids/01234567-89ab-8cde-8f01-23456789abcd',
        undefined,
        40403,
        'Schema 01234567-89ab-8cde-8f01-23456789abcd not found',
      ],
      ['deleting nothing', 'DELETE', '/subjects/none', undefined, 40401, "Subject 'none' not found."],
      [
        'deleting softly again',
        'DELETE',
        '/subjects/deleted',
        undefined,
        40404,
        "Subject 'deleted' was soft deleted.Set permanent=true to delete permanently",
      ],
      [
        'deleting for good at once',
        'DELETE',
        '/subjects/failing?permanent=true',
        undefined,
        40405,
        "Subject 'failing' was not deleted first before being permanently deleted",
      ],
      [
        'deleting a version softly again',
        'DELETE',
        '/subjects/deleted/versions/1',
        undefined,
        40406,
        "Subject 'deleted' Version 1 was soft deleted.Set permanent=true to delete permanently",
      ],
      [
        'deleting a version for good at once',
        'DELETE',
        '/subjects/failing/versions/1?permanent=true',
        undefined,
        40407,
        "Subject 'failing' Version 1 was not deleted first before being permanently deleted",
      ],
      [
        'no settings',
        'GET',
        '/config/none',
        undefined,
        40408,
        "Subject 'none' does not have subject-level compatibility configured",
      ],
      [
        'no mode',
        'GET',
        '/mode/none',
        undefined,
        40409,
        "Subject 'none' does not have subject-level mode configured",
      ],
      ['removing no settings', 'DELETE', '/config/none', undefined, 40401, "Subject 'none' not found."],
      ['removing no mode', 'DELETE', '/mode/none', undefined, 40401, "Subject 'none' not found."],
      [
        'checking with nothing',
        'POST',
        '/compatibility/subjects/none/versions/3',
        proto(V1),
        40402,
        'Version 3 not found.',
      ],
      [
        'a version that is none',
        'GET',
        '/subjects/failing/versions/first',
        undefined,
        42202,
        `The specified version 'first' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
      ],
      ['version 0', 'GET', '/subjects/failing/versions/0', undefined, 42202, null],
      ['version 2^31', 'GET', '/subjects/failing/versions/2147483648', undefined, 42202, null],
      ['an empty schema', 'POST', '/subjects/failing/versions', proto(''), 42201, 'Empty schema'],
      ['no schema', 'POST', '/subjects/failing/versions', { schemaType: 'PROTOBUF' }, 42201, 'Empty schema'],
      [
        'a schema that does not compile',
        'POST',
        '/subjects/failing/versions',
        proto('syntax = "proto3"; message {'),
        42201,
        null,
      ],
      ['base64 that is no descriptor', 'POST', '/subjects/failing/versions', proto('AAAA'), 42201, null],
      [
        'an unknown type',
        'POST',
        '/subjects/failing/versions',
        { schema: '1', schemaType: 'XML' },
        42201,
        null,
      ],
      [
        'an unknown reference',
        'POST',
        '/subjects/failing/versions',
        proto(DEPENDENT, { references: [{ name: 'money.proto', subject: 'gone', version: 1 }] }),
        42201,
        `Invalid schema {subject=failing,version=0,id=-1,schemaType=PROTOBUF,references=[{name='money.proto', subject='gone', version=1}],metadata=null,ruleSet=null,schema=${DEPENDENT}} with refs [{name='money.proto', subject='gone', version=1}] of type PROTOBUF, details: No schema reference found for subject "gone" and version 1`,
      ],
      [
        'a level that is none',
        'PUT',
        '/config',
        { compatibility: 'SOME' },
        42203,
        'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
      ],
      [
        'a mode that is none',
        'PUT',
        '/mode',
        { mode: 'SOME' },
        42204,
        'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
      ],
      ['a policy that nobody knows', 'PUT', '/config/failing', { compatibilityPolicy: 'LAX' }, 422, null],
      [
        'an id of its own',
        'POST',
        '/subjects/failing/versions',
        proto(V2, { id: 5 }),
        42205,
        'Subject failing in context . is not in import mode',
      ],
      ['importing over versions', 'PUT', '/mode', { mode: 'IMPORT' }, 42205, null],
      [
        'a version out of turn',
        'POST',
        '/subjects/failing/versions',
        proto(V2, { version: 7 }),
        42201,
        'Version is not one more than previous version',
      ],
      [
        'a name with a control character',
        'POST',
        '/subjects/a%01b/versions',
        proto(V1),
        42208,
        "The specified subject 'a\\u0001b' is not a valid.",
      ],
      ['a name of 10 kB', 'POST', `/subjects/${'x'.repeat(1_900)}/versions`, proto(V1), 42208, null],
      [
        'a rule set that is none',
        'POST',
        '/subjects/failing/versions',
        proto(V1, { ruleSet: { domainRules: [{}] } }),
        42210,
        null,
      ],
      [
        'a schema of more than a megabyte',
        'POST',
        '/subjects/failing/versions',
        proto(`// ${'x'.repeat(1024 * 1024)}\n${V1}`),
        42209,
        null,
      ],
      [
        'a setting of another type',
        'PUT',
        '/config/failing',
        { normalize: 'yes' },
        422,
        "'normalize' must be true or false.",
      ],
      ['a body that is no JSON', 'POST', '/subjects/failing/versions', '{', 400, 'The body is not JSON.'],
      ['a body that is no object', 'POST', '/subjects/failing/versions', '[]', 422, null],
      ['no body', 'POST', '/subjects/failing/versions', undefined, 422, null],
      ['a limit that is none', 'GET', '/subjects?limit=x', undefined, 400, null],
    ])('%s', (_title, method, path, body, code, message) => {
      it(`is ${code}`, async () => {
        const answer = await call(method, path, body);
        expect(answer.body).toMatchObject({ error_code: code, ...(message === null ? {} : { message }) });
        expect(answer.status).toBe(Number(String(code).slice(0, 3)));
        expect(answer.contentType).toBe('application/vnd.schemaregistry.v1+json');
        expect(await get('/subjects/failing/versions')).toEqual([1]);
      });
    });

    it('tells malformed application/json in its own way', async () => {
      const answer = await call('POST', '/subjects/x/versions', '{', { 'content-type': 'application/json' });
      expect(answer.body).toMatchObject({ error_code: 400 });
    });

    it('lets no setting below a READONLY_OVERRIDE through', async () => {
      await call('PUT', '/mode/:.frozen:', { mode: 'READONLY_OVERRIDE' });
      await call('PUT', '/mode/:.frozen:a', { mode: 'READWRITE' });
      expect((await register(':.frozen:a', V1)).body).toMatchObject({ error_code: 42205 });
      expect(await get('/mode/:.frozen:a?defaultToGlobal=true')).toEqual({ mode: 'READONLY_OVERRIDE' });
      await call('DELETE', '/mode/:.frozen:');
      expect((await register(':.frozen:a', V1)).status).toBe(200);
    });

    it('takes settings away that are null', async () => {
      await call('PUT', '/config/nulled-value', { compatibility: 'FULL', normalize: true });
      await call('PUT', '/config/nulled-value', { compatibility: null });
      expect(await get('/config/nulled-value')).toEqual({ normalize: true });
      await call('PUT', '/config/nulled-value', { normalize: null });
      expect(await get('/config/nulled-value')).toMatchObject({ error_code: 40408 });
    });
  },
);
