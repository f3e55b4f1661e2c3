import { createHash } from 'node:crypto';
import type { Fingerprint } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import { ClientStage } from '../../test/client-stage.js';
import { documentPrefix, guidOf, readDocumentFrame, readDocumentHeader, writeFrame } from '../index.js';

let stage: ClientStage;
beforeEach(async () => {
  stage = new ClientStage();
  await stage.server.start();
});
afterEach(() => stage.close());

const LINE = '{"type":"record","name":"Line","fields":[{"name":"n","type":"int"}]}';
const BILL = '{"type":"record","name":"Bill","fields":[{"name":"line","type":"Line"}]}';

/** Serves a schema under its id and GUID; answers its GUID. */
function serve(
  id: number,
  format: 'AVRO' | 'JSON',
  text: string,
  more: registry.DocumentInfoJson = {},
): string {
  const fingerprint = createHash('sha256').update(`${format}\n${text}`).digest('hex');
  const guid = guidOf(fingerprint as Fingerprint);
  const info = { fingerprint, id, format, text, references: [], ...more };
  stage.server.documents.set(String(id), info).set(guid, info);
  return guid;
}
const frame = (schema: number | string, ...payload: number[]): Uint8Array =>
  writeFrame(documentPrefix(schema), Uint8Array.from(payload));
const framed = (schema: number | string, payload: string): Uint8Array =>
  writeFrame(documentPrefix(schema), Buffer.from(payload));

describe('a message of Avro', () => {
  it('is read with its references, and at once from then on', async () => {
    serve(21, 'AVRO', BILL, { references: [{ name: 'Line', text: LINE }] });
    const client = stage.protokoll();
    const read = await client.decodeDocument(frame(21, 14));
    expect(read).toMatchObject({
      ok: true,
      value: { line: { n: 7 } },
      schema: { id: 21, format: 'AVRO', text: BILL, references: [{ name: 'Line', text: LINE }] },
    });
    expect(client.decodeDocument(frame(21, 14))).toEqual(read);
    expect(stage.server.requests).toEqual(['/api/v1/schemas/21/document']);
  });

  it('may have no bytes', async () => {
    serve(22, 'AVRO', '"null"');
    expect(await stage.protokoll().decodeDocument(frame(22))).toMatchObject({ ok: true, value: null });
  });

  it('is handed out undecoded to those who decode it', async () => {
    serve(21, 'AVRO', LINE);
    const client = stage.protokoll();
    const bytes = frame(21, 2, 99);
    const read = await client.readDocument(bytes);
    expect(read).toMatchObject({ ok: true, schema: { text: LINE }, payload: Uint8Array.of(2, 99) });
    expect(read.ok && read.payload.buffer).toBe(bytes.buffer);
    expect(await client.decodeDocument(bytes)).toMatchObject({
      ok: false,
      reason: 'MALFORMED',
      retryAtMs: null,
    });
  });
});

describe('a message of JSON', () => {
  it('is the one that the registry says a GUID stands for, which may have been given out', async () => {
    const client = stage.protokoll();
    const guid = '1234a634-e065-05e4-041e-4ecf15d50214';
    stage.server.documents.set(guid, stage.server.documents.get(serve(33, 'JSON', 'false')) ?? {});
    for (let time = 0; time < 2; time++)
      expect(await client.decodeDocument(framed(guid, '{}'))).toMatchObject({ ok: true, schema: { id: 33 } });
  });

  it('is read by id, by GUID and by a header', async () => {
    const guid = serve(31, 'JSON', '{"type":"object"}');
    const client = stage.protokoll();
    const expected = { ok: true, value: { a: 1 }, schema: { format: 'JSON', id: 31 } };
    expect(await client.decodeDocument(framed(31, '{"a":1}'))).toMatchObject(expected);
    expect(await client.decodeDocument(framed(guid, '{"a":1}'))).toMatchObject(expected);
    const headers = { __value_schema_id: documentPrefix(guid), __key_schema_id: documentPrefix(31) };
    const payload = Buffer.from('{"a":1}');
    expect(await client.decodeDocument(payload, { headers })).toMatchObject(expected);
    expect(await client.decodeDocument(payload, { headers, part: 'key' })).toMatchObject(expected);
    expect(stage.server.requests).toHaveLength(2);
  });
});

describe('what can not be read', () => {
  it.each<[string, Uint8Array, string]>([
    ['no bytes', Uint8Array.of(), 'NOT_FRAMED'],
    ['other bytes', Uint8Array.of(7, 0, 0, 0, 1), 'NOT_FRAMED'],
    ['half a name', Uint8Array.of(0, 0, 0, 1), 'FRAME_TRUNCATED'],
    ['half a GUID', Uint8Array.of(1, ...Array.from({ length: 15 }, () => 0)), 'FRAME_TRUNCATED'],
    ['the id 0', frame(1).fill(0), 'BAD_SCHEMA_ID'],
    ['a negative id', Uint8Array.of(0, 255, 255, 255, 255), 'BAD_SCHEMA_ID'],
  ])('%s', async (_, bytes, reason) => {
    expect(await stage.protokoll().decodeDocument(bytes)).toMatchObject({ ok: false, reason });
    expect(stage.server.requests).toEqual([]);
  });

  it('a header that holds more than a name', async () => {
    const headers = { __value_schema_id: frame(31, 0) };
    const read = await stage.protokoll().decodeDocument(Buffer.from('{}'), { headers });
    expect(read).toMatchObject({
      ok: false,
      reason: 'BAD_HEADER',
      message: '1 bytes follow what names the schema',
    });
  });

  it('a schema that the registry does not know, until it does', async () => {
    const client = stage.protokoll();
    const unknown = await client.decodeDocument(framed(31, '{}'));
    expect(unknown).toMatchObject({ ok: false, reason: 'UNKNOWN_SCHEMA', retryAtMs: stage.nowMs + 1_000 });
    serve(31, 'JSON', 'true');
    expect(await client.decodeDocument(framed(31, '{}'))).toEqual(unknown);
    client.registry.noteChange({ kind: 'version.created', subject: 's' });
    expect(await client.decodeDocument(framed(31, '{}'))).toMatchObject({ ok: true });
    expect(stage.server.requests).toHaveLength(2);
  });

  it('a registry that is away', async () => {
    await stage.server.stop();
    const read = await stage.protokoll().decodeDocument(framed(31, '{}'));
    expect(read).toMatchObject({ ok: false, reason: 'REGISTRY_UNREACHABLE', retryAtMs: stage.nowMs + 250 });
  });

  it('a schema of Protobuf', async () => {
    const detail = 'Schema 7 is of format PROTOBUF';
    stage.server.always(409, { code: 'NOT_A_DOCUMENT', detail, status: 409 });
    const read = await stage.protokoll().decodeDocument(frame(7, 0));
    expect(read).toMatchObject({ ok: false, reason: 'BAD_SCHEMA', message: detail });
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['another text', { format: 'JSON', text: '{}', fingerprint: '0'.repeat(64) }],
    ['another format', { format: 'XML', text: '{}', fingerprint: '0'.repeat(64) }],
    ['no fingerprint', { format: 'JSON', text: '{}' }],
    ['no text', { format: 'JSON', text: 1, fingerprint: '0'.repeat(64) }],
    ['a list', []],
  ])('an answer that is none: %s', async (_, answer) => {
    stage.server.always(200, answer);
    const client = stage.protokoll();
    expect(await client.decodeDocument(framed(31, '{}'))).toMatchObject({ ok: false, reason: 'BAD_SCHEMA' });
    await client.decodeDocument(framed(31, '{}'));
    expect(stage.server.requests).toHaveLength(1);
  });

  it('references that are none', async () => {
    serve(31, 'JSON', 'true', { references: [{ name: 'a' }] });
    const client = stage.protokoll();
    expect(await client.decodeDocument(framed(31, '{}'))).toMatchObject({ reason: 'BAD_SCHEMA' });
  });
});

describe('memory', () => {
  it('asks once for many that want the same', async () => {
    serve(31, 'JSON', 'true');
    const client = stage.protokoll();
    const reads = await Promise.all(Array.from({ length: 20 }, () => client.readDocument(framed(31, '{}'))));
    expect(new Set(reads.map((read) => read.ok && read.schema)).size).toBe(1);
    expect(stage.server.requests).toHaveLength(1);
  });

  it('drops what was longest not used', async () => {
    for (const id of [1, 2, 3]) serve(id, 'JSON', JSON.stringify({ title: `${id}`.repeat(100) }));
    const client = stage.client({ maxMemoryBytes: 8 * 600 });
    const known = (): (number | null)[] => [1, 2, 3].flatMap((id) => client.peekDocument(id)?.id ?? []);
    await client.lookupDocument(1);
    await client.lookupDocument(2);
    expect(client.peekDocument(1)).not.toBeNull();
    await client.lookupDocument(3);
    expect(known()).toEqual([1, 3]);
    serve(4, 'JSON', JSON.stringify({ title: '4'.repeat(10_000) }));
    await client.lookupDocument(4);
    expect([client.peekDocument(4)?.id, known()]).toEqual([4, []]);
  });

  it('asks again after a change, since ids may stand for something else', async () => {
    serve(31, 'JSON', 'true');
    const client = stage.protokoll();
    await client.readDocument(framed(31, '{}'));
    client.registry.noteChange({ kind: 'version.created', subject: 's' });
    await client.readDocument(framed(31, '{}'));
    expect(stage.server.requests).toHaveLength(2);
  });

  it('does not keep an answer that may be older than a change', async () => {
    serve(31, 'JSON', 'true');
    const client = stage.client();
    const held = stage.server.hold();
    const asked = client.lookupDocument(31);
    const letGo = await held;
    client.noteChange({ kind: 'version.created', subject: 's' });
    letGo();
    expect(await asked).toMatchObject({ status: 'found' });
    expect(client.peekDocument(31)).toBeNull();
  });

  it('names nothing that is no name', async () => {
    for (const name of [0, -1, 2 ** 31, 1.5, 'x', '../1'])
      expect(await stage.client().lookupDocument(name)).toMatchObject({ status: 'invalid' });
    expect(stage.server.requests).toEqual([]);
  });
});

describe('frames', () => {
  it('end where the payload begins', () => {
    expect(readDocumentFrame(frame(258, 9))).toEqual({ ok: true, frame: { schema: 258, payloadOffset: 5 } });
    expect(readDocumentFrame(frame(1))).toEqual({ ok: true, frame: { schema: 1, payloadOffset: 5 } });
    const guid = '00112233-4455-6677-8899-aabbccddeeff';
    expect(readDocumentFrame(frame(guid, 1))).toEqual({
      ok: true,
      frame: { schema: guid, payloadOffset: 17 },
    });
    expect(readDocumentHeader(documentPrefix(guid))).toMatchObject({ ok: true });
    expect(() => documentPrefix(0)).toThrow('0 is no schema id');
    expect(() => documentPrefix('x')).toThrow("'x' is no GUID");
  });
});
