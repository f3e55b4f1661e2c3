import { ClientStage } from '../test/client-stage.js';
import { ID_REF, PREFIX_REF, SCHEMA, TABLE, WHOLE_REF } from '../test/other-registry.js';
import type { SchemaRef } from './index.js';

let stage: ClientStage;
beforeEach(async () => {
  stage = new ClientStage();
  await stage.server.start();
});
afterEach(() => stage.close());

const UNKNOWN: SchemaRef = { fingerprint: '0'.repeat(32), type: 'A' };

describe('a lookup that finds', () => {
  it.each([[PREFIX_REF], [WHOLE_REF], [ID_REF]])('%j, answers at once from then on', async (ref) => {
    const client = stage.client();
    expect(client.peek(ref)).toBeNull();
    const found = await client.lookup(ref);
    expect(found).toMatchObject({
      status: 'found',
      handle: { fingerprint: SCHEMA.fingerprint, id: 7, type: 'A', table: TABLE },
    });
    expect(client.peek(ref)?.codec.decode(new Uint8Array([10, 1, 97]))).toMatchObject({
      ok: true,
      value: { s: 'a' },
    });
    await client.lookup(ref);
    expect(stage.server.requests).toHaveLength(1);
  });

  it('answers under the other names, too', async () => {
    const client = stage.client();
    await client.lookup(PREFIX_REF);
    const handles = [PREFIX_REF, WHOLE_REF, ID_REF].map((ref) => client.peek(ref));
    expect(new Set(handles).size).toBe(1);
    expect(handles[0]).not.toBeNull();
    const sameStart = `${SCHEMA.fingerprint.slice(0, 32)}${'0'.repeat(32)}`;
    expect(client.peek({ fingerprint: sameStart, type: 'A' })).toBeNull();
  });

  it('shares the schema among its messages', async () => {
    const client = stage.client();
    await client.lookup(PREFIX_REF);
    await client.lookup({ ...PREFIX_REF, type: 'B' });
    expect(client.peek(PREFIX_REF)?.schema).toBe(client.peek({ ...PREFIX_REF, type: 'B' })?.schema);
    expect(client.peek({ ...PREFIX_REF, type: 'B' })?.table).toBeNull();
  });

  it('asks once for many that want the same', async () => {
    const client = stage.client();
    const found = await Promise.all(Array.from({ length: 50 }, () => client.lookup(PREFIX_REF)));
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['found']));
    expect(stage.server.requests).toHaveLength(1);
  });

  it('drops what was longest not used when memory is full', async () => {
    const client = stage.client({ maxMemoryBytes: 0 });
    await client.lookup(PREFIX_REF);
    expect(client.peek(PREFIX_REF)).not.toBeNull();
    await client.lookup({ ...PREFIX_REF, type: 'B' });
    expect([client.peek(PREFIX_REF), client.peek({ ...PREFIX_REF, type: 'B' })?.type]).toEqual([null, 'B']);
  });
});

describe('what the registry does not know', () => {
  it('is asked for again after 1 s, 2 s … 60 s', async () => {
    const client = stage.client();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const lookup = await client.lookup(UNKNOWN);
      const retryAtMs = lookup.status === 'unknown' ? lookup.retryAtMs : Number.NaN;
      waits.push(retryAtMs - stage.nowMs);
      stage.nowMs = retryAtMs - 1;
      expect(await client.lookup(UNKNOWN)).toEqual(lookup);
      stage.nowMs = retryAtMs;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(stage.server.requests).toHaveLength(8);
  });

  it('is also a message that the schema lacks', async () => {
    expect((await stage.client().lookup({ ...PREFIX_REF, type: 'C' })).status).toBe('unknown');
  });

  it('waits by itself: others are asked for', async () => {
    const client = stage.client();
    await client.lookup(UNKNOWN);
    expect((await client.lookup(PREFIX_REF)).status).toBe('found');
  });

  it.each(['', '.A', 'A.', 'a b', 'a/../b', '\ud800', '%2e', `A${'a'.repeat(2_000)}`])(
    'is a message named %j, without asking',
    async (type) => {
      const client = stage.client();
      const lookup = await client.lookup({ ...PREFIX_REF, type });
      expect(lookup).toEqual({ status: 'unknown', retryAtMs: stage.nowMs + 1_000 });
      expect(await client.lookup({ ...PREFIX_REF, type })).toEqual(lookup);
      expect(client.peek({ ...PREFIX_REF, type })).toBeNull();
      expect(stage.server.requests).toHaveLength(0);
    },
  );
});

describe('a registry that can not be asked', () => {
  const outages: readonly (readonly [string, () => void | Promise<void>])[] = [
    ['is down', () => stage.server.stop()],
    ['answers 500', () => stage.server.misbehave((_path, response) => void response.writeHead(500).end())],
    [
      'answers 502 in HTML',
      () => stage.server.misbehave((_path, response) => void response.writeHead(502).end('<p>')),
    ],
    [
      'answers a 404 of another kind',
      () => stage.server.misbehave((_path, response) => void response.writeHead(404).end('<p>')),
    ],
    ['is overloaded', () => stage.server.always(429, { code: 'OVERLOADED', detail: 'busy' })],
    ['has lost its database', () => stage.server.always(503, { code: 'DATABASE_UNAVAILABLE', detail: 'no' })],
    ['fails in a way of the future', () => stage.server.always(500, { code: 'OF_THE_FUTURE', detail: 'no' })],
    ['does not answer in time', () => stage.server.misbehave(() => undefined)],
    [
      'stops in the middle',
      () =>
        stage.server.misbehave(
          (_path, response) => void response.writeHead(200).write('{', () => response.destroy()),
        ),
    ],
    [
      'answers something else than JSON',
      () => stage.server.misbehave((_path, response) => void response.end('hello')),
    ],
  ];

  it.each(outages)('%s: is unreachable, and known codecs go on', async (_what, begin) => {
    const client = stage.client({ timeoutMs: 150 });
    await client.lookup(PREFIX_REF);
    await begin();
    const lookup = await client.lookup({ ...PREFIX_REF, type: 'B' });
    expect(lookup).toMatchObject({ status: 'unreachable', retryAtMs: stage.nowMs + 250 });
    expect((await client.lookup(PREFIX_REF)).status).toBe('found');
    expect(client.peek(ID_REF)).not.toBeNull();
  });

  it('is asked again after 0.25 s … 10 s, whatever for', async () => {
    const client = stage.client();
    await stage.server.stop();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const lookup = await client.lookup({ ...PREFIX_REF, type: `T${attempt}` });
      const retryAtMs = lookup.status === 'unreachable' ? lookup.retryAtMs : Number.NaN;
      waits.push(retryAtMs - stage.nowMs);
      stage.nowMs = retryAtMs;
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('counts once for requests that fail together', async () => {
    const client = stage.client();
    await stage.server.stop();
    const lookups = await Promise.all(
      ['A', 'B', 'C', 'D'].map((type) => client.lookup({ ...PREFIX_REF, type })),
    );
    expect(lookups.map((lookup) => lookup.status === 'unreachable' && lookup.retryAtMs)).toEqual(
      Array.from({ length: 4 }, () => stage.nowMs + 250),
    );
  });

  it('is left alone until then, and found again after', async () => {
    const client = stage.client();
    await stage.server.stop();
    await client.lookup(PREFIX_REF);
    await stage.server.start();
    expect((await client.lookup(PREFIX_REF)).status).toBe('unreachable');
    expect(stage.server.requests).toHaveLength(0);
    stage.nowMs += 250;
    expect((await client.lookup(PREFIX_REF)).status).toBe('found');
  });

  it('is asked at once when the change feed brings something, or any request is answered', async () => {
    const client = stage.client();
    await stage.server.stop();
    await client.lookup(PREFIX_REF);
    await stage.server.start();
    await client.request('GET', '/api/v1/anything').catch(() => undefined);
    expect((await client.lookup(PREFIX_REF)).status).toBe('found');
  });
});

describe('what can not be used', () => {
  it.each([
    [{ type: 'A' }],
    [{ fingerprint: '', type: 'A' }],
    [{ fingerprint: '../x', type: 'A' }],
    [{ fingerprint: PREFIX_REF.fingerprint.toUpperCase(), type: 'A' }],
    [{ fingerprint: SCHEMA.fingerprint.slice(0, 40), type: 'A' }],
    [{ id: 0, type: 'A' }],
    [{ id: -1, type: 'A' }],
    [{ id: 1.5, type: 'A' }],
    [{ id: 2 ** 31, type: 'A' }],
    [{ id: Number.NaN, type: 'A' }],
  ])('is the reference %j', async (ref) => {
    const client = stage.client();
    expect((await client.lookup(ref)).status).toBe('invalid');
    expect(client.peek(ref)).toBeNull();
    expect(stage.server.requests).toHaveLength(0);
  });

  const other = '1'.repeat(64);
  it.each([
    ['bytes with another hash', { descriptorSet: 'AAAA' }],
    ['no bytes', { descriptorSet: '' }],
    ['another fingerprint', { fingerprint: other }],
    ['half a fingerprint', { fingerprint: PREFIX_REF.fingerprint }],
    ['another message', { type: 'B' }],
    ['a number for a name', { type: 5 }],
    ['a table that is none', { table: { columns: 'x' } }],
  ])('is an answer with %s, and it is not asked for again at once', async (_what, part) => {
    const client = stage.client();
    stage.server.always(200, { ...stage.server.codecInfo('A'), ...part });
    const lookup = await client.lookup(PREFIX_REF);
    expect(lookup.status).toBe('invalid');
    expect(await client.lookup(PREFIX_REF)).toEqual(lookup);
    expect(stage.server.requests).toHaveLength(1);
    expect(client.peek(PREFIX_REF)).toBeNull();
    stage.server.misbehave(null);
    stage.nowMs += 1_000;
    expect((await client.lookup(PREFIX_REF)).status).toBe('found');
  });

  it.each([['null'], ['[]'], ['"text"'], ['{}']])('is the answer %s', async (text) => {
    stage.server.misbehave((_path, response) => void response.end(text));
    expect((await stage.client().lookup(ID_REF)).status).toBe('invalid');
  });

  it('is a message that the registry promises and the schema lacks', async () => {
    stage.server.always(200, { ...stage.server.codecInfo('A'), type: 'C' });
    const lookup = await stage.client().lookup({ ...PREFIX_REF, type: 'C' });
    expect(lookup).toMatchObject({
      status: 'invalid',
      problem: expect.stringContaining('Its messages: A, B'),
    });
  });

  it('is what the registry refuses to look at; it is not out because of that', async () => {
    const client = stage.client();
    stage.server.always(400, { code: 'BAD_REQUEST', detail: 'not like this' });
    expect(await client.lookup(UNKNOWN)).toEqual({ status: 'invalid', problem: 'not like this' });
    stage.server.misbehave(null);
    expect((await client.lookup(PREFIX_REF)).status).toBe('found');
  });
});

test('nothing is left behind by a lookup that nobody waits for', async () => {
  const client = stage.client({ timeoutMs: 60_000 });
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  stage.server.misbehave(() => undefined);
  const waiting = client.lookup(PREFIX_REF);
  await new Promise((resolve) => setImmediate(resolve));
  expect(timers()).toBe(before);
  await client.close();
  expect((await waiting).status).toBe('unreachable');
});

test('an answer in time is an answer, however slow', async () => {
  stage.server.misbehave((path, response) => void setTimeout(() => stage.server.serve(path, response), 120));
  expect((await stage.client({ timeoutMs: 2_000 }).lookup(PREFIX_REF)).status).toBe('found');
});

test('a registry that sends without end is cut off', async () => {
  stage.server.misbehave((_path, response) => {
    const chunk = Buffer.alloc(1024 * 1024, 32);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', more);
    };
    response.on('error', () => undefined);
    more();
  });
  const lookup = await stage.client({ timeoutMs: 15_000 }).lookup(PREFIX_REF);
  expect(lookup).toMatchObject({
    status: 'unreachable',
    problem: expect.stringContaining('more than 67108864 bytes'),
  });
});
