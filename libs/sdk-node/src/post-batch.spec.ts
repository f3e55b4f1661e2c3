import { ScriptedEventApi } from './event-api.suite.js';
import { PostError, createBatch, postBatch, type EventBatch, type PostOptions } from './index.js';

let api: ScriptedEventApi;

beforeEach(async () => {
  api = await ScriptedEventApi.start();
});

afterEach(() => api.stop());

const batch = (count = 1): EventBatch =>
  createBatch({
    source: { appId: 'news' },
    schemas: [{ id: 1, type: 'a.B' }],
    events: Array.from({ length: count }, () => ({ schemaIndex: 0, payload: new Uint8Array(100) })),
  });

const failure = async (options: PostOptions = {}): Promise<PostError> => {
  const error: unknown = await postBatch(api.url, batch(), options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PostError);
  return error as PostError;
};

describe('postBatch', () => {
  it('gives what was accepted and what was not', async () => {
    api.answerWith({ rejected: [1] });
    const result = await postBatch(api.url, batch(3));
    expect(result).toMatchObject({ accepted: 2, rejected: [{ index: 1, reason: 'TOO_LARGE' }] });
    expect(api.seen[0]?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      accept: 'application/x-protobuf',
    });
  });

  it.each(['', '/', '/v1/events'])('finds the endpoint from the url with %p', async (suffix) => {
    await postBatch(`${api.url}${suffix}`, batch());
    expect(api.seen[0]?.path).toBe('/v1/events');
  });

  it('compresses when told to', async () => {
    await postBatch(api.url, batch(50), { gzip: true });
    expect(api.seen[0]?.headers['content-encoding']).toBe('gzip');
    expect(Number(api.seen[0]?.headers['content-length'])).toBeLessThan(4_000);
    expect(api.seen[0]?.batch.events).toHaveLength(50);
  });

  it('says when it sends', async () => {
    const old = { ...batch(), sentAtMs: 1n };
    await postBatch(api.url, old);
    expect(Number(api.seen[0]?.batch.sentAtMs)).toBeGreaterThan(Date.now() - 60_000);
    expect(api.seen[0]?.batch.batchId).toEqual(old.batchId);
  });

  it.each([
    [400, false],
    [401, false],
    [404, false],
    [413, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])('tells for %d whether asking again is of use: %p', async (status, retryable) => {
    api.answerWith({ status, body: JSON.stringify({ detail: 'because' }) });
    expect(await failure()).toMatchObject({ status, retryable, message: expect.stringContaining('because') });
  });

  it('reads how long to wait, in seconds or as a date', async () => {
    api.answerWith({ status: 429, headers: { 'retry-after': '7' } });
    expect((await failure()).retryAfterMs).toBe(7_000);
    const date = new Date(Date.now() + 60_000).toUTCString();
    api.answerWith({ status: 503, headers: { 'retry-after': date } });
    const { retryAfterMs } = await failure();
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThan(70_000);
    api.answerWith({ status: 503, headers: { 'retry-after': 'soon' } }, { status: 503 });
    expect((await failure()).retryAfterMs).toBeNull();
    expect((await failure()).retryAfterMs).toBeNull();
  });

  it("does not take another server's friendly page for success", async () => {
    api.answerWith({ headers: { 'content-type': 'text/html' }, body: '<p>Please log in' });
    expect(await failure()).toMatchObject({ status: 200, retryable: true });
  });

  it('does not take an answer that does not add up for success', async () => {
    api.answerWith({ body: '' }, { body: '\xff\xff' });
    expect(await failure()).toMatchObject({
      retryable: true,
      message: expect.stringContaining('0 accepted'),
    });
    expect(await failure()).toMatchObject({ retryable: true });
  });

  it('fails when the answer is lost, late or cancelled', async () => {
    api.answerWith({ hangUp: true }, { silent: true }, { silent: true });
    expect(await failure()).toMatchObject({ status: null, retryable: true });
    expect(await failure({ timeoutMs: 30 })).toMatchObject({ status: null, retryable: true });
    expect(await failure({ signal: AbortSignal.timeout(30) })).toMatchObject({ status: null });
  });

  it('says where nobody answers', async () => {
    const { url } = api;
    await api.stop();
    const error: unknown = await postBatch(url, batch()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('ECONNREFUSED') });
    api = await ScriptedEventApi.start();
  });
});
