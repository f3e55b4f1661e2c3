// Drives Confluent's own clients against a registry: node confluent-peers.mjs <folder of the clients> <registry URL>
// Reads { set: base64 FileDescriptorSet, frames: base64[], texts: { topic, frame }[] } on stdin, prints what came of it as JSON.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, url] = process.argv.slice(2);
const require = createRequire(join(folder, 'package.json'));
const sr = require('@confluentinc/schemaregistry');
const { create, createFileRegistry, fromBinary } = require('@bufbuild/protobuf');
const { FileDescriptorSetSchema } = require('@bufbuild/protobuf/wkt');
const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');

const input = JSON.parse(await text(process.stdin));
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, Buffer.from(input.set, 'base64')));
const Bill = registry.getMessage('shop.v1.Bill');
const bill = create(Bill, { id: 'b-1', total: create(registry.getMessage('money.v1.Money'), { units: 7n }) });

process.stdout.write(
  JSON.stringify({
    confluent: await confluent(),
    guid: await guidMode(),
    kafkajs: await kafkajs(),
    texts: await texts(),
    associated: await associated(),
  }),
);

async function confluent() {
  const client = new sr.SchemaRegistryClient({ baseURLs: [url] });
  const serializer = new sr.ProtobufSerializer(client, sr.SerdeType.VALUE, { autoRegisterSchemas: true });
  for (const type of registry) if (type.kind === 'message') serializer.registry.add(type);
  const frame = await serializer.serialize('peer', bill);
  const nested = await serializer.serialize(
    'peer-nested',
    create(registry.getMessage('shop.v1.Bill.Line'), { text: 'x' }),
  );
  const fresh = new sr.SchemaRegistryClient({ baseURLs: [url] });
  const deserializer = new sr.ProtobufDeserializer(fresh, sr.SerdeType.VALUE, {});
  const read = await deserializer.deserialize('peer', frame);
  const others = [];
  for (const other of input.frames)
    others.push(plain(await deserializer.deserialize('peer', Buffer.from(other, 'base64'))));
  const latest = new sr.ProtobufSerializer(fresh, sr.SerdeType.VALUE, { useLatestVersion: true });
  for (const type of registry) if (type.kind === 'message') latest.registry.add(type);
  const subjects = await fresh.getAllSubjects();
  const problem = await fresh
    .getLatestSchemaMetadata('nowhere')
    .catch((error) => ({ status: error.status, code: error.errorCode, message: error.message }));
  const compatible = await fresh.testSubjectCompatibility(
    'peer-value',
    await fresh.getLatestSchemaMetadata('peer-value', 'serialized'),
  );
  await fresh.updateCompatibility('peer-value', 'FULL');
  return {
    frame: frame.toString('base64'),
    nested: nested.toString('base64'),
    latest: (await latest.serialize('peer', bill)).toString('base64'),
    read: plain(read),
    others,
    subjects,
    problem,
    compatible,
    level: await fresh.getCompatibility('peer-value'),
    versions: await fresh.getAllVersions('peer-value'),
    deleted: [
      await fresh.deleteSubject('peer-nested-value'),
      await fresh.deleteSubject('peer-nested-value', true),
    ],
  };
}

async function guidMode() {
  const client = new sr.SchemaRegistryClient({ baseURLs: [url] });
  const serializer = new sr.ProtobufSerializer(client, sr.SerdeType.VALUE, {
    autoRegisterSchemas: true,
    schemaIdSerializer: sr.HeaderSchemaIdSerializer,
  });
  for (const type of registry) if (type.kind === 'message') serializer.registry.add(type);
  const headers = {};
  const payload = await serializer.serialize('guided', bill, headers);
  const deserializer = new sr.ProtobufDeserializer(
    new sr.SchemaRegistryClient({ baseURLs: [url] }),
    sr.SerdeType.VALUE,
    {},
  );
  const header = headers.__value_schema_id;
  return {
    header: Buffer.from(header).toString('base64'),
    payload: payload.toString('base64'),
    read: plain(await deserializer.deserialize('guided', payload, headers)),
  };
}

/** A topic whose subject is another than its name: written by it, read by its id, and gone with its topic. */
async function associated() {
  const client = new sr.SchemaRegistryClient({ baseURLs: [url] });
  const resource = {
    resourceName: 'bills',
    resourceNamespace: 'lkc-1',
    resourceId: 'lkc-1:bills',
    resourceType: 'topic',
  };
  await client.register('every-bill', {
    schema: JSON.stringify({ type: 'record', name: 'Bill', fields: [{ name: 'id', type: 'string' }] }),
    schemaType: 'AVRO',
  });
  const made = await client.createAssociation({
    ...resource,
    associations: [{ subject: 'every-bill', associationType: 'value', lifecycle: 'STRONG' }],
  });
  const listed = await client.getAssociationsByResourceName('bills', '-', 'topic', ['value'], null, 0, -1);
  const serializer = new sr.AvroSerializer(client, sr.SerdeType.VALUE, { useLatestVersion: true });
  const frame = await serializer.serialize('bills', { id: 'b-1' });
  const deserializer = new sr.AvroDeserializer(client, sr.SerdeType.VALUE, {});
  const read = await deserializer.deserialize('bills', frame);
  await client.deleteAssociations(resource.resourceId, 'topic', ['value'], true);
  const fresh = new sr.SchemaRegistryClient({ baseURLs: [url] });
  return {
    made: plain(made),
    listed: plain(listed),
    read: plain(read),
    subjects: (await fresh.getAllSubjects()).filter((subject) => /bill/.test(subject)),
  };
}

/** Avro and JSON: by id and by GUID, with a reference, with rules that are kept, by the latest version and by metadata. */
async function texts() {
  const line = { type: 'record', name: 'Line', fields: [{ name: 'text', type: 'string' }] };
  const order = {
    type: 'record',
    name: 'Order',
    fields: [
      { name: 'id', type: 'string' },
      { name: 'line', type: 'Line' },
    ],
  };
  const person = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
  const metadata = { properties: { owner: 'news' } };
  const rule = { name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'NONE', expr: 'true', disabled: true };
  const client = new sr.SchemaRegistryClient({ baseURLs: [url] });
  await client.register('line', { schema: JSON.stringify(line), schemaType: 'AVRO' });
  await client.register('texts-avro-value', {
    schema: JSON.stringify(order),
    schemaType: 'AVRO',
    references: [{ name: 'Line', subject: 'line', version: 1 }],
    metadata,
  });
  await client.register('texts-json-value', {
    schema: JSON.stringify(person),
    schemaType: 'JSON',
    metadata,
    ruleSet: { domainRules: [rule] },
  });
  const value = { id: 'o-1', line: { text: 'x' } };
  const modes = {
    latest: { useLatestVersion: true },
    metadata: { useLatestWithMetadata: { owner: 'news' } },
  };
  const read = {};
  const frames = [];
  for (const [mode, config] of Object.entries(modes)) {
    const avro = new sr.AvroSerializer(fresh(), sr.SerdeType.VALUE, config);
    const json = new sr.JsonSerializer(fresh(), sr.SerdeType.VALUE, config);
    const written = [
      await avro.serialize('texts-avro', value),
      await json.serialize('texts-json', { name: 'Ann' }),
    ];
    frames.push(...written.map((frame) => frame.toString('base64')));
    read[mode] = [
      await new sr.AvroDeserializer(fresh(), sr.SerdeType.VALUE, {}).deserialize('texts-avro', written[0]),
      await new sr.JsonDeserializer(fresh(), sr.SerdeType.VALUE, {}).deserialize('texts-json', written[1]),
    ];
  }
  const headers = {};
  const guided = new sr.JsonSerializer(fresh(), sr.SerdeType.VALUE, {
    useLatestVersion: true,
    schemaIdSerializer: sr.HeaderSchemaIdSerializer,
  });
  const payload = await guided.serialize('texts-json', { name: 'Ann' }, headers);
  read.guid = await new sr.JsonDeserializer(fresh(), sr.SerdeType.VALUE, {}).deserialize(
    'texts-json',
    payload,
    headers,
  );
  const others = [];
  for (const { topic, frame } of input.texts) {
    const Deserializer = topic === 'texts-avro' ? sr.AvroDeserializer : sr.JsonDeserializer;
    const deserializer = new Deserializer(fresh(), sr.SerdeType.VALUE, {});
    others.push(await deserializer.deserialize(topic, Buffer.from(frame, 'base64')));
  }
  const kept = await fresh().getLatestSchemaMetadata('texts-json-value');
  const avroType = await fresh().getLatestSchemaMetadata('texts-avro-value');
  return {
    read,
    frames,
    guided: {
      header: Buffer.from(headers.__value_schema_id).toString('base64'),
      payload: payload.toString('base64'),
    },
    others,
    rules: kept.ruleSet,
    references: avroType.references,
    compatible: await compatible(client, person),
  };
}

function fresh() {
  return new sr.SchemaRegistryClient({ baseURLs: [url] });
}

async function compatible(client, person) {
  const changed = { ...person, properties: { name: { type: 'number' } } };
  return client.testSubjectCompatibility('texts-json-value', {
    schema: JSON.stringify(changed),
    schemaType: 'JSON',
  });
}

/** Only what it can do: it writes no message indexes, and registers one file. */
async function kafkajs() {
  const client = new SchemaRegistry({ host: url });
  const schema = 'syntax = "proto3";\npackage kafkajs.v1;\nmessage Note {\n  string text = 1;\n}\n';
  const { id } = await client.register({ type: SchemaType.PROTOBUF, schema }, { subject: 'kafkajs-value' });
  const payload = await client.encode(id, { text: 'said' });
  const fresh = new SchemaRegistry({ host: url });
  const found = await fresh.getLatestSchemaId('kafkajs-value');
  return { id, found, read: await fresh.decode(payload), payload: payload.toString('base64') };
}

function plain(message) {
  return JSON.parse(
    JSON.stringify(message, (key, value) =>
      key.startsWith('$') ? undefined : typeof value === 'bigint' ? String(value) : value,
    ),
  );
}

async function text(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
