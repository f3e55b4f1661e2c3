// npm run bench -- codec: nanoseconds of CPU per message, and ratios to protobufjs in the same run, of rows and JSON bytes.
// Peers: npm install --prefix libs/codec/bench/peers.
// Without generated code: NODE_OPTIONS=--disallow-code-generation-from-strings, which the peer cannot run under.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFileRegistry, fromBinary, toJson } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createCodec } from '#libs/codec';
import { makeEvents, makeFlats } from './messages.mjs';
import { loadPeer } from './peer.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 21);
const MESSAGES = 200;
const ROUND_MS = 60;
// What is made must be used, or the optimizer may leave it out.
let sink = 0;

const here = dirname(fileURLToPath(import.meta.url));
const buf = createRequire(import.meta.url).resolve(
  `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`,
);
const image = execFileSync(buf, ['build', 'event.proto', '--as-file-descriptor-set', '-o', '-'], {
  cwd: here,
});
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
const peer = await loadPeer(image);
if (peer === null) console.log('NO PEER: npm install --prefix libs/codec/bench/peers');

measureType('Flat', makeFlats(MESSAGES));
measureType('Event', makeEvents(MESSAGES));

function measureType(name, objects) {
  const desc = registry.getMessage(`bench.${name}`);
  const codec = createCodec(registry, desc);
  const messages = objects.map((object) => {
    const encoded = codec.fromJson(object);
    assert.ok(encoded.ok, encoded.message);
    return encoded.value;
  });
  const columns = columnsOf(desc, []);
  const row = codec.rowDecoder(columns);
  const subjects = {
    'ours row': (bytes) => row(bytes).value,
    'ours JSON bytes': (bytes) => codec.toJsonBytes(bytes).value,
    'protobuf-es object': (bytes) => fromBinary(desc, bytes),
    ...(peer === null ? {} : peer.subjects(desc, columns)),
  };
  for (const bytes of messages) {
    assert.deepEqual(
      JSON.parse(codec.toJsonText(bytes).value),
      toJson(desc, fromBinary(desc, bytes), { registry }),
    );
    if (peer !== null) assert.deepEqual(subjects['protobufjs row'](bytes), subjects['ours row'](bytes));
  }
  const sizeBytes = messages.reduce((total, bytes) => total + bytes.length, 0) / messages.length;
  console.log(`\n${name}: ${sizeBytes.toFixed(0)} bytes, ${columns.length} columns, ${ROUNDS} rounds`);
  report(interleave(subjects, messages));
}

/** What table-model makes of the type, without its dependencies: flattened, lists and maps as JSON. */
function columnsOf(desc, prefix) {
  return desc.fields.flatMap((field) => {
    const path = [...prefix, field.number];
    const columns = field.oneof?.fields[0] === field ? [{ path, form: 'case' }] : [];
    if (field.fieldKind !== 'message') {
      const json = field.fieldKind === 'list' || field.fieldKind === 'map';
      return [...columns, { path, form: json ? 'json' : field.fieldKind === 'enum' ? 'enum' : 'text' }];
    }
    if (field.message.name === 'Timestamp') return [...columns, { path, form: 'timestamp' }];
    return [...columns, ...columnsOf(field.message, path)];
  });
}

/** Nanoseconds of CPU per message of each round, by subject; each round runs every subject. */
function interleave(subjects, messages) {
  const names = Object.keys(subjects);
  const loops = new Map(names.map((name) => [name, calibrate(subjects[name], messages)]));
  const figures = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of round % 2 === 0 ? names : [...names].reverse())
      figures.get(name).push(run(subjects[name], messages, loops.get(name)));
  return figures;
}

function calibrate(subject, messages) {
  run(subject, messages, 100);
  const ns = run(subject, messages, 50);
  return Math.max(1, Math.round((ROUND_MS * 1e6) / (ns * messages.length)));
}

function run(subject, messages, loops) {
  const before = process.cpuUsage();
  for (let loop = 0; loop < loops; loop += 1)
    for (let index = 0; index < messages.length; index += 1)
      sink += subject(messages[index]) === null ? 1 : 0;
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / (loops * messages.length);
}

function report(figures) {
  const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const ratio = (one, other) => median(figures.get(one).map((ns, round) => ns / figures.get(other)[round]));
  for (const [name, values] of figures)
    console.log(`  ${name.padEnd(26)} ${median(values).toFixed(0).padStart(7)} ns`);
  if (!figures.has('protobufjs row')) return;
  console.log(
    `  row:        ${ratio('protobufjs row', 'ours row').toFixed(2)}x protobufjs (decode and flatten)`,
  );
  console.log(
    `  JSON bytes: ${ratio('protobufjs JSON bytes', 'ours JSON bytes').toFixed(2)}x protobufjs (decode, toObject, stringify)`,
  );
}
