import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Where the drivers of other clients are. */
export const PEERS = join(root, 'test/foreign-clients');

/** The messages of protos/shop.proto by the names that drivers know them by. */
export const TYPES = {
  first: 'shop.v1.First',
  second: 'shop.v1.Second',
  deep: 'shop.v1.Second.Deep',
  mapped: 'shop.v1.Mapped',
  line: 'shop.v1.Mapped.Line',
};

/** One value of each, as ProtoJSON. */
export const VALUES = {
  first: { id: 'f-1' },
  second: { at: '2026-01-02T03:04:05Z', total: { units: '-9007199254740993' } },
  deep: { lowest: '-9223372036854775808', highest: '18446744073709551615' },
  mapped: { labels: { a: 'b' } },
  line: { text: 'after a map' },
};

/** Schemas that every client registers: two that get on, one that does not, and one that is none. */
export const TEXTS = {
  // As they are printed, so that they come back as they are where texts are printed anew.
  v1: 'syntax = "proto3";\nmessage M {\n  int32 a = 1;\n}\n',
  v2: 'syntax = "proto3";\nmessage M {\n  int32 a = 1;\n  string b = 2;\n}\n',
  clash: 'syntax = "proto3"; message M { string a = 1; }',
  ...documents(),
  broken: 'syntax = "proto3"; message M { Nowhere a = 1; }',
  money: readFileSync(join(PEERS, 'protos/money.proto'), 'utf8'),
  shop: readFileSync(join(PEERS, 'protos/shop.proto'), 'utf8'),
};

/** What is written as Avro and as JSON. */
export const ORDER = { id: 'o-1', units: 7, note: 'n', tags: ['a', 'b'], line: { text: 'x' } };

/** Each format with a schema that the order's refers to: `shop.Line`, and `line.json`. */
function documents() {
  const record = (name, fields) => JSON.stringify({ type: 'record', name, namespace: 'shop', fields });
  const string = { type: 'string' };
  const tags = { type: 'array', items: 'string' };
  return {
    avroLine: record('Line', [{ name: 'text', type: 'string' }]),
    avro: record('Order', [
      { name: 'id', type: 'string' },
      { name: 'units', type: 'long' },
      { name: 'note', type: ['null', 'string'], default: null },
      { name: 'tags', type: tags },
      { name: 'line', type: 'shop.Line' },
    ]),
    jsonLine: JSON.stringify({
      $id: 'line.json',
      type: 'object',
      title: 'Line',
      properties: { text: string },
    }),
    json: JSON.stringify({
      type: 'object',
      title: 'Order',
      properties: {
        id: string,
        units: { type: 'integer' },
        note: string,
        tags: { type: 'array', items: string },
        line: { $ref: 'line.json' },
      },
      required: ['id'],
    }),
  };
}
