import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PEERS } from './given.mjs';
import { matrix } from './matrix.mjs';
import { run, versionOf } from './run.mjs';

const CONFLUENT = '2.16.1';
const PACKAGES = [
  `confluent-kafka[protobuf,schemaregistry,avro,json]==${CONFLUENT}`,
  'grpcio-tools==1.85.1',
  'protobuf==7.36.2',
];

/** confluent-kafka for Python, installed from PyPI into a virtual environment. */
export async function python({ cache, scratch }) {
  const client = `confluent-kafka ${CONFLUENT} (Python)`;
  const interpreter = join(cache, 'python/bin/python');
  if (!existsSync(interpreter)) {
    if ((await versionOf('python3', '--version')) === null)
      return [{ client, skipped: 'there is no python3' }];
    await run('python3', ['-m', 'venv', join(cache, 'python')]);
  }
  await run(interpreter, ['-m', 'pip', 'install', '-q', ...PACKAGES]);
  const generated = join(scratch, 'python');
  mkdirSync(generated);
  const flags = ['-m', 'grpc_tools.protoc', `-I${join(PEERS, 'protos')}`, `--python_out=${generated}`];
  await run(interpreter, [...flags, 'money.proto', 'shop.proto']);
  const drive = async (url, given) =>
    JSON.parse(
      await run(interpreter, [join(PEERS, 'python/peer.py'), url, generated], {
        input: JSON.stringify(given),
      }),
    );
  return [{ client, rows: await matrix(scratch, { language: 'python', client: 'confluent', drive }) }];
}
