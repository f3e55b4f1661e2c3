import { createCodec } from '#libs/codec';
import { findMessage, loadSchema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { framePrefix, ProtokollClient, writeFrame, type ClientDecoded } from '../index.js';

const SCHEMA = loadSchema(
  compileProtos({
    'm.proto': `syntax = "proto3"; package m;
      message M {
        map<string, string> labels = 1;
        message Line { string text = 1; }
        message Sum { int64 units = 1; bool exact = 2; }
        message Note { string text = 1; }
      }`,
  }),
);
const client = new ProtokollClient({
  // Nobody is asked: all is in the bundle.
  url: 'http://127.0.0.1:9',
  bundle: [{ descriptorSet: SCHEMA.canonical, id: 7 }],
});
afterAll(() => client.close());

function payload(type: string, json: Record<string, string | boolean>): Uint8Array {
  const desc = findMessage(SCHEMA, type);
  const made = desc === null ? null : createCodec(SCHEMA.registry, desc).fromJson(json);
  if (made?.ok !== true) throw new Error('it can be written');
  return made.value;
}

const read = async (indexes: readonly number[], bytes: Uint8Array): Promise<ClientDecoded<unknown>> =>
  client.decodeJson(writeFrame(framePrefix(7, indexes), bytes));

describe('where indexes may count the entries of maps, the payload tells', () => {
  const line = payload('m.M.Line', { text: 'x' });
  const sum = payload('m.M.Sum', { units: '5', exact: true });

  it.each([
    ['counted, the first', [0, 1], line, 'm.M.Line'],
    ['not counted, the second', [0, 1], sum, 'm.M.Sum'],
    ['counted, the second', [0, 2], sum, 'm.M.Sum'],
    ['not counted, the third', [0, 2], line, 'm.M.Note'],
    ['counted, the last', [0, 3], line, 'm.M.Note'],
    ['not counted, the first', [0, 0], line, 'm.M.Line'],
    ['nothing to tell by', [0, 1], Uint8Array.of(), 'm.M.Sum'],
    [
      'a field that none has: those that read it, the likeliest first',
      [0, 1],
      Uint8Array.of(40, 1),
      'm.M.Sum',
    ],
    [
      'what only the other reads, with a field that it lacks',
      [0, 2],
      Uint8Array.of(10, 1, 255, 40, 1),
      'm.M.Sum',
    ],
  ])('%s', async (_case, indexes, bytes, type) => {
    for (let time = 0; time < 2; time++)
      expect(await read(indexes, bytes)).toMatchObject({ ok: true, handle: { type } });
  });

  it('and what no message reads fails as the likeliest', async () => {
    expect(await read([0, 1], Uint8Array.of(10))).toMatchObject({ ok: false, reason: 'TRUNCATED' });
  });

  it('and no message of one place is mistaken for that of another read before', async () => {
    const types = [];
    for (const bytes of [sum, line, sum, line]) {
      const found = await read([0, 1], bytes);
      types.push(found.ok ? found.handle.type : found.reason);
    }
    expect(types).toEqual(['m.M.Sum', 'm.M.Line', 'm.M.Sum', 'm.M.Line']);
  });
});
