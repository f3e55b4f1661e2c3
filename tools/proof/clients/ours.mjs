import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TYPES, VALUES } from './given.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const HEADER = '__value_schema_id';

/** Runs with our client of the registry at `url`. */
export async function withOurs(url, use) {
  const { ProtokollClient } = await import(join(root, 'dist/libs/registry-client/src/index.js'));
  const client = new ProtokollClient({ url });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** What our client reads of frames, and of payloads with a header, by the names of their messages. */
export async function readAll(client, { written, headers }) {
  const read = {};
  for (const [name, frame] of Object.entries(written))
    read[name] = told(name, await client.decodeJson(Buffer.from(frame, 'hex')));
  for (const [name, { header, payload }] of Object.entries(headers)) {
    const record = { headers: { [HEADER]: Buffer.from(header, 'hex') } };
    read[`${name} by header`] = told(name, await client.decodeJson(Buffer.from(payload, 'hex'), record));
  }
  return read;
}

/** What our client reads of messages of Avro and JSON, of each its bytes and, unless they name the schema, its header. */
export async function readDocuments(client, documents) {
  const read = {};
  for (const [name, { payload, header }] of Object.entries(documents)) {
    const record = header === undefined ? {} : { headers: { [HEADER]: Buffer.from(header, 'hex') } };
    const found = await client.decodeDocument(Buffer.from(payload, 'hex'), record);
    // Its records have no prototype, and long numbers may be bigints.
    const plain = (_key, value) => (typeof value === 'bigint' ? String(value) : value);
    read[name] = found.ok
      ? JSON.parse(JSON.stringify(found.value, plain))
      : `${found.reason}: ${found.message}`;
  }
  return read;
}

/** Frames by the schema's id, and payloads with a header by its GUID, of every message. */
export async function writeAll(client, id) {
  const written = { frames: {}, headers: {} };
  for (const [name, type] of Object.entries(TYPES)) {
    written.frames[name] = (await encoded(client, { id, type }, name, 'id')).frame;
    const { prefix, frame } = await encoded(client, { id, type }, name, 'guid');
    written.headers[name] = { header: prefix, payload: frame.slice(prefix.length) };
  }
  return written;
}

/** The id that a frame names. */
export function idOf(frame) {
  return Buffer.from(frame, 'hex').readUInt32BE(1);
}

function told(name, read) {
  if (!read.ok) return `${read.reason}: ${read.message}`;
  return read.handle.type === TYPES[name] ? read.value : { type: read.handle.type, value: read.value };
}

async function encoded(client, ref, name, framing) {
  const made = await client.encoder(ref, { framing });
  if (!made.ok) throw new Error(made.message);
  const json = made.encoder.encodeJson(VALUES[name]);
  if (!json.ok) throw new Error(json.message);
  const hex = (bytes) => Buffer.from(bytes).toString('hex');
  return { prefix: hex(made.encoder.prefix), frame: hex(json.value) };
}
