import { startPostgres } from '#libs/testing';
import { proto, type ConfluentAnswer } from './testing/confluent-client.js';
import { profileSuite } from './testing/confluent-profile.suite.js';
import { describeOnEngines } from './testing/on-engines.js';

const V1 = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n  int64 price = 2;\n}\n';
const BREAKING = V1.replace('int64 price', 'string price');
const MARKED = `syntax = "proto2";
import "google/protobuf/descriptor.proto";
import "confluent/meta.proto";
import "confluent/type/variant.proto";
extend google.protobuf.FieldOptions {
  optional string mark = 50000;
}
message Marked {
  optional confluent.type.Variant any = 1 [(mark) = "m", deprecated = true];
  optional string plain = 2 [(confluent.field_meta).doc = "d"];
  extensions 100 to 200;
  extend Marked {
    optional string more = 100;
  }
}
`;

const postgres = await startPostgres();

describeOnEngines(postgres, "settings of Confluent's API", ({ call, get, registry }) => {
  const register = (subject: string, schema: string, query = ''): Promise<ConfluentAnswer> =>
    call('POST', `/subjects/${encodeURIComponent(subject)}/versions${query}`, proto(schema));

  describe('aliases', () => {
    beforeAll(async () => {
      await register('real', V1);
      await call('PUT', '/config/short', { alias: 'real', aliasForDeks: 'keys' });
    });

    it('are kept and answered', async () => {
      expect(await get('/config/short')).toEqual({ alias: 'real', aliasForDeks: 'keys' });
      expect(await get('/config/real')).toMatchObject({ error_code: 40408 });
    });

    it('stand for the subject in reads and writes', async () => {
      expect(await get('/subjects/short/versions')).toEqual([1]);
      expect(await get('/subjects/short/versions/1')).toMatchObject({ subject: 'real', schema: V1 });
      expect((await register('short', `${V1}message More {\n}\n`)).body).toMatchObject({ version: 2 });
      expect((await call('POST', '/subjects/short', proto(V1))).body).toMatchObject({ subject: 'real' });
      const check = '/compatibility/subjects/short/versions/latest';
      expect((await call('POST', check, proto(BREAKING))).body).toEqual({ is_compatible: false });
      expect(await get('/schemas/ids/1?subject=short')).toMatchObject({ subject: 'real' });
      expect((await call('DELETE', '/subjects/short/versions/2')).body).toBe(2);
      expect(await get('/subjects')).not.toContain('short');
    });

    it('are listed beside schemas when they are asked for', async () => {
      expect(await get('/schemas?subjectPrefix=real&aliases=true')).toMatchObject([{ aliases: ['short'] }]);
      expect(await get('/schemas?subjectPrefix=real')).not.toMatchObject([{ aliases: ['short'] }]);
    });

    it('go one step, and are of the context of their subject', async () => {
      await call('PUT', '/config/shorter', { alias: 'short' });
      expect(await get('/subjects/shorter/versions')).toMatchObject({ error_code: 40401 });
      await register(':.lab:real', BREAKING);
      await call('PUT', '/config/:.lab:short', { alias: 'real' });
      expect(await get('/contexts/.lab/subjects/short/versions/1')).toMatchObject({ subject: ':.lab:real' });
      await call('PUT', '/config/:.lab:out', { alias: ':.:real' });
      expect(await get('/contexts/.lab/subjects/out/versions/1')).toMatchObject({ subject: 'real' });
    });

    it('end when they are taken away', async () => {
      await call('PUT', '/config/short', { alias: '' });
      expect(await get('/config/short')).toEqual({ aliasForDeks: 'keys' });
      expect(await get('/subjects/short/versions')).toMatchObject({ error_code: 40401 });
      await call('DELETE', '/config/short');
      expect(await get('/config/short')).toMatchObject({ error_code: 40408 });
    });

    it.each<[string, unknown, number]>([
      ['/config', 'real', 422],
      ['/config/:.lab:', 'real', 422],
      ['/config/x', 7, 422],
      ['/config/x', 'a\u0001', 42208],
    ])('of %s as %j are refused', async (path, alias, code) => {
      expect((await call('PUT', path, { alias })).body).toMatchObject({ error_code: code });
    });
  });

  it('keeps a policy that is served', async () => {
    const path = '/config/policy-value';
    const body = { compatibilityPolicy: 'lenient' };
    expect((await call('PUT', path, body)).body).toEqual({ compatibilityPolicy: 'LENIENT' });
    expect(await get(path)).toEqual({ compatibilityPolicy: 'LENIENT' });
    const logical = await call('PUT', path, { compatibilityPolicy: 'LOGICAL' });
    expect(logical.body).toEqual({ compatibilityPolicy: 'LOGICAL' });
    const unknown = await call('PUT', path, { compatibilityPolicy: 'LAX' });
    expect(unknown.body).toMatchObject({ error_code: 422 });
  });

  it('judges numbers and tables with the policy LOGICAL, whatever the profile', async () => {
    const subject = 'logical-value';
    const check = async (schema: string): Promise<unknown> =>
      (await call('POST', `/compatibility/subjects/${subject}/versions/latest`, proto(schema))).body;
    const retyped = V1.replace('string id', 'bytes id');
    const dropped = V1.replace('  int64 price = 2;\n', '');
    const reused = V1.replace('int64 price', 'string cost');
    await registry().call('PUT', `/config/${subject}`, { profile: 'confluent' });
    await register(subject, V1);
    expect(await check(retyped)).toEqual({ is_compatible: true });
    await call('PUT', `/config/${subject}`, { compatibilityPolicy: 'logical' });
    expect(await check(retyped)).toEqual({ is_compatible: false });
    expect((await register(subject, retyped)).body).toMatchObject({
      error_code: 40901,
      message: expect.stringContaining('In iceberg') as unknown,
    });
    expect((await register(subject, dropped)).body).toMatchObject({ version: 2 });
    expect(await check(reused)).toEqual({ is_compatible: false });
    const { body } = await call('POST', `/subjects/${subject}/versions`, { schema: '"int"' });
    expect(body).toMatchObject({ error_code: 42205 });
    await call('PUT', `/config/${subject}`, { compatibilityPolicy: 'STRICT' });
    expect(await check(reused)).toEqual({ is_compatible: true });
    expect((await register(subject, reused)).body).toMatchObject({ version: 3 });
  });

  it('compares with tables that the native settings name', async () => {
    const settings = { encodings: ['binary'], dialects: ['sqlite'], refuse: ['hygiene'] };
    await registry().call('PUT', '/config/tabled-value', settings);
    await register('tabled-value', V1);
    const retyped = V1.replace('string id', 'bytes id');
    const paths = ['versions/latest', 'versions'].map((end) => `/compatibility/subjects/tabled-value/${end}`);
    for (const path of paths)
      expect((await call('POST', path, proto(retyped))).body).toEqual({ is_compatible: false });
    expect((await register('tabled-value', retyped)).body).toMatchObject({ error_code: 40901 });
  });

  it('registers without a verdict when it is forced, and says so', async () => {
    await register('forced-value', V1);
    expect((await register('forced-value', BREAKING)).body).toMatchObject({ error_code: 40901 });
    expect((await register('forced-value', BREAKING, '?force=true')).body).toMatchObject({ version: 2 });
    expect((await register('forced-value', 'message {', '?force=true')).body).toMatchObject({
      error_code: 42201,
    });
  });

  it('has mode FORWARD for all, and for all alone', async () => {
    const told = { error_code: 42204, message: 'Forward mode only supported on global level' };
    expect((await call('PUT', '/mode/x', { mode: 'FORWARD' })).body).toEqual(told);
    expect((await call('PUT', '/contexts/.lab/mode', { mode: 'FORWARD' })).body).toEqual(told);
    expect((await call('PUT', '/mode', { mode: 'FORWARD' })).body).toMatchObject({ error_code: 42205 });
    expect((await call('PUT', '/mode?force=true', { mode: 'FORWARD' })).body).toEqual({ mode: 'FORWARD' });
    expect((await register('forwarded-value', V1)).body).toMatchObject({ error_code: 42205 });
    const placed = proto(V1.replace('price', 'forwarded'), { id: 900, version: 3 });
    expect((await call('POST', '/subjects/forwarded-value/versions', placed)).body).toMatchObject({
      id: 900,
      version: 3,
    });
    expect((await call('DELETE', '/mode')).body).toEqual({ mode: 'FORWARD' });
  });

  it('takes modes away from everything below, when that is asked for', async () => {
    const modes = ['/mode/below', '/mode/:.lab:below', '/contexts/.lab/mode'];
    for (const path of modes) await call('PUT', path, { mode: 'READONLY' });
    const own = async (): Promise<unknown[]> =>
      (await Promise.all(['/mode/below', '/mode/:.lab:below'].map(get))).map(
        (answer) => (answer as { mode?: string }).mode,
      );
    await call('DELETE', '/mode/:.lab:');
    expect(await own()).toEqual(['READONLY', 'READONLY']);
    await call('PUT', '/contexts/.lab/mode', { mode: 'READONLY' });
    await call('DELETE', '/contexts/.lab/mode?recursive=true');
    expect(await own()).toEqual(['READONLY', undefined]);
    expect((await call('DELETE', '/mode?recursive=true')).body).toEqual({ mode: 'READWRITE' });
    expect(await own()).toEqual([undefined, undefined]);
  });

  it('lists schemas by the type of their rules', async () => {
    const rule = { name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'CEL' };
    for (const [number, type] of ['CEL', 'JSONATA', 'CEL', 'CEL'].entries())
      await call(
        'POST',
        `/subjects/ruled-${number}/versions`,
        proto(V1, { ruleSet: { domainRules: [{ ...rule, type }] } }),
      );
    const subjects = async (query: string): Promise<unknown[]> =>
      ((await get(`/schemas?subjectPrefix=ruled&${query}`)) as { subject: string }[]).map(
        ({ subject }) => subject,
      );
    expect(await subjects('ruleType=CEL')).toEqual(['ruled-0', 'ruled-2', 'ruled-3']);
    expect(await subjects('ruleType=CEL&offset=1&limit=1')).toEqual(['ruled-2']);
    expect(await subjects('ruleType=cel')).toEqual([]);
  });

  it('answers without extensions', async () => {
    expect((await register('marked-value', MARKED)).status).toBe(200);
    expect(await get('/subjects/marked-value/versions/1/schema?format=ignore_extensions')).toBe(
      `syntax = "proto2";
import "confluent/type/variant.proto";
import "google/protobuf/descriptor.proto";
message Marked {
  optional .confluent.type.Variant any = 1 [deprecated = true];
  optional string plain = 2;
}
`,
    );
    expect(await get('/subjects/marked-value/versions/1?format=unheard_of')).toMatchObject({
      schema: MARKED,
    });
    expect(await get('/subjects/marked-value/versions/1')).toMatchObject({ schema: MARKED });
  });

  it.each([
    ['GET', '/subjects/a/b/c/d'],
    ['PATCH', '/subjects/a'],
    ['PUT', '/schemas/ids/1'],
    ['GET', '/contexts/.lab/nothing'],
    ['GET', '/exporters'],
    ['POST', '/exporters/x/pause'],
    ['GET', '/dek-registry/v1/keks'],
    ['POST', '/dek-registry/v1/keks/k/deks'],
    ['GET', '/v1/metadata/else'],
    ['POST', '/associations:batchGet'],
  ])('answers %s %s as a server without it', async (method, path) => {
    const answer = await call(method, path);
    expect(answer.body).toEqual({ error_code: 404, message: 'HTTP 404 Not Found' });
    expect(answer.status).toBe(404);
  });
});

profileSuite(postgres?.url ?? null);
