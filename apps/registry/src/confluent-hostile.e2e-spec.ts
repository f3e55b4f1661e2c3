import { startPostgres } from '#libs/testing';
import { proto } from './testing/confluent-client.js';
import { describeOnEngines } from './testing/on-engines.js';

const V1 = 'syntax = "proto3";\nmessage Order {\n  string id = 1;\n}\n';
const TYPE = 'application/vnd.schemaregistry.v1+json';
const deep = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
const avro = (levels: number): string =>
  '{"type":"array","items":'.repeat(levels) + '"int"' + '}'.repeat(levels);
const NUL = String.fromCharCode(0);

const RULE = { name: 'rule', kind: 'CONDITION', mode: 'WRITE', type: 'CEL' };
const ruled = (more: object): { readonly ruleSet: object } => ({
  ruleSet: { domainRules: [{ ...RULE, ...more }] },
});
const tagged = (entityPath: string, entityType: string, ...tags: unknown[]): object => ({
  schemaEntity: { entityPath, entityType },
  tags,
});
const tagsOf = (...added: object[]): object => ({ tagsToAdd: added });

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
  ['a rule without a type', proto(V1, ruled({ type: undefined })), [42210]],
  ['a rule whose name starts with a digit', proto(V1, ruled({ name: '1st' })), [42210]],
  ['a rule whose name has a space', proto(V1, ruled({ name: 'the rule' })), [42210]],
  ['a rule twice', proto(V1, { ruleSet: { encodingRules: [RULE, RULE] } }), [42210]],
  ['a domain rule of migrations', proto(V1, ruled({ mode: 'UPDOWN' })), [42210]],
  ['a migration rule of writes', proto(V1, { ruleSet: { migrationRules: [RULE] } }), [42210]],
  ['two actions for one direction', proto(V1, ruled({ onFailure: 'NONE,ERROR' })), [42210]],
  ['tags that are a text', proto(V1, { schemaTagsToAdd: 'PII' }), [422]],
  ['tags of no entity', proto(V1, { schemaTagsToAdd: [{ tags: ['PII'] }] }), [422]],
  ['tags of an entity of no kind', proto(V1, { schemaTagsToRemove: [tagged('Order', 'SR_FILE')] }), [422]],
  [
    '10,001 tags',
    proto(V1, { schemaTagsToAdd: Array.from({ length: 10_001 }, () => tagged('Order', 'SR_RECORD')) }),
    [422],
  ],
  ['tags propagated by a text', proto(V1, { propagateSchemaTags: 'yes' }), [422]],
  [
    'a Variant that is not imported',
    proto(`${V1}message M {\n  confluent.type.Variant v = 1;\n}\n`),
    [42201],
  ],
  ['an import that nobody bundles', proto(`${V1}import "confluent/type/none.proto";\n`), [42201]],
  [
    'meta that is none',
    proto(
      V1.replace(' = 1;', ' = 1 [(confluent.field_meta).none = 1];').replace(
        ';',
        ';\nimport "confluent/meta.proto";',
      ),
    ),
    [42201],
  ],
  [
    'an extension of nothing',
    proto(`${V1}extend google.protobuf.FieldOptions {\n  string s = 50000;\n}\n`),
    [42201],
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
  ['no mode', 'PUT', '/mode?force=true', { mode: null }, [42204]],
  ['FORWARD for one', 'PUT', '/mode/hostile?force=true', { mode: 'FORWARD' }, [42204]],
  ['FORWARD with a space', 'PUT', '/mode?force=true', { mode: 'FORWARD ' }, [42204]],
  ['FORWARD without force', 'PUT', '/mode?force=maybe', { mode: 'FORWARD' }, [42205]],
  [
    'force of what does not compile',
    'POST',
    '/subjects/hostile/versions?force=true',
    proto('message {'),
    [42201],
  ],
  ['force of nothing', 'POST', '/subjects/hostile/versions?force=true', proto(' '), [42201]],
  ['an alias that is an object', 'PUT', '/config/hostile', { alias: {} }, [422]],
  ['an alias that is a context', 'PUT', '/config/hostile', { alias: ':.ctx:' }, [42208]],
  ['an alias of 600 characters', 'PUT', '/config/hostile', { alias: 'x'.repeat(600) }, [42208]],
  ['an alias of all', 'PUT', '/config', { alias: 'kept' }, [422]],
  ['an alias for keys that is a number', 'PUT', '/config/hostile', { aliasForDeks: 7 }, [422]],
  ['an alias for keys with a NUL', 'PUT', '/config/hostile', { aliasForDeks: NUL }, [42208]],
  ['an alias for keys of all', 'PUT', '/config', { aliasForDeks: 'kept' }, [422]],
  ['a policy that is a list', 'PUT', '/config/hostile', { compatibilityPolicy: ['STRICT'] }, [422]],
  ['an empty policy', 'PUT', '/config/hostile', { compatibilityPolicy: '' }, [422]],
  ['a policy of two', 'PUT', '/config', { compatibilityPolicy: 'STRICT,LENIENT' }, [422]],
  [
    'a good level with a bad policy',
    'PUT',
    '/config/hostile',
    { compatibility: 'FULL', compatibilityPolicy: 7 },
    [422],
  ],
  ['a group without a name', 'PUT', '/config/hostile', { compatibilityGroup: '' }, [422]],
  ['default metadata that are a text', 'PUT', '/config/hostile', { defaultMetadata: 'a=b' }, [422]],
  [
    'an override of bad rules',
    'PUT',
    '/config/hostile',
    { overrideRuleSet: { domainRules: [{ name: '' }] } },
    [42210],
  ],
  ['tags of a version that is none', 'POST', '/subjects/kept/versions/one/tags', {}, [42202]],
  ['tags of an unknown version', 'POST', '/subjects/kept/versions/9/tags', {}, [40402]],
  ['tags of an unknown subject', 'POST', '/subjects/hostile/versions/1/tags', {}, [40401]],
  ['tags that are no JSON', 'POST', '/subjects/kept/versions/1/tags', '{', [400]],
  ['tags without entities', 'POST', '/subjects/kept/versions/1/tags', tagsOf({}), [422]],
  [
    'a tag that is a number',
    'POST',
    '/subjects/kept/versions/1/tags',
    tagsOf(tagged('Order', 'SR_RECORD', 7)),
    [422],
  ],
  [
    'a tag of nothing',
    'POST',
    '/subjects/kept/versions/1/tags',
    tagsOf(tagged('Order.no', 'SR_FIELD', 'A')),
    [42201],
  ],
  [
    'a tag of __proto__',
    'POST',
    '/subjects/kept/versions/1/tags',
    tagsOf(tagged('__proto__', 'SR_RECORD', 'A')),
    [42201],
  ],
  [
    'a message tagged as a field',
    'POST',
    '/subjects/kept/versions/1/tags',
    tagsOf(tagged('Order', 'SR_FIELD', 'A')),
    [42201],
  ],
  ['a tagged version 0', 'POST', '/subjects/kept/versions/1/tags', { newVersion: 0 }, [422]],
  [
    'a tagged version in the future',
    'POST',
    '/subjects/kept/versions/1/tags',
    { ...tagsOf(tagged('Order', 'SR_RECORD', 'A')), newVersion: 9 },
    [42201],
  ],
  [
    'rules to merge that are none',
    'POST',
    '/subjects/kept/versions/1/tags',
    { rulesToMerge: { domainRules: [{}] } },
    [42210],
  ],
];

/** What means nothing, and is answered like what is left out. */
const HARMLESS: readonly string[] = [
  'format=',
  'format=%00',
  'format=__proto__',
  'format=resolved',
  'format=default&format=serialized',
  'format=IGNORE_EXTENSIONS',
  'findTags=%00',
  'findTags=__proto__',
  'deleted=maybe',
  'referenceFormat=none',
  'normalize=7',
];

describeOnEngines(await startPostgres(), "hostile clients of Confluent's API", ({ call, get }) => {
  beforeAll(() => call('POST', '/subjects/kept/versions', proto(V1)));
  afterEach(async () => expect(await get('/subjects?deleted=true')).toEqual(['kept']));

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

  it.each(HARMLESS)('%s changes nothing', async (query) => {
    const answer = await get(`/subjects/kept/versions/1?${query}`);
    expect(answer).toMatchObject({ subject: 'kept', schema: V1 });
    expect(await get(`/schemas/ids/1?${query}`)).toMatchObject({ schema: V1 });
  });

  it('an alias of itself, and two of each other, lead nowhere', async () => {
    const aliases = [
      ['mirror', 'mirror'],
      ['there', 'back'],
      ['back', 'there'],
    ] as const;
    for (const [name, alias] of aliases) {
      await call('PUT', `/config/${name}`, { alias });
      expect(await get(`/subjects/${name}/versions`)).toMatchObject({ error_code: 40401 });
    }
    for (const [name] of aliases) await call('DELETE', `/config/${name}`);
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

  it('the service is well, and what it kept is as it was', async () => {
    expect((await call('GET', '/ready')).status).toBe(200);
    expect(await get('/subjects/kept/versions')).toEqual([1]);
    expect(await get('/subjects/kept/versions/1')).toMatchObject({ id: 1, schema: V1 });
  });

  it('settings that are refused in part change nothing', async () => {
    expect(await get('/config/hostile')).toMatchObject({ error_code: 40408 });
    expect(await get('/mode')).toEqual({ mode: 'READWRITE' });
    expect(await get('/config')).toEqual({ compatibilityLevel: 'BACKWARD' });
  });
});
