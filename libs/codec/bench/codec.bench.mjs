// npm run bench -- codec: nanoseconds of CPU per message, and how many times as long the peers take in the same run.
// Peers: npm install --prefix libs/codec/bench/peers. ROUNDS=61 for steadier figures, TYPES=Event for one type.
// Without generated code: NODE_OPTIONS=--disallow-code-generation-from-strings, which some peers cannot run under.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFileRegistry, fromBinary, toBinary, toJsonString } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createCodec } from '#libs/codec';
import { columnsOf } from './columns.mjs';
import { reportFirstMessage } from './first-message.mjs';
import { measure, median, ratio } from './measure.mjs';
import { makeEvents, makeFlats, makeLarges } from './messages.mjs';
import { loadAvsc } from './peer-avsc.mjs';
import { loadPbf } from './peer-pbf.mjs';
import { loadProtobufjs } from './peer-protobufjs.mjs';

const MESSAGES = 200;
const TASKS = ['decode', 'row', 'JSON', 'encode'];
const MAKERS = { Flat: makeFlats, Event: makeEvents, Large: makeLarges };

const here = dirname(fileURLToPath(import.meta.url));
const buf = createRequire(import.meta.url).resolve(
  `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`,
);
const image = execFileSync(buf, ['build', 'event.proto', '--as-file-descriptor-set', '-o', '-'], {
  cwd: here,
});
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
const peers = [];
for (const load of [() => loadProtobufjs(image), () => loadPbf(`${here}/event.proto`), loadAvsc]) {
  const peer = await load();
  if (peer !== null) peers.push(peer);
}
if (peers.length === 0) console.log('NO PEERS: npm install --prefix libs/codec/bench/peers');

for (const [name, make] of Object.entries(MAKERS))
  if ((process.env.TYPES ?? name).split(',').includes(name)) measureType(name, make(MESSAGES));

const [sample] = makeEvents(1).map((document) =>
  createCodec(registry, registry.getMessage('bench.Event')).fromJson(document),
);
reportFirstMessage(
  image,
  'bench.Event',
  sample.value,
  peers.find((peer) => peer.loadRoot !== undefined)?.loadRoot ?? null,
);

function measureType(name, documents) {
  const desc = registry.getMessage(`bench.${name}`);
  const ours = createCodec(registry, desc, { compileAfter: 0 });
  const messages = documents.map((document) => {
    const encoded = ours.fromJson(document);
    assert.ok(encoded.ok, encoded.message);
    return encoded.value;
  });
  const columns = columnsOf(desc);
  const tasks = {
    ...tasksOf('ours', ours, columns),
    ...tasksOf('interpreted', createCodec(registry, desc, { compileAfter: Infinity }), columns),
    ...esTasks(desc),
  };
  for (const peer of peers) Object.assign(tasks, peer.tasks(desc, columns));
  // Made by another library: V8 allocates in the old generation what it saw surviving, which would slow down ours from then on.
  const objects = messages.map((bytes) => fromBinary(desc, bytes));
  const subjects = {};
  for (const [subject, { work, prepare }] of Object.entries(tasks)) {
    const usual = subject.startsWith('encode') ? (_, index) => objects[index] : (bytes) => bytes;
    const inputs = messages.map((bytes, index) => (prepare ?? usual)(bytes, index));
    subjects[subject] = { work, inputs };
  }
  checkAgreement(subjects, messages, desc);
  const sizeBytes = messages.reduce((total, bytes) => total + bytes.length, 0) / MESSAGES;
  console.log(`\n${name}: ${sizeBytes.toFixed(0)} bytes, ${columns.length} columns`);
  report(measure(subjects));
}

function tasksOf(name, codec, columns) {
  const row = codec.rowDecoder(columns);
  return {
    [`decode ${name}`]: { work: (bytes) => codec.decode(bytes).value },
    [`row ${name}`]: { work: (bytes) => row(bytes).value },
    [`JSON ${name}`]: { work: (bytes) => codec.toJsonBytes(bytes).value },
    ...(name === 'ours' ? { [`encode ${name}`]: { work: (message) => codec.encode(message) } } : {}),
  };
}

function esTasks(desc) {
  return {
    'decode protobuf-es': { work: (bytes) => fromBinary(desc, bytes) },
    'JSON protobuf-es': {
      work: (bytes) => Buffer.from(toJsonString(desc, fromBinary(desc, bytes), { registry })),
    },
    'encode protobuf-es': { work: (message) => toBinary(desc, message) },
  };
}

/** Speed is worth nothing where the results differ. */
function checkAgreement(subjects, messages, desc) {
  messages.forEach((bytes, index) => {
    assert.deepEqual(subjects['decode ours'].work(bytes), fromBinary(desc, bytes));
    const json = JSON.parse(Buffer.from(subjects['JSON protobuf-es'].work(bytes)).toString());
    for (const name of ['JSON ours', 'JSON protobufjs'])
      if (subjects[name] !== undefined)
        assert.deepEqual(JSON.parse(Buffer.from(subjects[name].work(bytes)).toString()), json);
    const row = subjects['row ours'].work(bytes);
    assert.deepEqual(subjects['row interpreted'].work(bytes), row);
    if (subjects['row protobufjs'] !== undefined)
      assert.deepEqual(subjects['row protobufjs'].work(bytes), row);
    const { work, inputs } = subjects['encode ours'];
    assert.deepEqual(Buffer.from(work(inputs[index])), Buffer.from(bytes));
  });
}

function report(figures) {
  for (const task of TASKS) {
    const names = [...figures.keys()].filter((name) => name.startsWith(`${task} `));
    const cells = names.map((name) => {
      const ns = `${name.slice(task.length + 1)} ${median(figures.get(name)).toFixed(0)}`;
      return name.endsWith(' ours') ? ns : `${ns} (${ratio(figures, `${task} ours`, name).toFixed(2)}x)`;
    });
    console.log(`  ${task.padEnd(7)}${cells.join(' · ')}`);
  }
  const interpreted = ratio(figures, 'decode interpreted', 'decode protobuf-es');
  console.log(`  protobuf-es takes ${interpreted.toFixed(2)}x as long as the interpreter (decode)`);
}
