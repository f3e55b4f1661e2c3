import { startPostgres } from '#libs/testing';
import { proto } from './testing/confluent-client.js';
import { describeOnEngines } from './testing/on-engines.js';

const V1 = 'syntax = "proto3";\nmessage Order {\n  string id = 1;\n}\n';
const TYPE = 'application/vnd.schemaregistry.v1+json';
const deep = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
const avro = (levels: number): string =>
  '{"type":"array","items":'.repeat(levels) + '"int"' + '}'.repeat(levels);
const NUL = String.fromCharCode(0);

/** What a hostile client sends, and the codes that may be answered. */
type Row = [title: string, method: string, path: string, body: unknown, codes: readonly number[]];

const BODIES: readonly [string, unknown, readonly number[]][] = [
  ['nothing', '', [400, 422]],
  ['half a JSON', '{"schema":', [400]],
  ['a number', '7', [422]],
  ['null', 'null', [422]],
  ['a list', '[{}]', [422]],
  ['bytes that are no UTF-8', '\uD800{', [400]],
  ['JSON of 100,000 levels', deep(100_000), [400, 422, 42201]],
  ['a schema that is a number', { schema: 7, schemaType: 'PROTOBUF' }, [422]],
  ['a schema that is an object', { schema: {}, schemaType: 'PROTOBUF' }, [422]],
  ['a type that is a list', { schema: V1, schemaType: ['PROTOBUF'] }, [422]],
  ['an unknown type', { schema: V1, schemaType: '__proto__' }, [42201]],
  ['references that are an object', proto(V1, { references: {} }), [422]],
  ['a reference without a name', proto(V1, { references: [{ subject: 'a', version: 1 }] }), [422]],
  [
    'a reference of version 0',
    proto(V1, { references: [{ name: 'a.proto', subject: 'a', version: 0 }] }),
    [42201],
  ],
  [
    'a reference of version 2^31',
    proto(V1, { references: [{ name: 'a', subject: 'a', version: 2 ** 31 }] }),
    [422],
  ],
  [
    'a reference to itself',
    proto(V1, { references: [{ name: '_schema.proto', subject: 'hostile', version: 1 }] }),
    [42201],
  ],
  [
    'a reference up the tree',
    proto(V1, { references: [{ name: '../../etc/passwd', subject: 'kept', version: 1 }] }),
    [400, 42201],
  ],
  [
    'a thousand and one references',
    proto(V1, { references: Array.from({ length: 1_001 }, () => ({ name: 'a', subject: 'a', version: 1 })) }),
    [422],
  ],
  ['an import of itself', proto(`${V1}import "_schema.proto";\n`), [42201]],
  ['an id of text', proto(V1, { id: 'one' }), [422]],
  ['an id of 2^31', proto(V1, { id: 2 ** 31 }), [422]],
  ['a version of 1.5', proto(V1, { version: 1.5 }), [422]],
  ['metadata that are a list', proto(V1, { metadata: [] }), [422]],
  ['a property that is a number', proto(V1, { metadata: { properties: { a: 1 } } }), [422]],
  ['rules that are a text', proto(V1, { ruleSet: 'all' }), [42210]],
  [
    'a rule of an unknown kind',
    proto(V1, { ruleSet: { domainRules: [{ name: 'r', kind: 'MAYBE' }] } }),
    [42210],
  ],
  ['a schema with a NUL', proto(`${V1}// ${NUL}\n`), [42201]],
  ['a schema of two megabytes', proto(`// ${'x'.repeat(2 * 1024 * 1024)}\n${V1}`), [42209]],
  [
    'a schema of 10,000 levels',
    proto(`syntax = "proto3";${'message M {'.repeat(10_000)}${'}'.repeat(10_000)}`),
    [42201, 42209],
  ],
  ['base64 of noise', proto(Buffer.alloc(300, 0xff).toString('base64')), [42201]],
  ['Avro of 10,000 levels', { schema: avro(10_000) }, [42201]],
  ['Avro of two megabytes', { schema: `"${'x'.repeat(2 * 1024 * 1024)}"` }, [42201, 42209]],
  ['an Avro name that is none', { schema: '{"type":"record","name":"__proto__ x","fields":[]}' }, [42201]],
  ['a JSON Schema of 10,000 levels', { schema: deep(10_000), schemaType: 'JSON' }, [42201]],
];

const NAMES: readonly [string, string, number][] = [
  ['10 kB', 'x'.repeat(10_000), 414],
  ['more than 512 characters', 'x'.repeat(600), 42208],
  ['a NUL', '%00', 42208],
  ['a line feed', 'a%0Ab', 42208],
  ['a broken percent sign', '%E0%A4%A', 400],
  ['__GLOBAL', '__GLOBAL', 42208],
  ['a context alone', ':.ctx:', 42208],
];

const PATHS: readonly Row[] = [
  ['a version of letters', 'GET', '/subjects/kept/versions/one', undefined, [42202]],
  ['a negative version', 'GET', '/subjects/kept/versions/-2', undefined, [42202]],
  ['a version of 40 digits', 'GET', `/subjects/kept/versions/${'9'.repeat(40)}`, undefined, [42202]],
  ['an id of 40 digits', 'GET', `/schemas/ids/${'9'.repeat(40)}`, undefined, [40403]],
  ['a negative id', 'GET', '/schemas/ids/-1', undefined, [40403]],
  ['a GUID that is none', 'GET', "/schemas/guids/'%20OR%201=1", undefined, [40403]],
  ['a subject of SQL', 'GET', "/subjects/'%3B%20DROP%20TABLE%20version/versions", undefined, [40401]],
  ['a limit of letters', 'GET', '/schemas?limit=all', undefined, [400]],
  ['settings that are no object', 'PUT', '/config/hostile', '"FULL"', [422]],
  ['a level that is an object', 'PUT', '/config/hostile', { compatibility: {} }, [42203]],
  ['a mode that is a number', 'PUT', '/mode/hostile', { mode: 7 }, [42204]],
];

describeOnEngines(await startPostgres(), "hostile clients of Confluent's API", ({ call, get }) => {
  beforeAll(() => call('POST', '/subjects/kept/versions', proto(V1)));
  afterEach(async () => {
    expect(await get('/subjects?deleted=true')).toEqual(['kept']);
    expect(await get('/subjects/kept/versions')).toEqual([1]);
    expect((await call('GET', '/ready')).status).toBe(200);
  });

  const codeOf = (body: unknown): number => (body as { error_code: number }).error_code;

  it.each(BODIES)('a body of %s is told, wherever it is sent', async (_title, body, codes) => {
    for (const path of ['/subjects/hostile/versions', '/compatibility/subjects/hostile/versions/latest']) {
      const answer = await call('POST', path, body);
      expect([path, codes.includes(codeOf(answer.body)), answer.body]).toEqual([path, true, answer.body]);
      expect([answer.status, answer.contentType]).toEqual([
        Number(String(codeOf(answer.body)).slice(0, 3)),
        TYPE,
      ]);
    }
  });

  it.each(NAMES)('a subject of %s is no subject', async (_title, name, code) => {
    const answers = [
      await call('POST', `/subjects/${name}/versions`, proto(V1)),
      await call('GET', `/subjects/${name}/versions/1`),
    ];
    for (const { status, body } of answers) {
      expect(Math.floor(status / 100)).toBe(4);
      if (code > 10_000) expect(body).toMatchObject({ error_code: code });
    }
  });

  it.each(PATHS)('%s is told', async (_title, method, path, body, codes) => {
    const answer = await call(method, path, body);
    expect(codes).toContain(codeOf(answer.body));
    expect(answer.contentType).toBe(TYPE);
  });
});
