// The clients that one would use for the same purpose, as their guides show them. PEERS names a folder that they are installed in.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.env.PEERS ?? join(fileURLToPath(new URL('.', import.meta.url)), 'peers');
const require = createRequire(join(folder, 'package.json'));

/** Name → function from framed bytes to a promise of the message. Only those that are installed. */
export function loadPeers(url) {
  return { ...confluent(url), ...kafkajs(url) };
}

function confluent(url) {
  const peer = load('@confluentinc/schemaregistry');
  if (peer === null) return {};
  const { SchemaRegistryClient, ProtobufDeserializer, SerdeType } = peer;
  const of = (config) => {
    const client = new SchemaRegistryClient({ baseURLs: [url] });
    const deserializer = new ProtobufDeserializer(client, SerdeType.VALUE, config);
    return (bytes) => deserializer.deserialize('events', bytes);
  };
  return {
    '@confluentinc': of({}),
    // Spares it an await for the subject's name.
    '@confluentinc TOPIC': of({ subjectNameStrategyType: 'TOPIC' }),
  };
}

function kafkajs(url) {
  const peer = load('@kafkajs/confluent-schema-registry');
  if (peer === null) return {};
  const registry = new peer.SchemaRegistry({ host: url });
  return { '@kafkajs': (bytes) => registry.decode(bytes) };
}

function load(name) {
  try {
    return require(name);
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}
