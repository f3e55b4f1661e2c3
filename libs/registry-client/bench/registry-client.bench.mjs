// npm run bench -- registry-client: nanoseconds of CPU per framed message with everything in memory, and how many times as long the
// clients of others take in the same run. Peers: npm install --ignore-scripts --prefix libs/registry-client/bench/peers, or PEERS=folder.
// ROUNDS=61 for steadier figures.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { findMessage, loadSchema, messageIndexPath } from '#libs/descriptors';
import { ProtokollClient } from '#libs/registry-client';
import { buildTable } from '#libs/table-model';
import { ID, startLoopback } from './loopback.mjs';
import { measure, median, ratio } from './measure.mjs';
import { makeEvents, makeFlats } from './messages.mjs';
import { loadPeers } from './peers.mjs';

const MESSAGES = 200;
const here = fileURLToPath(new URL('.', import.meta.url));
const buf = createRequire(import.meta.url).resolve(
  `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`,
);
const image = execFileSync(buf, ['build', 'event.proto', '--as-file-descriptor-set', '-o', '-'], {
  cwd: here,
});
const schema = loadSchema(image);
const loopback = await startLoopback(answers());
const peers = loadPeers(loopback.url);
if (Object.keys(peers).length === 0)
  console.log('NO PEERS: npm install --ignore-scripts --prefix libs/registry-client/bench/peers');
const client = new ProtokollClient({ url: loopback.url });
await measureType('bench.Event', makeEvents(MESSAGES));
await measureType('bench.Flat', makeFlats(MESSAGES));
await client.close();
loopback.close();

async function measureType(type, documents) {
  const made = await client.encoder({ id: ID, type });
  assert.ok(made.ok, made.message);
  const { encoder } = made;
  // Clients hand over Buffers, and one of the peers takes nothing else.
  const frames = documents.map((document) => {
    const encoded = encoder.encodeJson(document);
    assert.ok(encoded.ok, encoded.message);
    return Buffer.from(encoded.value);
  });
  const subjects = subjectsOf(type, encoder);
  await checkAgreement(subjects, frames, encoder.handle.codec.desc);
  const asked = loopback.asked.length;
  const figures = await measure(subjects, frames);
  assert.equal(loopback.asked.length, asked, 'everything is in memory');
  const sizeBytes = frames.reduce((total, bytes) => total + bytes.length, 0) / MESSAGES;
  console.log(`\n${type}: ${sizeBytes.toFixed(0)} bytes, ${encoder.handle.table.columns.length} columns`);
  for (const name of figures.keys()) {
    const ratios = ['decode', 'decodeRow'].map((ours) => `${ratio(figures, ours, name).toFixed(2)}x`);
    console.log(
      `  ${name.padEnd(24)}${median(figures.get(name)).toFixed(0).padStart(8)} ns  ${ratios.join('  ')}`,
    );
  }
}

function subjectsOf(type, { handle, prefix }) {
  const subjects = {
    decode: { work: (bytes) => client.decode(bytes) },
    decodeRow: { work: (bytes) => client.decodeRow(bytes) },
    'decode, awaited': { work: (bytes) => client.decode(bytes), awaits: true },
    'the codec alone': { work: (bytes) => handle.codec.decode(bytes.subarray(prefix.length)) },
  };
  for (const [name, work] of Object.entries(peers))
    // That client always reads the first message of a file.
    if (name !== '@kafkajs' || type === 'bench.Event') subjects[name] = { work, awaits: true };
  return subjects;
}

/** Speed is worth nothing where the results differ. */
async function checkAgreement(subjects, frames, desc) {
  for (const bytes of frames) {
    const ours = await subjects.decode.work(bytes);
    const row = await subjects.decodeRow.work(bytes);
    assert.ok(ours.ok && row.ok);
    assert.equal(row.value.cells.length, row.value.table.columns.length);
    const json = toJson(desc, ours.value);
    for (const name of Object.keys(subjects).filter((one) => one.startsWith('@confluentinc')))
      assert.deepEqual(toJson(desc, await subjects[name].work(bytes)), json);
    const other = await subjects['@kafkajs']?.work(bytes);
    if (other !== undefined) assert.equal(other.eventId, ours.value.eventId);
  }
}

/** What the clients ask for: ours a set and a codec, the others a schema by id, serialized or as text. */
function answers() {
  const files = fromBinary(FileDescriptorSetSchema, image).file;
  const file = files.find(({ name }) => name === 'event.proto');
  const serialized = Buffer.from(toBinary(FileDescriptorProtoSchema, file)).toString('base64');
  // The client that reads text knows no well-known types: it gets one of its own with the same bytes.
  const text = readFileSync(`${here}/event.proto`, 'utf8')
    .replace(/^import .*$/m, '')
    .replace('google.protobuf.Timestamp', 'Instant')
    .concat('message Instant {\n  int64 seconds = 1;\n  int32 nanos = 2;\n}\n');
  const codecs = ['bench.Event', 'bench.Flat'].flatMap((type) =>
    [schema.fingerprint, String(ID)].map((ref) => [`/api/v1/codecs/${ref}/${type}`, codecInfo(type)]),
  );
  return {
    ...Object.fromEntries(codecs),
    [`/api/v1/schemas/${ID}/descriptor-set`]: Buffer.from(schema.canonical),
    [`/schemas/ids/${ID}`]: (query) => ({
      schemaType: 'PROTOBUF',
      schema: query.get('format') === 'serialized' ? serialized : text,
    }),
  };
}

function codecInfo(type) {
  const desc = findMessage(schema, type);
  const { table, columns } = buildTable(desc);
  return {
    fingerprint: schema.fingerprint,
    id: ID,
    type,
    descriptorSet: Buffer.from(schema.canonical).toString('base64'),
    messageIndex: messageIndexPath(desc),
    table: {
      subject: 'events',
      version: 1,
      table,
      tableVersion: 1,
      state: 'ACTIVE',
      columns: columns.map(({ name, path, form }) => ({ name, path, form })),
    },
  };
}
