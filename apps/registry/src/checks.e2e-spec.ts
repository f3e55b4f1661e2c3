import { createHash } from 'node:crypto';
import type { registry } from '#libs/gen';
import { startPostgres } from '#libs/testing';
import { FILE, filesOf, startRegistry, type Answer, type RunningRegistry } from './testing/start-registry.js';
import { describeOnPostgres, enginesOf } from './testing/on-engines.js';

const V1 = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n  int64 price = 2;\n}\n';
const V2 = V1.replace('  int64 price = 2;\n', '  int64 price = 2;\n  string note = 3;\n');
const BREAKING = V1.replace('int64 price', 'string price');
const INVALID = V1.replace('int64 price', 'int65 price');

const postgres = await startPostgres();

describe.each(enginesOf(postgres, 'checks'))('checks on %s', (_engine, databaseUrl) => {
  let running: RunningRegistry;

  beforeAll(async () => {
    running = await startRegistry(databaseUrl, {
      env: { MAX_CHECK_SUBJECTS: '3', MAX_DRAFTS: '2' },
      bodyLimitBytes: 64 * 1024,
    });
  }, 60_000);
  afterAll(() => running.close());

  const call = <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
    running.call(method, path, body);
  const check = (subject: string, content: string, more: registry.CheckRequestJson = {}) =>
    call<registry.CheckResponseJson>('POST', `/subjects/${encodeURIComponent(subject)}/check`, {
      ...filesOf(content),
      ...more,
    });
  const batch = (checks: readonly [string, string][], more: registry.BatchCheckRequestJson = {}) =>
    call<registry.BatchCheckResponseJson>('POST', '/check', {
      checks: checks.map(([subject, content]) => ({ subject, ...filesOf(content) })),
      ...more,
    });
  /** Everything that a request could have left behind. */
  const stored = async (): Promise<unknown> => [
    (await call<registry.ChangesResponseJson>('GET', '/changes?limit=1000')).body.next,
    (await call('GET', '/subjects?limit=1000')).body,
  ];

  describe('of one subject', () => {
    it('says the same again and stores nothing', async () => {
      await running.publish('single', V1);
      const before = await stored();
      const first = await check('single', BREAKING);
      const second = await check('single', BREAKING);
      expect(first.status).toBe(200);
      expect(second.body).toEqual(first.body);
      expect(first.body).not.toHaveProperty('draft');
      expect(await stored()).toEqual(before);
      expect((await call('GET', `/schemas/${first.body.fingerprint}`)).status).toBe(404);
      expect((await check('never-heard-of', V1)).body.verdict?.verdict).toBe('compatible');
      expect((await call('GET', '/subjects/never-heard-of')).status).toBe(404);
    });

    it('gives a finding the members that the command line gives it', async () => {
      await running.publish('members', V1);
      const waiver = {
        ruleId: '',
        path: '#/shop.v1.Order/field/2',
        reason: 'nobody reads it',
        author: 'ann',
        expires: '9999-12-31',
      };
      await call('PUT', '/config/members', { waivers: [waiver] });
      const { verdict } = (await check('members', BREAKING)).body;
      expect(verdict?.verdict).toBe('compatible');
      const finding = verdict?.findings?.find((one) => one.path === waiver.path);
      expect(Object.keys(finding ?? {}).sort()).toEqual(
        [
          'ruleId class encodings directions path before after message hint witness versions refused',
          'waiver',
        ]
          .flatMap((names) => names.split(' '))
          .sort(),
      );
      expect(finding).toMatchObject({
        refused: false,
        waiver,
        before: { file: FILE, line: 5 },
        after: { file: FILE, line: 5 },
      });
      expect(finding?.witness?.bytesHex).toMatch(/^[0-9a-f]+$/);
    });
  });

  describe('by the settings of the subject', () => {
    it('keep what was set, tell a wrong value beside the allowed ones, and go back', async () => {
      const config = {
        profile: 'buf:WIRE',
        encodings: ['binary', 'json'],
        jsonIgnoreUnknown: false,
        buf: { except: ['FIELD_SAME_TYPE'], ignoreUnstablePackages: true },
      };
      expect(await call('PUT', '/config/set', config)).toMatchObject({ status: 200, body: config });
      expect((await call('GET', '/config/set')).body).toMatchObject({
        ...config,
        buf: { ...config.buf, use: [], ignore: [], ignoreOnly: [] },
      });
      const wrong = await call<registry.ProblemJson>('PUT', '/config/set', { profile: 'strict' });
      expect(wrong).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
      expect(wrong.body.detail).toContain("'strict' is not one of protokoll, buf, buf:FILE");
      expect((await call<registry.ConfigJson>('GET', '/config/set')).body.profile).toBe('buf:WIRE');
      const whole = (await call<registry.ConfigJson>('GET', '/config/set')).body;
      expect((await call('PUT', '/config/set', whole)).status).toBe(200);
      await call('DELETE', '/config/set');
      expect((await call('GET', '/config/set')).body).toMatchObject({
        profile: 'protokoll',
        jsonIgnoreUnknown: true,
      });
    });

    it('judge tables in the dialects that settings name', async () => {
      const retyped = V1.replace('string id', 'bytes id');
      await running.publish('tabled', V1);
      await call('PUT', '/config/tabled', { encodings: ['binary'] });
      expect((await check('tabled', retyped)).body.verdict?.findings).toEqual([]);
      await call('PUT', '/config/tabled', { encodings: ['binary'], dialects: ['postgres', 'duckdb'] });
      const { verdict } = (await check('tabled', retyped)).body;
      expect(verdict?.verdict).toBe('compatible');
      expect(verdict?.findings).toMatchObject([
        {
          ruleId: 'TABLE_TYPE_CHANGED',
          class: 'hygiene',
          encodings: ['table'],
          path: '#/shop.v1.Order/field/1',
          after: { file: FILE, line: 4 },
          message: expect.stringMatching(
            /T4 for tables\. In postgres: ALTER TABLE .* In duckdb: ALTER TABLE /,
          ),
        },
      ]);
      expect((await running.publish('tabled', retyped)).body.verdict?.findings).toHaveLength(1);
      await call('PUT', '/config/strict', {
        encodings: ['binary'],
        dialects: ['sqlite'],
        refuse: ['hygiene'],
      });
      await running.publish('strict', V1);
      expect((await running.publish('strict', retyped)).status).toBe(409);
      expect((await call('GET', '/subjects/strict/versions')).body).toMatchObject({
        versions: [{ version: 1 }],
      });
    });

    it('judge JSON too, unless it is left out', async () => {
      const renamed = V1.replace('int64 price', 'int64 cost');
      await running.publish('enc', V1);
      const { verdict } = (await check('enc', renamed)).body;
      expect(verdict?.verdict).toBe('incompatible');
      const refused = verdict?.findings?.find((finding) => finding.refused === true);
      expect(refused).toMatchObject({ path: '#/shop.v1.Order/field/2', encodings: ['json'] });
      expect((await running.publish('enc', renamed)).status).toBe(409);
      await call('PUT', '/config/enc', { encodings: ['binary'] });
      expect((await check('enc', renamed)).body.verdict?.verdict).toBe('compatible');
    });
  });

  describe('of several subjects', () => {
    it('answers in the order asked; what does not compile hides no other', async () => {
      await running.publish('many/a', V1);
      await running.publish('many/c', V1);
      const before = await stored();
      const answer = await batch([
        ['many/c', BREAKING],
        ['many/b', INVALID],
        ['many/a', V2],
      ]);
      expect(answer.status).toBe(200);
      expect(answer.body.verdict).toBe('invalid');
      const results = answer.body.results ?? [];
      expect(results.map((result) => result.subject)).toEqual(['many/c', 'many/b', 'many/a']);
      expect(results[0]?.check).toEqual((await check('many/c', BREAKING)).body);
      expect(results[0]?.check?.verdict?.verdict).toBe('incompatible');
      expect(results[1]?.check).toBeUndefined();
      expect(results[1]?.problem).toMatchObject({
        code: 'SCHEMA_INVALID',
        status: 422,
        diagnostics: [{ file: FILE, line: 5 }],
      });
      expect(results[2]?.check).toEqual((await check('many/a', V2)).body);
      expect(await stored()).toEqual(before);
      const { problem } = results[1] ?? {};
      expect((await check('many/b', INVALID)).body).toEqual(problem);
    });

    it('is incompatible by one verdict and compatible without', async () => {
      await running.publish('sum/a', V1);
      const good: [string, string][] = [
        ['sum/a', V2],
        ['sum/new', V1],
      ];
      expect((await batch(good)).body.verdict).toBe('compatible');
      expect((await batch([['sum/a', BREAKING], good[1]!])).body.verdict).toBe('incompatible');
    });

    it('tells what is wrong with one subject with that subject', async () => {
      const answer = await call<registry.BatchCheckResponseJson>('POST', '/check', {
        checks: [
          { subject: 'one/good', ...filesOf(V1) },
          { subject: 'one/path', files: [{ path: '../x.proto', content: V1 }] },
          {
            subject: 'one/ref',
            ...filesOf(V1),
            references: [{ name: 'x.proto', subject: 'nowhere', version: 1 }],
          },
        ],
      });
      expect(answer.body.results?.map((result) => result.problem?.code ?? 'checked')).toEqual([
        'checked',
        'BAD_REQUEST',
        'REFERENCE_NOT_FOUND',
      ]);
      const names = await batch([
        ['', V1],
        ['one/good', V1],
      ]);
      expect(names.body.results?.map((result) => result.problem?.code ?? 'checked')).toEqual([
        'BAD_SUBJECT_NAME',
        'checked',
      ]);
    });

    it('refuses a subject that comes twice, under any of its spellings', async () => {
      const twice = await batch([
        ['dup', V1],
        ['dup', V2],
      ]);
      expect(twice).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
      expect((twice.body as registry.ProblemJson).detail).toContain("'dup' comes twice");
      const qualified = await batch([
        ['dup', V1],
        [':.:dup', V2],
      ]);
      expect(qualified.status).toBe(400);
      expect(
        (
          await batch([
            ['dup', V1],
            [':.other:dup', V2],
          ])
        ).status,
      ).toBe(200);
    });

    it('takes as many subjects as the limit and not one more', async () => {
      const checks = ['l1', 'l2', 'l3', 'l4'].map((subject): [string, string] => [subject, V1]);
      expect((await batch(checks.slice(0, 3))).status).toBe(200);
      expect(await batch(checks)).toMatchObject({
        status: 413,
        body: { code: 'TOO_MANY_SUBJECTS', detail: expect.stringContaining('MAX_CHECK_SUBJECTS') },
      });
      expect((await batch([])).status).toBe(400);
    });

    it('takes as many bytes as the limit and not one more', async () => {
      const send = async (sizeBytes: number): Promise<Answer<registry.ProblemJson>> => {
        const empty = JSON.stringify({ checks: [{ subject: 'big', ...filesOf(`${V1}//`) }] });
        const content = `${V1}//${'x'.repeat(sizeBytes - Buffer.byteLength(empty))}`;
        return call('POST', '/check', { checks: [{ subject: 'big', ...filesOf(content) }] });
      };
      expect((await send(64 * 1024)).status).toBe(200);
      expect(await send(64 * 1024 + 1)).toMatchObject({
        status: 413,
        body: { code: 'BODY_TOO_LARGE', detail: expect.stringContaining('BODY_LIMIT_BYTES') },
      });
    });

    it.each([
      [{}],
      [{ checks: 'all' }],
      [{ checks: [{ subject: 'x' }] }],
      [{ checks: [{ subject: 'x', files: [] }] }],
      [{ checks: [{ files: filesOf(V1).files }] }],
    ])('refuses %j', async (body) => {
      expect(await call('POST', '/check', body)).toMatchObject({
        status: 400,
        body: { code: 'BAD_REQUEST' },
      });
    });
  });

  describe('that keep a draft', () => {
    const draftOf = (subject: string, label: string) =>
      call<registry.VersionInfoJson>('GET', `/subjects/${encodeURIComponent(subject)}/versions/${label}`);

    it('keep it under the label, readable, outside of history', async () => {
      await running.publish('rev', V1);
      const answer = await check('rev', BREAKING, { draftLabel: 'pr-1', author: 'ann', reason: 'why' });
      expect(answer.body).toMatchObject({
        verdict: { verdict: 'incompatible' },
        draft: {
          version: 0,
          id: 0,
          state: 'DRAFT',
          labels: ['pr-1'],
          author: 'ann',
          reason: 'why',
          tables: [],
        },
      });
      const draft = await draftOf('rev', 'pr-1');
      expect(draft.body).toEqual(answer.body.draft);
      expect(draft.body.fingerprint).toBe(answer.body.fingerprint);
      const base = '/subjects/rev/versions/pr-1';
      expect((await call<registry.FilesResponseJson>('GET', `${base}/files`)).body.files).toEqual(
        filesOf(BREAKING).files,
      );
      const set = await fetch(`${running.url}/api/v1${base}/descriptor-set`);
      const bytes = new Uint8Array(await set.arrayBuffer());
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(answer.body.fingerprint);
      expect(set.headers.get('cache-control')).toBe('no-cache');
      const image = await fetch(`${running.url}/api/v1${base}/descriptor-set?source-info=true`);
      expect((await image.arrayBuffer()).byteLength).toBeGreaterThan(bytes.length);
      expect((await call('GET', `${base}/ddl?dialect=sqlite`)).body).toEqual({ plans: [] });
      // No version, no id, no schema, no table and nothing to be judged against came of it.
      expect(
        (await call<registry.VersionInfoJson>('GET', '/subjects/rev/versions/latest')).body.version,
      ).toBe(1);
      expect(
        (await call<registry.VersionsResponseJson>('GET', '/subjects/rev/versions')).body.versions,
      ).toHaveLength(1);
      expect((await call('GET', `/schemas/${answer.body.fingerprint}`)).status).toBe(404);
      expect((await check('rev', V2)).body.verdict?.versions).toEqual([1]);
      expect((await running.publish('rev', V2)).body.version?.version).toBe(2);
    });

    it('move the label: the earlier draft is gone, the same content is nothing new', async () => {
      const first = await check('mov', V1, { draftLabel: 'pr-2' });
      const head = (await call<registry.ChangesResponseJson>('GET', '/changes?limit=1000')).body.next;
      const again = await check('mov', V1, { draftLabel: 'pr-2' });
      expect(again.body).toEqual(first.body);
      expect((await call('GET', `/changes?after=${head}`)).body).toEqual({ changes: [], next: head });
      const second = await check('mov', V2, { draftLabel: 'pr-2' });
      expect(second.body.draft?.fingerprint).not.toBe(first.body.draft?.fingerprint);
      expect((await draftOf('mov', 'pr-2')).body).toEqual(second.body.draft);
      const changes = await call<registry.ChangesResponseJson>('GET', `/changes?after=${head}`);
      expect(changes.body.changes).toMatchObject([
        { kind: 'draft.stored', subject: 'mov', version: 0, details: { label: 'pr-2' } },
      ]);
      const drafts = await call<registry.VersionsResponseJson>('GET', '/subjects/mov/drafts');
      expect(drafts.body.versions).toEqual([second.body.draft]);
    });

    it('of a subject that has no version make no subject', async () => {
      await check('unborn', V1, { draftLabel: 'pr-3' });
      expect((await draftOf('unborn', 'pr-3')).status).toBe(200);
      expect((await draftOf('unborn', 'pr-9')).status).toBe(404);
      expect((await call('GET', '/subjects/unborn')).status).toBe(404);
      expect((await call<registry.ListResponseJson>('GET', '/subjects?prefix=unborn')).body.items).toEqual(
        [],
      );
      expect((await running.publish('unborn', V1)).body).toMatchObject({
        created: true,
        version: { version: 1, labels: [] },
      });
      expect((await draftOf('unborn', 'pr-3')).body.state).toBe('DRAFT');
    });

    it('give way to a version that gets the label, and take none from one', async () => {
      await check('way', V2, { draftLabel: 'pr-4' });
      await running.publish('way', V1, { labels: ['pr-4'] });
      expect((await draftOf('way', 'pr-4')).body).toMatchObject({ version: 1, labels: ['pr-4'] });
      expect((await call('GET', '/subjects/way/drafts')).body).toEqual({ versions: [] });
      expect(await check('way', V2, { draftLabel: 'pr-4' })).toMatchObject({
        status: 409,
        body: { code: 'LABEL_TAKEN' },
      });
      await check('way', V2, { draftLabel: 'pr-5' });
      await call('PUT', '/subjects/way/labels/pr-5', { version: 1 });
      expect((await draftOf('way', 'pr-5')).body.version).toBe(1);
      expect((await call('GET', '/subjects/way/drafts')).body).toEqual({ versions: [] });
    });

    it('can be removed, and not be made anything else', async () => {
      await running.publish('rem', V1);
      await check('rem', V2, { draftLabel: 'team/pr-6' });
      const path = `/subjects/rem/versions/${encodeURIComponent('team/pr-6')}`;
      expect(await call('PUT', `${path}/state`, { state: 'ACTIVE' })).toMatchObject({
        status: 409,
        body: { code: 'VERSION_STATE' },
      });
      expect((await call('PUT', '/subjects/rem/labels/x', { version: 'team/pr-6' })).status).toBe(409);
      expect((await call('DELETE', path)).body).toEqual({ versions: [], permanent: true });
      expect((await call('GET', path)).status).toBe(404);
      expect((await call('DELETE', path)).status).toBe(404);
      await check('rem', V2, { draftLabel: 'pr-7' });
      await call('DELETE', '/subjects/rem');
      expect((await draftOf('rem', 'pr-7')).status).toBe(404);
    });

    it('name the references that they resolved', async () => {
      const money = 'syntax = "proto3";\npackage money.v1;\nmessage Money { int64 units = 1; }\n';
      await call('POST', '/subjects/money/versions', { files: [{ path: 'money.proto', content: money }] });
      const bill =
        'syntax = "proto3";\npackage bill.v1;\nimport "money.proto";\nmessage Bill { money.v1.Money sum = 1; }\n';
      const answer = await check('bill', bill, {
        references: [{ name: 'money.proto', subject: 'money', version: -1 }],
        draftLabel: 'pr-8',
      });
      const references = [{ name: 'money.proto', subject: 'money', version: 1 }];
      expect(answer.body.draft?.references).toEqual(references);
      expect(
        (await call<registry.FilesResponseJson>('GET', '/subjects/bill/versions/pr-8/files')).body.references,
      ).toEqual(references);
    });

    it.each([
      ['latest', 'latest'],
      ['a number', '12'],
      ['two words', 'a b'],
      ['an option', '-x'],
      ['overlong', 'x'.repeat(251)],
    ])('refuse a label that is %s', async (_kind, draftLabel) => {
      const before = await stored();
      expect(await check('lab', V1, { draftLabel })).toMatchObject({ status: 400 });
      expect(await batch([['lab', V1]], { draftLabel })).toMatchObject({ status: 400 });
      expect(await stored()).toEqual(before);
    });

    it('are as many as the limit and not one more; moving is always possible', async () => {
      for (const draftLabel of ['n1', 'n2'])
        expect((await check('cap', V1, { draftLabel })).status).toBe(200);
      expect(await check('cap', V1, { draftLabel: 'n3' })).toMatchObject({
        status: 409,
        body: { code: 'TOO_MANY_DRAFTS' },
      });
      expect((await check('cap', V2, { draftLabel: 'n2' })).status).toBe(200);
      await call('DELETE', '/subjects/cap/versions/n1');
      expect((await check('cap', V1, { draftLabel: 'n3' })).status).toBe(200);
    });

    it('are kept of every subject of a batch that compiles, and of no other', async () => {
      await running.publish('bat/taken', V1, { labels: ['pr-10'] });
      const answer = await batch(
        [
          ['bat/z', V1],
          ['bat/taken', V2],
          ['bat/a', INVALID],
        ],
        { draftLabel: 'pr-10', author: 'bob' },
      );
      expect(answer.body.verdict).toBe('invalid');
      expect(
        answer.body.results?.map((result) => result.problem?.code ?? result.check?.draft?.author),
      ).toEqual(['bob', 'LABEL_TAKEN', 'SCHEMA_INVALID']);
      expect((await draftOf('bat/z', 'pr-10')).status).toBe(200);
      expect((await draftOf('bat/a', 'pr-10')).status).toBe(404);
    });

    it('end as one when many are put under one label at once', async () => {
      const texts = Array.from({ length: 8 }, (_, index) =>
        V1.replace('price = 2;', `price = 2;\n  string extra_${index} = ${10 + index};`),
      );
      const answers = await Promise.all(texts.map((text) => check('race', text, { draftLabel: 'pr-11' })));
      expect(answers.map((answer) => answer.status)).toEqual(texts.map(() => 200));
      const { versions } = (await call<registry.VersionsResponseJson>('GET', '/subjects/race/drafts')).body;
      expect(versions).toHaveLength(1);
      expect(answers.map((answer) => answer.body.fingerprint)).toContain(versions?.[0]?.fingerprint);
    });
  });
});

describeOnPostgres(postgres, 'two replicas on PostgreSQL', (url) => {
  it('keep one draft under a label, whole, and block no batch', async () => {
    const replicas = await Promise.all([startRegistry(url), startRegistry(url)]);
    const textOf = (index: number): string =>
      V1.replace('price = 2;', `price = 2;\n  string e = ${10 + index};`);
    const subjects = ['rep/a', 'rep/b', 'rep/c'];
    const rounds = Array.from({ length: 10 }, (_, index) => index);
    const answers = await Promise.all(
      rounds.flatMap((round) =>
        replicas.map((replica, index) => {
          const text = textOf(round * 2 + index);
          // The one asks in the other's reverse order: locks taken as asked would block each other.
          const order = index === 0 ? subjects : subjects.toReversed();
          const checks = order.map((subject) => ({ subject, ...filesOf(text) }));
          return replica.call<registry.BatchCheckResponseJson>('POST', '/check', {
            checks,
            draftLabel: 'pr-1',
          });
        }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    const seen = await Promise.all(
      replicas.map((replica) =>
        Promise.all(
          subjects.map((subject) =>
            replica.call<registry.VersionsResponseJson>(
              'GET',
              `/subjects/${encodeURIComponent(subject)}/drafts`,
            ),
          ),
        ),
      ),
    );
    expect(seen[0]?.map((answer) => answer.body)).toEqual(seen[1]?.map((answer) => answer.body));
    const last = new Set(seen[0]?.map((answer) => answer.body.versions?.[0]?.fingerprint));
    for (const answer of seen[0] ?? []) expect(answer.body.versions).toHaveLength(1);
    // A batch is one transaction: no subject has the draft of another batch than its neighbours.
    expect(last.size).toBe(1);
    await Promise.all(replicas.map((replica) => replica.close()));
  }, 60_000);
});
