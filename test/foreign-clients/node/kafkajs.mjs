import { isDeepStrictEqual } from 'node:util';
import { tried } from './tried.mjs';

/** Drives `@kafkajs/confluent-schema-registry`. It writes no message indexes for Protobuf, so only it reads what it writes. */
export async function drive(load, url, { values, texts, shaky, order }) {
  const { SchemaRegistry, SchemaType } = load('@kafkajs/confluent-schema-registry');
  const fresh = () => new SchemaRegistry({ host: url, retry: { maxRetryTimeInSecs: 1, retries: 0 } });
  const none = { written: {}, headers: {}, documents: {}, read: {}, operations: {} };
  if (Object.keys(values).length === 0) return none;
  const client = fresh();
  const register = (subject, name) =>
    client.register({ type: SchemaType.PROTOBUF, schema: texts[name] }, { subject });
  const { id } = await register('kafkajs-value', 'v1');
  const documents = {};
  const back = async (form, type, reference) => {
    const line = { type, schema: texts[`${form}Line`] };
    await client.register(line, { subject: `kafkajs-${form}-line` });
    const references = [{ name: reference, subject: `kafkajs-${form}-line`, version: 1 }];
    const schema = { type, schema: texts[form], references };
    const made = await client.register(schema, { subject: `kafkajs-${form}` });
    const frame = await client.encode(made.id, order);
    documents[form] = { payload: frame.toString('hex') };
    return isDeepStrictEqual(JSON.parse(JSON.stringify(await fresh().decode(frame))), order);
  };
  const throughFailures = async () => {
    const retry = { retries: 3, initialRetryTimeInSecs: 0.001, maxRetryTimeInSecs: 0.01 };
    const patient = new SchemaRegistry({ host: shaky, retry });
    await patient.getSchema(id);
    await patient.getSchema(id);
    return (await patient.getLatestSchemaId('kafkajs-value')) === id;
  };
  const operations = await tried(
    {
      again: async () => (await register('kafkajs-value', 'v1')).id === id,
      latest: async () => (await fresh().getLatestSchemaId('kafkajs-value')) === id,
      'through failures': throughFailures,
      'by version': async () => (await fresh().getRegistryId('kafkajs-value', 1)) === id,
      lookup: async () =>
        (await fresh().getRegistryIdBySchema('kafkajs-value', {
          type: SchemaType.PROTOBUF,
          schema: texts.v1,
        })) === id,
      protobuf: async () => (await fresh().decode(await client.encode(id, { a: 7 }))).a,
      refused: () => register('kafkajs-value', 'clash'),
      broken: () => register('kafkajs-value', 'broken'),
      nowhere: () => fresh().getLatestSchemaId('nowhere'),
      avro: () => back('avro', SchemaType.AVRO, 'shop.Line'),
      json: () => back('json', SchemaType.JSON, 'line.json'),
    },
    (error) => error.status,
  );
  return { ...none, documents, operations };
}
