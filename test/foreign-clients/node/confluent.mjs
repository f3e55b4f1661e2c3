import { isDeepStrictEqual } from 'node:util';
import { tried } from './tried.mjs';

/** Drives `@confluentinc/schemaregistry`. */
export async function drive(load, url, { set, types, values, frames, headers, texts, shaky, order }) {
  const sr = load('@confluentinc/schemaregistry');
  const { createFileRegistry, fromBinary, fromJson, toJson } = load('@bufbuild/protobuf');
  const { FileDescriptorSetSchema } = load('@bufbuild/protobuf/wkt');
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, Buffer.from(set, 'base64')));
  const fresh = () => new sr.SchemaRegistryClient({ baseURLs: [url], maxRetries: 0 });
  const VALUE = sr.SerdeType.VALUE;

  async function write(name, value, more = {}) {
    const desc = registry.getMessage(types[name]);
    const serializer = new sr.ProtobufSerializer(fresh(), VALUE, { autoRegisterSchemas: true, ...more });
    for (const type of registry) if (type.kind === 'message') serializer.registry.add(type);
    const given = {};
    const bytes = await serializer.serialize(`node-${name}`, fromJson(desc, value), given);
    return { bytes: Buffer.from(bytes).toString('hex'), header: given.__value_schema_id };
  }
  async function read(name, frame, given) {
    const deserializer = new sr.ProtobufDeserializer(fresh(), VALUE, {});
    const message = await deserializer.deserialize(`node-${name}`, Buffer.from(frame, 'hex'), given);
    return toJson(registry.getMessage(types[name]), message);
  }

  const told = { written: {}, headers: {}, documents: {}, read: {}, operations: {} };
  for (const [name, value] of Object.entries(values)) {
    told.written[name] = (await write(name, value)).bytes;
    const byGuid = { schemaIdSerializer: sr.HeaderSchemaIdSerializer };
    const { bytes, header } = await write(name, value, byGuid);
    told.headers[name] = { header: Buffer.from(header).toString('hex'), payload: bytes };
  }
  const calls = {};
  for (const [name, frame] of Object.entries(frames)) calls[name] = () => read(name, frame);
  for (const [name, { header, payload }] of Object.entries(headers))
    calls[`${name} by header`] = () => read(name, payload, { __value_schema_id: Buffer.from(header, 'hex') });
  told.read = await tried(calls, () => null);
  if (Object.keys(values).length === 0) return told;
  told.operations = await operate(sr, { fresh, texts, shaky, write, written: told.written });
  for (const form of ['avro', 'json']) {
    const { written, same } = await documents(sr, { fresh, texts, order, form });
    Object.assign(told.documents, written);
    told.operations[form] = same;
  }
  return told;
}

/** The order in a format, by id and by GUID in a header, and whether it comes back. */
async function documents(sr, { fresh, texts, order, form }) {
  const [schemaType, name] = { avro: ['AVRO', 'shop.Line'], json: ['JSON', 'line.json'] }[form];
  const [Serializer, Deserializer] = {
    avro: [sr.AvroSerializer, sr.AvroDeserializer],
    json: [sr.JsonSerializer, sr.JsonDeserializer],
  }[form];
  const topic = `node-${form}`;
  await fresh().register(`${topic}-line`, { schema: texts[`${form}Line`], schemaType });
  await fresh().register(`${topic}-value`, {
    schema: texts[form],
    schemaType,
    references: [{ name, subject: `${topic}-line`, version: 1 }],
    metadata: { properties: { a: 'b' } },
  });
  const written = {};
  let same = true;
  for (const [label, more] of [
    [form, {}],
    [`${form} by header`, { schemaIdSerializer: sr.HeaderSchemaIdSerializer }],
  ]) {
    const config = { useLatestWithMetadata: { a: 'b' }, ...more };
    const headers = {};
    const serializer = new Serializer(fresh(), sr.SerdeType.VALUE, config);
    const bytes = Buffer.from(await serializer.serialize(topic, order, headers));
    const back = await new Deserializer(fresh(), sr.SerdeType.VALUE, {}).deserialize(topic, bytes, headers);
    same &&= isDeepStrictEqual(JSON.parse(JSON.stringify(back)), order);
    const header = headers.__value_schema_id;
    const named = header === undefined ? {} : { header: Buffer.from(header).toString('hex') };
    written[label] = { payload: bytes.toString('hex'), ...named };
  }
  return { written, same };
}

async function operate(sr, { fresh, texts, shaky, write, written }) {
  const client = fresh();
  const subject = 'node-operations';
  const schema = (name, more = {}) => ({ schema: texts[name], schemaType: 'PROTOBUF', ...more });
  const owned = schema('v2', { metadata: { properties: { owner: 'news' } } });
  const id = await client.register(subject, schema('v1'));
  const first = await client.getLatestSchemaMetadata(subject);
  return tried(
    {
      again: async () => (await client.register(subject, schema('v1'), true)) === id,
      lookup: async () => (await client.getId(subject, schema('v1'))) === id,
      version: () => client.getVersion(subject, schema('v1')),
      latest: async () => first.version,
      'through failures': throughFailures,
      'by id': async () => (await fresh().getBySubjectAndId(subject, id)).schema === texts.v1,
      'by guid': async () => (await fresh().getByGuid(first.guid)).schema === texts.v1,
      serialized: async () =>
        Buffer.from((await fresh().getBySubjectAndId(subject, id, 'serialized')).schema, 'base64').length >
        10,
      compatible: () => client.testSubjectCompatibility(subject, schema('v2')),
      clash: () => client.testCompatibility(subject, 1, schema('clash')),
      refused: () => client.register(subject, schema('clash')),
      broken: () => client.register(subject, schema('broken')),
      nowhere: () => client.getLatestSchemaMetadata('nowhere'),
      'no version': () => client.getSchemaMetadata(subject, 9),
      'no id': () => client.getBySubjectAndId('', 999_999),
      'set level': () => client.updateCompatibility(subject, 'FULL'),
      level: () => client.getCompatibility(subject),
      'set config': async () =>
        (await client.updateConfig(subject, { compatibility: 'BACKWARD', normalize: true })).normalize,
      config: () => client.getConfig(subject),
      metadata: async () => (await client.registerFullResponse(subject, owned)).version,
      'latest with metadata': async () =>
        (await client.getLatestWithMetadata(subject, { owner: 'news' })).version,
      versions: () => client.getAllVersions(subject),
      // The message is empty: what is written is what stands before the payload.
      'write the latest': async () =>
        (await write('second', {}, { autoRegisterSchemas: false, useLatestVersion: true })).bytes ===
        written.second.slice(0, 14),
      referenced: () => client.deleteSubject('money.proto'),
      'delete version': () => client.deleteSubjectVersion(subject, 1),
      soft: () => client.deleteSubject(subject),
      hard: () => client.deleteSubject(subject, true),
      gone: () => fresh().getLatestSchemaMetadata(subject),
      'in a context': async () => (await client.register(`:.node:${subject}`, schema('v1'))) > 0,
    },
    (error) => error.errorCode,
  );

  // Its requests fail twice before they get through; the second look at the id is its own.
  async function throughFailures() {
    const patient = new sr.SchemaRegistryClient({ baseURLs: [shaky], retriesWaitMs: 1, retriesMaxWaitMs: 2 });
    await patient.getBySubjectAndId(subject, id);
    await patient.getBySubjectAndId(subject, id);
    return (await patient.getLatestSchemaMetadata(subject)).version;
  }
}
