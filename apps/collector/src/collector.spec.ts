import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { fromBinary } from '@bufbuild/protobuf';
import { event } from '#libs/gen';
import { TestCollector, batchBytes, goodEvent, type JsonAnswer } from './collector.suite.js';

const SMALL = { EVENT_MAX_BODY_BYTES: '20000', EVENT_MAX_EVENTS: '20', EVENT_MAX_PAYLOAD_BYTES: '5000' };

const jsonOf = async (answer: Response): Promise<JsonAnswer> => (await answer.json()) as JsonAnswer;
const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

describe('POST /v1/events', () => {
  let collector: TestCollector;

  beforeAll(async () => {
    collector = await TestCollector.start(SMALL);
  });

  afterAll(() => collector.stop());

  afterEach(() => collector.taken());

  it('answers when the batch is in the log', async () => {
    const body = batchBytes();
    const answer = await collector.post(body);
    expect(answer.status).toBe(200);
    expect(await jsonOf(answer)).toEqual({ accepted: 2, rejected: [] });
    expect(await collector.batches()).toEqual([fromBinary(event.EventBatchSchema, body)]);
  });

  it.each([
    undefined,
    'text/plain;charset=UTF-8',
    'application/x-protobuf',
    'application/octet-stream',
    'application/json',
    'x',
    ';;;',
  ])('does not mind the content type %p', async (type) => {
    const answer = await collector.post(batchBytes(), type === undefined ? {} : { 'content-type': type });
    expect(answer.status).toBe(200);
    expect((await collector.batches())[0]?.events).toHaveLength(2);
  });

  it.each(['application/x-protobuf', 'application/protobuf'])(
    'answers in bytes to those who accept %s',
    async (accept) => {
      const events = [goodEvent(), goodEvent({ eventId: new Uint8Array() })];
      const answer = await collector.post(batchBytes({ events }), { accept });
      expect(answer.headers.get('content-type')).toBe(accept);
      const response = fromBinary(
        event.PublishEventsResponseSchema,
        new Uint8Array(await answer.arrayBuffer()),
      );
      expect(response).toMatchObject({ accepted: 1, rejected: [{ index: 1, reason: 'BAD_EVENT_ID' }] });
    },
  );

  it('keeps refused events out of the log, and all others in', async () => {
    const events = [goodEvent({ payload: new Uint8Array(5_001) }), goodEvent({ payload: Uint8Array.of(9) })];
    const answer = await jsonOf(await collector.post(batchBytes({ events })));
    expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 0, reason: 'TOO_LARGE' }] });
    expect(
      (await collector.batches()).flatMap((batch) => batch.events.map(({ payload }) => [...payload])),
    ).toEqual([[9]]);
  });

  it('appends nothing when nothing is left', async () => {
    const answer = await jsonOf(
      await collector.post(batchBytes({ events: [goodEvent({ schemaIndex: 9 })] })),
    );
    expect(answer).toMatchObject({ accepted: 0, rejected: [{ index: 0 }] });
    expect(await jsonOf(await collector.post(batchBytes({ events: [] })))).toEqual({
      accepted: 0,
      rejected: [],
    });
    expect(await collector.taken()).toEqual([]);
  });

  it('reads gzip, said or seen', async () => {
    const zipped = gzipSync(batchBytes());
    expect((await collector.post(zipped, { 'content-encoding': 'gzip' })).status).toBe(200);
    expect((await collector.post(zipped)).status).toBe(200);
    expect(await collector.batches()).toHaveLength(2);
  });

  it('does not inflate more than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000));
    expect(bomb.length).toBeGreaterThan(20_000);
    const fitting = gzipSync(Buffer.alloc(1_000_000));
    for (const body of [bomb, fitting]) {
      const answer = await collector.post(body, { 'content-encoding': 'gzip' });
      expect([answer.status, await codeOf(answer)]).toEqual([413, 'BODY_TOO_LARGE']);
    }
  });

  it('takes a body at the limit and not one byte more, with and without a length', async () => {
    const filled = (length: number): Uint8Array => {
      const withLast = (size: number): Uint8Array =>
        batchBytes({
          events: [5_000, 4_900, 4_900, size].map((bytes) => goodEvent({ payload: new Uint8Array(bytes) })),
        });
      return withLast(4_870 + length - withLast(4_870).length);
    };
    const exact = filled(20_000);
    expect(exact).toHaveLength(20_000);
    expect((await collector.post(exact)).status).toBe(200);
    const more = filled(20_001);
    expect(await codeOf(await collector.post(more))).toBe('BODY_TOO_LARGE');
    const stream = new ReadableStream({
      start: (controller) => {
        controller.enqueue(more);
        controller.close();
      },
    });
    const init = { method: 'POST', body: stream, duplex: 'half' } as RequestInit;
    expect(await codeOf(await fetch(`${collector.url}/v1/events`, init))).toBe('BODY_TOO_LARGE');
  });

  it.each<[string, Uint8Array, Record<string, string>, number, string]>([
    ['nothing', new Uint8Array(), {}, 400, 'BAD_ENVELOPE'],
    ['text', Buffer.from('hello'), {}, 400, 'BAD_ENVELOPE'],
    ['JSON', Buffer.from('{"events":[]}'), { 'content-type': 'application/json' }, 400, 'BAD_ENVELOPE'],
    ['a torn batch', batchBytes().subarray(0, 50), {}, 400, 'BAD_ENVELOPE'],
    ['bytes said to be gzip', batchBytes(), { 'content-encoding': 'gzip' }, 400, 'BAD_ENVELOPE'],
    [
      'torn gzip',
      gzipSync(batchBytes()).subarray(0, 40),
      { 'content-encoding': 'gzip' },
      400,
      'BAD_ENVELOPE',
    ],
    ['brotli', batchBytes(), { 'content-encoding': 'br' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      '21 events',
      batchBytes({ events: Array.from({ length: 21 }, () => goodEvent()) }),
      {},
      413,
      'TOO_MANY_EVENTS',
    ],
  ])('refuses %s', async (_name, body, headers, status, code) => {
    const answer = await collector.post(body, headers);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
    expect(await collector.taken()).toEqual([]);
  });

  it.each(['/v1/events', '/v1/events.json', '/v1/events/', '/v1/events?x=1'])(
    'answers preflights of browsers at %s, without reading',
    async (path) => {
      const answer = await fetch(`${collector.url}${path}`, {
        method: 'OPTIONS',
        headers: { origin: 'https://news.example', 'access-control-request-method': 'POST' },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
      expect(answer.headers.get('access-control-allow-headers')).toContain('content-type');
    },
  );

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])('says that %s is not the way', async (method) => {
    for (const path of ['/v1/events', '/v1/events.json']) {
      const answer = await fetch(`${collector.url}${path}`, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
      if (method !== 'HEAD')
        expect(await answer.json()).toMatchObject({
          code: 'METHOD_NOT_ALLOWED',
          detail: expect.stringContaining('POST'),
        });
    }
  });

  it('leaves other routes alone', async () => {
    expect((await fetch(`${collector.url}/v1/eventsx`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${collector.url}/health`)).status).toBe(200);
    expect((await fetch(`${collector.url}/ready`)).status).toBe(200);
  });

  it('counts requests, events and bytes', async () => {
    const source = { appId: 'counted' };
    await collector.post(batchBytes({ source, events: [goodEvent(), goodEvent({ schemaIndex: 5 })] }));
    await sleep(10);
    expect(await collector.metric('collector_events_total{app="counted",result="accepted"}')).toMatch(/ 1$/);
    expect(await collector.metric('collector_events_total{app="counted",result="rejected"}')).toMatch(/ 1$/);
    for (const metric of [
      'collector_requests_total{code="200"}',
      'collector_requests_total{code="413"}',
      'collector_bytes',
      'accept_seconds_count',
      'append_seconds_count',
    ])
      expect(Number((await collector.metric(metric))?.split(' ').at(-1))).toBeGreaterThan(0);
    expect(await collector.metric('inflight')).toBe('inflight 0');
  });

  it('does not let app names fill the metrics', async () => {
    for (let app = 0; app < 120; app += 1)
      await collector.post(batchBytes({ source: { appId: `app-${app}` } }));
    const text = await (await fetch(`${collector.url}/metrics`)).text();
    expect(text.split('\n').filter((line) => line.startsWith('collector_events_total')).length).toBeLessThan(
      110,
    );
    expect(text).toContain('app="other"');
  });

  it('never takes /v1/events.json for granted', async () => {
    const bodies = [
      '',
      'x',
      '{',
      '[]',
      'null',
      '{"events":1}',
      `${'['.repeat(9_000)}`,
      '\u0000',
      '{"events":[{}]}',
    ];
    for (const body of bodies) {
      const answer = await collector.postJson(body);
      expect([200, 400]).toContain(answer.status);
      if (answer.status === 200) expect((await jsonOf(answer)).accepted).toBe(0);
    }
    expect((await collector.send('/v1/events.json', Uint8Array.of(0xff, 0xfe), {})).status).toBe(400);
  });

  it('answers 503 to JSON without the registry, and takes bytes all the same', async () => {
    const events = [{ type: 'shop.v1.Click', data: {} }];
    const answer = await collector.postJson({ events });
    expect([answer.status, answer.headers.get('retry-after') !== null]).toEqual([503, true]);
    expect(await codeOf(answer)).toBe('REGISTRY_UNREACHABLE');
    expect((await collector.post(batchBytes())).status).toBe(200);
  });

  it('keeps events of one turn of many senders', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => collector.post(batchBytes())));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const ids = (await collector.batches()).map(({ batchId }) => Buffer.from(batchId).toString('hex'));
    expect(new Set(ids).size).toBe(200);
  });
});

describe('the Event API', () => {
  let collector: TestCollector;

  afterEach(() => collector.stop());

  it('lets only those write who have a key', async () => {
    collector = await TestCollector.start({ EVENT_WRITE_KEYS: 'one, two' });
    const post = (writeKey: string): Promise<Response> =>
      collector.post(batchBytes({ source: { writeKey } }));
    expect((await post('two')).status).toBe(200);
    for (const key of ['', 'three']) expect(await codeOf(await post(key))).toBe('UNAUTHENTICATED');
    expect(await codeOf(await collector.post(batchBytes({ source: undefined as never })))).toBe(
      'UNAUTHENTICATED',
    );
    const json = await collector.postJson({ source: { writeKey: 'x' }, events: [] });
    expect(json.status).toBe(401);
    expect((await collector.postJson({ source: { writeKey: 'one' }, events: [] })).status).toBe(200);
    expect(await collector.taken()).toHaveLength(1);
  });

  it('answers pages of the given origins only', async () => {
    collector = await TestCollector.start({ EVENT_CORS_ORIGINS: 'https://a.example,https://b.example' });
    const from = async (origin: string): Promise<string | null> =>
      (await collector.post(batchBytes(), { origin })).headers.get('access-control-allow-origin');
    expect(await from('https://b.example')).toBe('https://b.example');
    expect(await from('https://c.example')).toBeNull();
  });

  it('says 429 when too much is under way, and when to come again', async () => {
    collector = await TestCollector.start({ EVENT_MAX_IN_FLIGHT: '1' });
    const answers = await Promise.all(Array.from({ length: 30 }, () => collector.post(batchBytes())));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expect(answer.headers.get('retry-after')).toBe('1');
    const accepted = answers.filter(({ status }) => status === 200);
    expect(await collector.taken()).toHaveLength(accepted.length);
  });

  it('says 503 when the log is full, is not ready then, and goes on when there is room', async () => {
    collector = await TestCollector.start({ EVENT_LOG_MAX_BYTES: String(1024 * 1024) });
    await (await collector.log.subscribe('events', 'test')).close();
    const events = Array.from({ length: 3 }, () => goodEvent({ payload: new Uint8Array(100_000) }));
    let answer = await collector.post(batchBytes({ events }));
    while (answer.status === 200) answer = await collector.post(batchBytes({ events }));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await codeOf(answer)).toBe('LOG_FULL');
    while (
      (await collector.post(batchBytes({ events: [goodEvent({ payload: new Uint8Array(1_000) })] })))
        .status === 200
    );
    while ((await collector.post(batchBytes({ events: [goodEvent()] }))).status === 200);
    expect((await collector.taken()).length).toBeGreaterThan(2);
    expect((await collector.post(batchBytes({ events }))).status).toBe(200);
    expect((await fetch(`${collector.url}/ready`)).status).toBe(200);
  });

  it('stops in order: what is under way is answered and kept', async () => {
    collector = await TestCollector.start();
    const { folder } = collector;
    const posting = Array.from({ length: 50 }, () => collector.post(batchBytes()).catch(() => null));
    await sleep(5);
    await collector.app.close();
    const answers = await Promise.all(posting);
    const accepted = answers.filter((answer) => answer?.status === 200).length;
    for (const answer of answers) if (answer !== null) expect([200, 503]).toContain(answer.status);
    collector = await TestCollector.start({}, folder);
    expect((await collector.taken()).length).toBeGreaterThanOrEqual(accepted);
  });

  it('tells those who come while it stops to come again', async () => {
    collector = await TestCollector.start();
    const { CollectorModule } = await import('./collector.module.js');
    collector.app.get(CollectorModule).onModuleDestroy();
    const answer = await collector.post(batchBytes());
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await codeOf(answer)).toBe('SHUTTING_DOWN');
  });

  it.each([
    ['EVENT_MAX_EVENTS', '0'],
    ['EVENT_MAX_BODY_BYTES', 'many'],
    ['EVENT_LOG_MAX_BYTES', '5'],
  ])('does not start with %s=%s', async (name, value) => {
    await expect(TestCollector.start({ [name]: value })).rejects.toMatchObject({ code: 'BAD_CONFIG' });
    collector = await TestCollector.start();
  });
});
