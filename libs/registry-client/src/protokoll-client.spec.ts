import { ClientStage } from '../test/client-stage.js';
import { SCHEMA, sendJson, TABLE } from '../test/other-registry.js';
import { framePrefix, guidOf, schemaHeaderName, writeFrame } from './index.js';

let stage: ClientStage;
beforeEach(async () => {
  stage = new ClientStage();
  await stage.server.start();
});
afterEach(() => stage.close());

const GUID = guidOf(SCHEMA.fingerprint);
/** A message `A` with `s = "a"`. */
const PAYLOAD = Uint8Array.of(10, 1, 97);
const framed = (schema: number | string, indexes: number[] = [0], payload = PAYLOAD): Uint8Array =>
  writeFrame(framePrefix(schema, indexes), payload);
const READ = { ok: true, value: { $typeName: 'A', s: 'a' }, unknownFields: false };

describe('decode', () => {
  it('asks once, and answers without a promise from then on', async () => {
    const client = stage.protokoll();
    const first = client.decode(framed(7));
    expect(first).toBeInstanceOf(Promise);
    expect(await first).toMatchObject({ ...READ, handle: { type: 'A', id: 7, table: TABLE } });
    expect(client.decode(framed(7))).toMatchObject(READ);
    expect(client.decode(Buffer.from(framed(7)))).toMatchObject(READ);
    expect(stage.server.requests).toEqual([
      '/api/v1/schemas/7/descriptor-set',
      `/api/v1/codecs/${SCHEMA.fingerprint}/A`,
    ]);
  });

  it('shares a request among those that want the same', async () => {
    const client = stage.protokoll();
    const all = await Promise.all(Array.from({ length: 20 }, () => client.decode(framed(7))));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(stage.server.requests).toHaveLength(2);
  });

  it('reads both spellings of the first message, and others', async () => {
    const client = stage.protokoll();
    await client.decode(framed(7));
    expect(client.decode(Uint8Array.of(0, 0, 0, 0, 7, 2, 0, ...PAYLOAD))).toMatchObject(READ);
    const other = framed(7, [1], Uint8Array.of());
    expect(await client.decode(other)).toMatchObject({ ok: true, value: { $typeName: 'B' } });
    expect(stage.server.requests.filter((path) => path.includes('descriptor-set'))).toHaveLength(1);
    expect(client.decode(other)).toMatchObject({ ok: true, value: { $typeName: 'B' } });
    expect(client.decode(framed(7))).toMatchObject(READ);
  });

  it('reads a schema named by GUID once it is known: from disk, a bundle, or memory', async () => {
    const client = stage.protokoll();
    expect(await client.decode(framed(GUID))).toMatchObject({ ok: false, reason: 'UNKNOWN_SCHEMA' });
    await client.decode(framed(7));
    expect(await client.decode(framed(GUID))).toMatchObject(READ);
    expect(client.decode(framed(GUID))).toMatchObject(READ);
    expect(await stage.protokoll().decode(framed(GUID))).toMatchObject(READ);
    const bundle = [{ descriptorSet: SCHEMA.canonical }];
    const bundled = stage.protokoll({ cacheDir: `${stage.folder}/other`, bundle });
    expect(await bundled.decode(framed(GUID))).toMatchObject(READ);
  });

  it('takes the schema that the registry has for a GUID only if it is that one', async () => {
    const other = guidOf(SCHEMA.fingerprint).replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    stage.server.misbehave((path, response) =>
      path.startsWith('/api/v1/schemas/')
        ? void response.end(Buffer.from(SCHEMA.canonical))
        : stage.server.serve(path, response),
    );
    const client = stage.protokoll();
    expect(await client.decode(framed(other))).toMatchObject({ reason: 'BAD_SCHEMA', retryAtMs: null });
    expect(await client.decode(framed(GUID))).toMatchObject(READ);
  });

  it('takes the registry at its word for a GUID that it gave out, when its ETag says what came', async () => {
    const other = '1234a634-e065-05e4-041e-4ecf15d50214';
    const tags = [`"${SCHEMA.fingerprint}"`, `W/"${SCHEMA.fingerprint}"`, '"other"', undefined];
    for (const [at, tag] of tags.entries()) {
      stage.server.misbehave((path, response) => {
        if (!path.startsWith('/api/v1/schemas/')) return stage.server.serve(path, response);
        if (tag !== undefined) response.setHeader('etag', tag);
        response.end(Buffer.from(SCHEMA.canonical));
      });
      const client = stage.protokoll({ cacheDir: `${stage.folder}/${at}` });
      const expected = at < 2 ? READ : { reason: 'BAD_SCHEMA' };
      for (let time = 0; time < 2; time++) expect(await client.decode(framed(other))).toMatchObject(expected);
    }
  });

  it('starts without its registry when the schema lies on disk', async () => {
    await stage.protokoll().decode(framed(7));
    await stage.server.stop();
    expect(await stage.protokoll().decode(framed(7))).toMatchObject(READ);
    const bare = stage.protokoll({ cacheDir: `${stage.folder}/other` });
    expect(await bare.decode(framed(7))).toMatchObject({
      reason: 'REGISTRY_UNREACHABLE',
      retryAtMs: stage.nowMs + 250,
    });
  });

  it('asks again for an id that the registry did not know, when its time has come or something was published', async () => {
    const client = stage.protokoll();
    expect(await client.decode(framed(8))).toMatchObject({
      ok: false,
      reason: 'UNKNOWN_SCHEMA',
      path: null,
      retryAtMs: stage.nowMs + 1_000,
    });
    await client.decode(framed(8));
    expect(stage.server.requests).toHaveLength(1);
    client.registry.noteChange({ kind: 'version.created', fingerprint: '0'.repeat(64) });
    await client.decode(framed(8));
    expect(stage.server.requests).toHaveLength(2);
  });

  it('asks again for a GUID when its schema was published, and not for another', async () => {
    const client = stage.protokoll();
    expect(await client.decode(framed(GUID))).toMatchObject({ reason: 'UNKNOWN_SCHEMA' });
    const publish = (fingerprint: string): void =>
      client.registry.noteChange({ kind: 'version.created', fingerprint });
    publish('0'.repeat(64));
    await client.decode(framed(GUID));
    expect(stage.server.requests).toHaveLength(1);
    publish(SCHEMA.fingerprint);
    await client.decode(framed(GUID));
    expect(stage.server.requests).toHaveLength(2);
  });

  it('asks what an id stands for, once the registry is back', async () => {
    await stage.protokoll().decode(framed(7));
    await stage.server.stop();
    const client = stage.protokoll();
    expect(await client.decode(framed(7))).toMatchObject(READ);
    await stage.server.start();
    stage.server.always(404, { code: 'SCHEMA_NOT_FOUND', detail: 'restored from a backup' });
    await client.registry.request('GET', '/api/v1/anything').catch(() => undefined);
    expect(await client.decode(framed(7))).toMatchObject({ reason: 'UNKNOWN_SCHEMA' });
  });

  it('forgets frames with their codec', async () => {
    const client = stage.protokoll({ maxMemoryBytes: 0 });
    await client.decode(framed(7));
    expect(client.decode(framed(7))).not.toBeInstanceOf(Promise);
    await client.decode(framed(7, [1], Uint8Array.of()));
    expect(client.decode(framed(7))).toBeInstanceOf(Promise);
    client.registry.noteChange({ kind: 'config.changed' });
    expect(client.decode(framed(7, [1], Uint8Array.of()))).toBeInstanceOf(Promise);
  });
});

describe('what can not be read is a value:', () => {
  it.each([
    [[], 'NOT_FRAMED'],
    [[9], 'NOT_FRAMED'],
    [[0, 0, 0, 0], 'FRAME_TRUNCATED'],
    [[0, 0, 0, 0, 0, 0], 'BAD_SCHEMA_ID'],
    [[0, 255, 255, 255, 255, 0], 'BAD_SCHEMA_ID'],
    [[0, 0, 0, 0, 7, 1], 'BAD_INDEXES'],
    [[0, 0, 0, 0, 7, 2, 4], 'BAD_SCHEMA'],
    [[0, 0, 0, 0, 7, 4, 0, 0], 'BAD_SCHEMA'],
    [[0, 0, 0, 0, 7, 0, 10, 5, 97], 'TRUNCATED'],
    [[0, 0, 0, 0, 7, 0, 10, 1, 0xff], 'INVALID_UTF8'],
  ])('%j is %s, for each way to read', async (bytes, reason) => {
    const client = stage.protokoll();
    await client.decode(framed(7));
    const failure = { ok: false, reason, message: expect.any(String), retryAtMs: null };
    expect(await client.decode(Uint8Array.from(bytes))).toMatchObject(failure);
    expect(await client.decodeJson(Uint8Array.from(bytes))).toMatchObject(failure);
    expect(await client.decodeRow(Uint8Array.from(bytes))).toMatchObject(failure);
  });

  it('and costs the registry one request, however many messages of a schema are named that it lacks', async () => {
    const client = stage.protokoll();
    for (let index = 2; index < 200; index += 1)
      expect(await client.decode(framed(7, [index]))).toMatchObject({ reason: 'BAD_SCHEMA' });
    expect(stage.server.requests).toHaveLength(1);
    client.registry.noteChange({ kind: 'config.changed' });
    await client.decode(framed(7, [2]));
    expect(stage.server.requests).toHaveLength(2);
  });

  it('an answer that is no descriptor set', async () => {
    stage.server.always(200, { not: 'a set' });
    expect(await stage.protokoll().decode(framed(7))).toMatchObject({ reason: 'BAD_SCHEMA' });
  });
});

describe('a header that names the schema', () => {
  const header = { [schemaHeaderName('value')]: framePrefix(7, [0]) };

  it('goes before what the bytes begin with', async () => {
    const client = stage.protokoll();
    expect(await client.decode(PAYLOAD, { headers: header })).toMatchObject(READ);
    expect(client.decode(PAYLOAD, { headers: header })).toMatchObject(READ);
    expect(client.decode(framed(7), { headers: {} })).toMatchObject(READ);
    expect(client.decode(framed(7), { headers: undefined })).toMatchObject(READ);
    expect(await client.decodeRow(framed(7), { headers: {} })).toMatchObject({ value: { cells: [] } });
    // What begins with a frame may be a payload all the same.
    expect(client.decode(framed(7), { headers: header })).toMatchObject({ reason: 'MALFORMED' });
    expect(
      client.decode(PAYLOAD, { headers: { [schemaHeaderName('value')]: framePrefix(GUID, [0]) } }),
    ).toBeInstanceOf(Promise);
  });

  it('is that of the part', async () => {
    const client = stage.protokoll();
    const headers = { [schemaHeaderName('key')]: framePrefix(7, [0]) };
    expect(await client.decode(PAYLOAD, { headers, part: 'key' })).toMatchObject(READ);
    expect(await client.decode(PAYLOAD, { headers })).toMatchObject({ reason: 'NOT_FRAMED' });
  });

  it.each([
    [[0, 0, 0, 0, 7, 0, 1], 'BAD_HEADER'],
    [[0, 0, 0, 0, 7], 'FRAME_TRUNCATED'],
  ])('%j is %s', async (bytes, reason) => {
    const headers = { [schemaHeaderName('value')]: Uint8Array.from(bytes) };
    expect(await stage.protokoll().decode(framed(7), { headers })).toMatchObject({ reason });
  });
});

describe('other forms', () => {
  it('JSON', async () => {
    expect(await stage.protokoll().decodeJson(framed(7))).toMatchObject({ ok: true, value: { s: 'a' } });
  });

  it('a row of the table that the registry says', async () => {
    stage.server.table = { ...TABLE, columns: [{ name: 's', path: [1], form: 'text' }], tableVersion: 3 };
    const client = stage.protokoll();
    const table = { name: 'a', version: 3, subject: 'a', state: 'ACTIVE', columns: ['s'] };
    const row = { ok: true, value: { table, cells: ['a'] }, unknownFields: false };
    expect(await client.decodeRow(framed(7))).toMatchObject(row);
    const again = client.decodeRow(framed(7));
    expect(again).toMatchObject(row);
    expect(again).not.toBeInstanceOf(Promise);
  });

  it.each([['of-the-future'], [''], ['__proto__'], [undefined]])(
    'no row of a table with a column of form %j',
    async (form) => {
      const column = { name: 's', path: [1], ...(form === undefined ? {} : { form }) };
      stage.server.table = { ...TABLE, columns: [column] };
      const client = stage.protokoll();
      expect(await client.decodeRow(framed(7))).toMatchObject({ reason: 'BAD_SCHEMA', retryAtMs: null });
      expect(client.decode(framed(7))).toMatchObject(READ);
    },
  );

  it.each([[[]], [[0]], [[4_000_000_000]], [[1, 1, 1, 1]], [Array<number>(1_000).fill(1)]])(
    'null for a column with the path %j, which leads nowhere',
    async (path) => {
      stage.server.table = { ...TABLE, columns: [{ name: 's', path, form: 'text' }] };
      expect(await stage.protokoll().decodeRow(framed(7))).toMatchObject({ value: { cells: [null] } });
    },
  );

  it('no row of a message without a table', async () => {
    const client = stage.protokoll();
    const bytes = framed(7, [1], Uint8Array.of());
    expect(await client.decodeRow(bytes)).toMatchObject({ reason: 'NO_TABLE' });
  });
});

describe('encoder', () => {
  it('writes what decode reads, by id and by GUID', async () => {
    const client = stage.protokoll();
    const made = await client.encoder({ id: 7, type: 'A' });
    if (!made.ok) throw new Error(made.message);
    const encoded = made.encoder.encodeJson({ s: 'a' });
    expect(encoded).toEqual({ ok: true, value: framed(7) });
    expect(made.encoder.encodeJson({ t: 'a' })).toMatchObject({ ok: false, reason: 'UNKNOWN_FIELD' });
    const read = await client.decode(framed(7));
    if (!read.ok) throw new Error(read.message);
    expect(made.encoder.encode(read.value)).toEqual(framed(7));
    const byGuid = await client.encoder({ id: 7, type: 'B' }, { framing: 'guid' });
    expect(byGuid).toMatchObject({ ok: true, encoder: { prefix: framePrefix(GUID, [1]) } });
  });

  it('is not made where there is no schema, or none that a frame can name', async () => {
    const client = stage.protokoll({ bundle: [{ descriptorSet: SCHEMA.canonical }] });
    expect(await client.encoder({ id: 8, type: 'A' })).toMatchObject({ reason: 'UNKNOWN_SCHEMA' });
    const ref = { fingerprint: SCHEMA.fingerprint, type: 'A' };
    expect(await client.encoder(ref)).toMatchObject({ reason: 'BAD_SCHEMA' });
    expect(await client.encoder(ref, { framing: 'guid' })).toMatchObject({ ok: true });
  });
});

describe('changes', () => {
  const page = (number: number): unknown => ({
    changes: [{ kind: 'version.created', cursor: String(number), fingerprint: SCHEMA.fingerprint }],
    next: String(number),
  });

  it('come one after another, are noted, and end when the client is closed', async () => {
    const client = stage.protokoll();
    stage.server.always(404, { code: 'SCHEMA_NOT_FOUND', detail: 'no' });
    await client.decode(framed(7));
    stage.server.misbehave((path, response) => {
      const after = /after=(\d+)/.exec(path)?.[1];
      if (after === undefined) sendJson(response, 200, page(1));
      else if (after === '1') sendJson(response, 200, page(2));
    });
    const asked = () => stage.server.requests.filter((path) => path.includes('/schemas/7/')).length;
    const cursors: (string | undefined)[] = [];
    for await (const change of client.changes()) {
      cursors.push(change.cursor);
      // It was noted, so what was unknown is asked for before its time.
      if (cursors.length === 1) void client.decode(framed(7));
      if (cursors.length === 2) {
        while (asked() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
        void client.close();
      }
    }
    expect(cursors).toEqual(['1', '2']);
    expect(asked()).toBe(2);
  });

  it('are waited for while the registry is away, from the cursor on', async () => {
    const client = stage.protokoll();
    stage.server.always(503, { code: 'DATABASE_UNAVAILABLE', detail: 'no' });
    const feed = client.changes({ after: '5' });
    const next = feed.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    stage.server.always(200, page(6));
    expect(await next).toMatchObject({ value: { cursor: '6' } });
    expect(new Set(stage.server.requests)).toEqual(new Set(['/api/v1/changes?wait=20000&after=5']));
    await feed.return();
  });

  it('end with their signal, also before they began', async () => {
    const client = stage.protokoll();
    stage.server.misbehave(() => undefined);
    const stop = new AbortController();
    const next = client.changes({ signal: stop.signal }).next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await client.changes({ signal: stop.signal }).next()).toEqual({ done: true, value: undefined });
  });

  it('fail with a cursor of another registry', async () => {
    stage.server.always(400, { code: 'BAD_CURSOR', detail: 'not mine' });
    await expect(stage.protokoll().changes({ after: 'x' }).next()).rejects.toMatchObject({
      code: 'BAD_CURSOR',
    });
  });
});
