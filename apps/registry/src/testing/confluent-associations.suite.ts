import { proto, type ConfluentAnswer } from './confluent-client.js';
import type { EngineUnderTest } from './on-engines.js';

const V1 = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n  int64 price = 2;\n}\n';
const V2 = V1.replace('string id', 'string code');
const BREAKING = V1.replace('int64 price', 'string price');
/** Settings of the registry that {@link associationsSuite} wants. */
export const ASSOCIATIONS_ENV = { MAX_ASSOCIATIONS: '12' };

const MAX = Number(ASSOCIATIONS_ENV.MAX_ASSOCIATIONS);

type Members = Readonly<Record<string, unknown>>;

/** A request for one topic, whose id is `id-` and its name. */
const topic = (name: string, ...associations: readonly Members[]): Members => ({
  resourceName: name,
  resourceNamespace: 'lkc',
  resourceId: `id-${name}`,
  associations,
});
const strong = (subject: string, more: Members = {}): Members => ({ subject, lifecycle: 'STRONG', ...more });
const weak = (subject: string, more: Members = {}): Members => ({ subject, ...more });
const told = (error_code: number, message: string): object => ({ error_code, message });
const wrong = (property: string, reason: string): object =>
  told(42212, `The association specified an invalid value for property: '${property}', reason: ${reason}`);

/** What associations do, and what is refused of them; called in the description of a registry, which may have other subjects. */
export const associationsSuite = ({ call, get }: Pick<EngineUnderTest, 'call' | 'get'>): void => {
  const create = (body: unknown, query = ''): Promise<ConfluentAnswer> =>
    call('POST', `/associations${query}`, body);
  const upsert = (name: string, ...associations: readonly Members[]): Promise<ConfluentAnswer> =>
    call('PUT', `/associations/resources/id-${name}`, topic(name, ...associations));
  const remove = (name: string, query = ''): Promise<ConfluentAnswer> =>
    call('DELETE', `/associations/resources/id-${name}${query}`);
  const register = (subject: string, schema = V1, more: Members = {}): Promise<ConfluentAnswer> =>
    call('POST', `/subjects/${encodeURIComponent(subject)}/versions`, proto(schema, more));
  const rows = async (path: string): Promise<readonly Members[]> =>
    (await get(`/associations/${path}`)) as readonly Members[];
  beforeAll(async () => {
    for (const subject of ['orders', 'shared', 'owned', 'gone']) await register(subject);
    await call('DELETE', '/subjects/gone');
  });

  it('are made, with the schemas that come along', async () => {
    const key = strong('made-key', { associationType: 'key', schema: proto(V1) });
    const tried = await create({ ...topic('made', key), resourceId: undefined }, '?dryRun=true');
    expect(tried.body).toEqual({ resourceName: 'made', resourceNamespace: 'lkc', resourceType: 'topic' });
    expect(await get('/subjects?subjectPrefix=made')).toEqual([]);
    const made = await create(topic('made', key, weak('shared')));
    expect([made.status, made.body]).toEqual([
      200,
      {
        resourceName: 'made',
        resourceNamespace: 'lkc',
        resourceId: 'id-made',
        resourceType: 'topic',
        associations: [
          {
            subject: 'made-key',
            associationType: 'key',
            lifecycle: 'STRONG',
            frozen: false,
            schema: await get('/subjects/made-key/versions/1'),
          },
          { subject: 'shared', associationType: 'value', lifecycle: 'WEAK', frozen: false },
        ],
      },
    ]);
  });

  it('are found by id, name and subject, filtered and page by page', async () => {
    const key = {
      subject: 'made-key',
      guid: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      resourceName: 'made',
      resourceNamespace: 'lkc',
      resourceId: 'id-made',
      resourceType: 'topic',
      associationType: 'key',
      lifecycle: 'STRONG',
      frozen: false,
    };
    const value = { ...key, subject: 'shared', associationType: 'value', lifecycle: 'WEAK' };
    expect(await rows('resources/id-made')).toEqual([key, value]);
    expect(await rows('resources/lkc/made?resourceType=topic')).toEqual([key, value]);
    expect(await rows('resources/-/made?associationType=key&associationType=value')).toEqual([key, value]);
    expect(await rows('resources/other/made')).toEqual([]);
    expect(await rows('subjects/made-key')).toEqual([key]);
    expect(await rows('resources/id-made?associationType=value')).toEqual([value]);
    expect(await rows('resources/id-made?lifecycle=STRONG')).toEqual([key]);
    expect(await rows('resources/id-made?offset=1')).toEqual([value]);
    expect(await rows('resources/id-made?limit=1')).toEqual([key]);
    expect(await rows('resources/unknown')).toEqual([]);
  });

  it('are listed beside schemas when they are asked for', async () => {
    const listed = await get('/schemas?subjectPrefix=made&associationType=key');
    expect(listed).toMatchObject([{ subject: 'made-key', associations: [{ resourceId: 'id-made' }] }]);
    const others = (await get('/schemas?subjectPrefix=made&lifecycle=WEAK')) as readonly Members[];
    expect(others).toHaveLength(1);
    expect(others[0]).not.toHaveProperty('associations');
    expect(((await get('/schemas?subjectPrefix=made')) as readonly Members[])[0]).not.toHaveProperty(
      'associations',
    );
    expect(await get('/schemas?lifecycle=LAX')).toEqual(wrong('lifecycle', 'must be STRONG or WEAK'));
  });

  it('are the same when they are made again, and others are refused', async () => {
    const same = await create(topic('made', weak('shared'), weak('made-key', { associationType: 'key' })));
    expect(same.body).toMatchObject({ associations: [{ lifecycle: 'WEAK' }, { lifecycle: 'STRONG' }] });
    const known = strong('made-key', { associationType: 'key', schema: proto(V1) });
    expect((await create(topic('made', known))).status).toBe(200);
    const exists = told(40903, "An association of type 'value' already exists for resource 'id-made'");
    expect((await create(topic('made', weak('orders')))).body).toEqual(exists);
    expect((await create(topic('made', weak('shared', { lifecycle: 'STRONG' })))).body).toEqual(exists);
    const more = topic('made', weak('shared', { schema: proto(V2.replace('package', '// x\npackage')) }));
    await call('PUT', '/config/shared', { compatibility: 'NONE' });
    expect((await create(more)).body).toEqual(exists);
    expect(await get('/subjects/shared/versions')).toEqual([1]);
  });

  it('share a subject, or own it', async () => {
    expect((await create(topic('owner', strong('shared')))).body).toEqual(
      told(40904, "An association already exists for subject 'shared'"),
    );
    await create(topic('owner', strong('owned')));
    const owned = told(40905, "A strong association already exists for subject 'owned'");
    expect((await create(topic('guest', weak('owned')))).body).toEqual(owned);
    expect((await upsert('guest', weak('owned'))).body).toEqual(owned);
    const twice = topic(
      'twice',
      strong('orders', { associationType: 'key' }),
      weak('orders', { associationType: 'value' }),
    );
    expect((await create(twice)).body).toMatchObject({ error_code: 40905 });
    expect(await rows('resources/id-twice')).toEqual([]);
    expect((await create(topic('friend', weak('shared')))).status).toBe(200);
    expect(await rows('subjects/shared')).toHaveLength(2);
  });

  it('need a version that is live, and a schema that may be one', async () => {
    for (const subject of ['nobody', 'gone'])
      expect((await create(topic('new', weak(subject)))).body).toEqual(
        told(40907, `No active (non-deleted) version exists for subject '${subject}'`),
      );
    const broken = topic(
      'new',
      weak('new-key', { associationType: 'key', schema: proto(V1) }),
      weak('owned', { schema: proto(BREAKING) }),
    );
    expect((await create(broken)).body).toMatchObject({ error_code: 40901 });
    const invalid = weak('new-value', { schema: proto('message {') });
    expect((await create(topic('new', invalid))).body).toMatchObject({ error_code: 42201 });
    expect(await get('/subjects?subjectPrefix=new&deleted=true')).toEqual([]);
    await call('PUT', '/mode/orders', { mode: 'READONLY' });
    expect((await create(topic('new', weak('orders')))).body).toMatchObject({ error_code: 42205 });
    await call('DELETE', '/mode/orders');
    expect(await rows('resources/id-new')).toEqual([]);
  });

  it('change their lifecycle, not their subject', async () => {
    expect((await upsert('owner', weak('owned', { lifecycle: 'WEAK' }))).body).toMatchObject({
      associations: [{ subject: 'owned', lifecycle: 'WEAK' }],
    });
    const [before] = await rows('subjects/owned');
    await call('PUT', '/associations?dryRun=true', topic('owner', strong('owned')));
    expect(await rows('subjects/owned')).toEqual([before]);
    await call('PUT', '/associations', topic('owner', strong('owned')));
    expect(await rows('subjects/owned')).toEqual([{ ...before, lifecycle: 'STRONG' }]);
    expect((await upsert('owner', weak('orders'))).body).toEqual(
      wrong('subject', 'subject of association cannot be changed'),
    );
    expect((await upsert('owner', strong('owned', { schema: proto(V1) }))).body).toMatchObject({
      associations: [{ schema: { version: 1 } }],
    });
  });

  it('that are frozen stay until they are thawed or their topic goes', async () => {
    const weakened = { lifecycle: 'WEAK' };
    const cold = told(40908, "The association of type  'value' is frozen for subject 'owned'");
    expect((await upsert('friend', weak('shared', { frozen: true }))).body).toEqual(
      wrong('frozen', 'association with lifecycle of WEAK cannot be frozen'),
    );
    await upsert('owner', strong('owned', { frozen: true }));
    expect(await rows('subjects/owned')).toMatchObject([{ frozen: true, lifecycle: 'STRONG' }]);
    expect((await upsert('owner', weak('owned', weakened))).body).toEqual(cold);
    expect((await upsert('owner', weak('owned', { schema: proto(V2) }))).body).toMatchObject({
      error_code: 40901,
    });
    expect((await remove('owner')).body).toEqual(cold);
    expect((await upsert('owner', weak('owned'))).status).toBe(200);
    expect((await upsert('owner', weak('owned', { ...weakened, frozen: false }))).status).toBe(200);
    expect(await rows('subjects/owned')).toMatchObject([{ frozen: false, lifecycle: 'WEAK' }]);
    await upsert('owner', strong('owned', { frozen: true }));
  });

  it('that are strong keep others from referring to their subject', async () => {
    const bill = `syntax = "proto3";\nimport "order.proto";\nmessage Bill {\n  shop.v1.Order order = 1;\n}\n`;
    const references = [{ name: 'order.proto', subject: 'owned', version: 1 }];
    expect((await register('bill', bill, { references })).body).toMatchObject({ error_code: 42205 });
    const shared = [{ name: 'order.proto', subject: 'shared', version: 1 }];
    expect((await register('bill', bill, { references: shared })).status).toBe(200);
  });

  it('are deleted, with what they own when that is asked for', async () => {
    expect((await remove('owner', '?cascadeLifecycle=true&dryRun=true')).status).toBe(204);
    expect(await rows('subjects/owned')).toHaveLength(1);
    expect((await remove('owner', '?associationType=key')).body).toEqual(
      told(40410, "Association for 'id-owner' not found."),
    );
    expect(await remove('owner', '?cascadeLifecycle=true')).toMatchObject({ status: 204, body: '' });
    expect(await rows('subjects/owned')).toEqual([]);
    expect(await get('/subjects?subjectPrefix=owned&deleted=true')).toEqual([]);
    expect((await remove('friend', '?cascadeLifecycle=true')).status).toBe(204);
    expect((await remove('made', '?associationType=key')).status).toBe(204);
    expect(await rows('resources/id-made')).toMatchObject([{ subject: 'shared' }]);
    expect(await get('/subjects/shared/versions')).toEqual([1]);
    expect(await get('/subjects/made-key/versions')).toEqual([1]);
    expect((await remove('friend')).body).toMatchObject({ error_code: 40410 });
  });

  it('go with the last version of their subject', async () => {
    await register('short-lived');
    await create(topic('brief', strong('short-lived', { frozen: true })));
    await call('DELETE', '/subjects/short-lived');
    expect(await rows('subjects/short-lived')).toHaveLength(1);
    await call('DELETE', '/subjects/short-lived?permanent=true');
    expect(await rows('subjects/short-lived')).toEqual([]);
    expect(await rows('resources/id-brief')).toEqual([]);
  });

  it('have subjects of contexts: that of the query, of the path, or that which is called like the namespace', async () => {
    await create(topic('ctx', weak('a', { schema: proto(V1) })), '?context=:.lab:');
    await call('POST', '/contexts/.lab/associations', topic('ctx2', weak('a')));
    expect(await rows('subjects/:.lab:a')).toHaveLength(2);
    expect(await get('/contexts/.lab/associations/subjects/a')).toHaveLength(2);
    const made = await create(topic('own', { schema: proto(V1), frozen: true, lifecycle: 'STRONG' }));
    expect(made.body).toMatchObject({ associations: [{ subject: ':.lkc:own-value', frozen: true }] });
    await remove('own', '?cascadeLifecycle=true');
  });

  it('have one owner, however many want to be it at once', async () => {
    await register('wanted');
    // A pool of connections is small until many have asked for one.
    await Promise.all(Array.from({ length: 20 }, () => rows('subjects/wanted')));
    for (let round = 0; round < 3; round++) {
      const wants = Array.from({ length: 10 }, (_, number) =>
        create(topic(`want-${number}`, strong('wanted'))),
      );
      const codes = (await Promise.all(wants)).map(
        ({ body }) => (body as { error_code?: number }).error_code,
      );
      expect(codes.filter((code) => code === undefined)).toHaveLength(1);
      expect(codes.filter((code) => code === 40904)).toHaveLength(9);
      const [owner, ...others] = await rows('subjects/wanted');
      expect(others).toEqual([]);
      await remove(owner!['resourceName'] as string);
    }
  });

  it('change in batches, each request by itself', async () => {
    const requests = [
      topic('b1', { ...weak('shared'), opType: 'CREATE' }),
      topic('b2', { ...weak('nobody'), opType: 'UPSERT' }),
      topic('made', { opType: 'DELETE' }, { ...weak('orders'), associationType: 'key', opType: 'UPSERT' }),
      { resourceName: '' },
      7,
      topic('b3', { opType: 'DELETE' }),
      topic('b4', { ...weak('shared'), opType: 'MOVE' }),
    ];
    const { status, body } = await call('POST', '/associations:batch', { requests });
    expect(status).toBe(207);
    const { results } = body as { readonly results: readonly Members[] };
    expect(results).toMatchObject([
      { result: { resourceId: 'id-b1', associations: [{ subject: 'shared' }] } },
      { error: { error_code: 40907 } },
      { result: { associations: [{ subject: 'orders', associationType: 'key' }] } },
      { error: wrong('resourceName', 'cannot be null or empty') },
      { error: { error_code: 422 } },
      { error: told(40410, "Association for 'id-b3' not found.") },
      { error: { error_code: 42212 } },
    ]);
    expect(await rows('resources/id-made')).toMatchObject([{ subject: 'orders' }]);
    const mutated = await call('POST', '/associations:batchMutate?dryRun=true', {
      requests: [topic('b1', { opType: 'DELETE' })],
    });
    expect(mutated).toMatchObject({
      status: 207,
      body: { results: [{ result: { resourceId: 'id-b1' } }] },
    });
    expect(await rows('resources/id-b1')).toHaveLength(1);
  });

  it('are no more than the limit', async () => {
    const there = (await rows('subjects/shared')).length + (await rows('subjects/:.lab:a')).length + 1;
    const fill = (count: number): unknown => ({
      requests: Array.from({ length: count }, (_, number) => topic(`fill-${number}`, weak('shared'))),
    });
    await call('POST', '/associations:batch', fill(MAX - there));
    const full = told(40902, `A maximum of ${MAX} associations already exist`);
    expect((await create(topic('over', weak('shared')))).body).toEqual(full);
    expect((await upsert('fill-0', weak('shared'))).status).toBe(200);
    expect((await remove('fill-0')).status).toBe(204);
    const two = topic('over', weak('shared'), weak('orders', { associationType: 'key' }));
    expect((await create(two, '?dryRun=true')).body).toEqual(full);
    expect((await create(topic('over', weak('shared')))).status).toBe(200);
  });

  it.each<[string, unknown, object]>([
    [
      'no name',
      { ...topic('x', weak('orders')), resourceName: undefined },
      wrong('resourceName', 'cannot be null or empty'),
    ],
    [
      'a name that is a number',
      { ...topic('x', weak('orders')), resourceName: 7 },
      wrong('resourceName', 'cannot be null or empty'),
    ],
    [
      'a name of 257 characters',
      { ...topic('x', weak('orders')), resourceName: 'x'.repeat(257) },
      wrong('resourceName', 'exceeds max length of 256'),
    ],
    [
      'a name with a slash',
      { ...topic('x', weak('orders')), resourceName: 'a/b' },
      wrong('resourceName', "illegal character '/'"),
    ],
    [
      'a namespace with a colon',
      { ...topic('x', weak('orders')), resourceNamespace: 'a:b' },
      wrong('resourceNamespace', "illegal character ':'"),
    ],
    [
      'no id',
      { ...topic('x', weak('orders')), resourceId: '' },
      wrong('resourceId', 'cannot be null or empty'),
    ],
    [
      'an id of 1,001 characters',
      { ...topic('x', weak('orders')), resourceId: 'x'.repeat(1_001) },
      wrong('resourceId', 'exceeds max length of 1000'),
    ],
    [
      'another type of resource',
      { ...topic('x', weak('orders')), resourceType: 'table' },
      wrong('resourceType', "must be 'topic'"),
    ],
    ['no associations', topic('x'), wrong('associations', 'cannot be null or empty')],
    [
      'an association that is a text',
      { ...topic('x'), associations: ['orders'] },
      wrong('associations', 'must be objects'),
    ],
    [
      'a hundred and one',
      topic('x', ...Array.from({ length: 101 }, () => weak('orders'))),
      wrong('associations', 'cannot be more than 100'),
    ],
    [
      'two of a type',
      topic('x', weak('orders'), weak('shared')),
      wrong('associationType', "'value' is there more than once"),
    ],
    [
      'a type that is none',
      topic('x', weak('orders', { associationType: 'header' })),
      wrong('associationType', "must be 'key' or 'value'"),
    ],
    [
      'a lifecycle that is none',
      topic('x', weak('orders', { lifecycle: 'strong' })),
      wrong('lifecycle', 'must be STRONG or WEAK'),
    ],
    ['an empty subject', topic('x', weak('')), wrong('subject', 'must not be empty')],
    ['a subject that is a list', topic('x', { subject: ['orders'] }), wrong('subject', 'must not be empty')],
    [
      'frozen as text',
      topic('x', weak('orders', { frozen: 'yes' })),
      wrong('frozen', 'must be true or false'),
    ],
    [
      'a frozen weak one',
      topic('x', weak('orders', { frozen: true })),
      wrong('frozen', 'association with lifecycle of WEAK cannot be frozen'),
    ],
  ])('with %s are refused', async (_title, body, problem) => {
    expect((await create(body)).body).toEqual(problem);
    expect(await rows('resources/id-x')).toEqual([]);
  });

  it.each<[string, string, string, unknown, number]>([
    ['a body that is no object', 'POST', '/associations', '[]', 422],
    ['half a JSON', 'POST', '/associations', '{"a":', 400],
    ['a schema that is a text', 'POST', '/associations', topic('x', weak('x', { schema: 'message' })), 422],
    ['a subject with a control character', 'POST', '/associations', topic('x', weak('a\u0001')), 42208],
    [
      'an id that is not that of the path',
      'PUT',
      '/associations/resources/y',
      topic('x', weak('orders')),
      42212,
    ],
    ['an empty batch', 'POST', '/associations:batch', { requests: [] }, 42212],
    [
      'a batch of 1,001',
      'POST',
      '/associations:batch',
      { requests: Array.from({ length: 1_001 }, () => 1) },
      42212,
    ],
    ['a limit of letters', 'GET', '/associations/subjects/orders?limit=all', undefined, 400],
    ['another resource type', 'GET', '/associations/subjects/orders?resourceType=table', undefined, 42212],
    ['a type that is none', 'DELETE', '/associations/resources/x?associationType=all', undefined, 42212],
    ['a path that is none', 'GET', '/associations/topics', undefined, 404],
    ['a method that is none', 'PATCH', '/associations/resources/x', undefined, 404],
  ])('are told %s', async (_title, method, path, body, code) => {
    const answer = await call(method, path, body);
    expect(answer.body).toMatchObject({ error_code: code });
    expect(answer.status).toBe(Number(String(code).slice(0, 3)));
  });
};
