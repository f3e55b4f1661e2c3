import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PEERS, TYPES } from './given.mjs';
import { matrix } from './matrix.mjs';
import { ownTestsOfNpm } from './own-tests.mjs';
import { run } from './run.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const CLIENTS = [
  ['confluent', '@confluentinc/schemaregistry', '1.10.1'],
  ['kafkajs', '@kafkajs/confluent-schema-registry', '4.1.0'],
];

/** The two clients from npm. PROTOKOLL_PEERS names a folder in which they are installed already. */
export async function node({ cache, scratch }) {
  const packages = process.env.PROTOKOLL_PEERS ?? (await install(join(cache, 'node')));
  const set = join(scratch, 'shop.binpb');
  await run(join(root, 'node_modules/.bin/buf'), ['build', join(PEERS, 'protos'), '-o', set]);
  const told = [];
  for (const [name, npm] of CLIENTS) {
    const manifest = join(packages, 'node_modules', npm, 'package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    const more = { set: readFileSync(set).toString('base64'), types: TYPES };
    const drive = async (url, given) =>
      JSON.parse(
        await run(process.execPath, [join(PEERS, 'node/peer.mjs'), name, packages, url], {
          input: JSON.stringify({ ...given, ...more }),
        }),
      );
    const rows = await matrix(scratch, { language: 'node', client: name, drive });
    if (name === 'confluent') rows.push(...(await ownTestsOfNpm(scratch, packages)));
    told.push({ client: `${npm} ${version}`, rows });
  }
  return told;
}

async function install(folder) {
  const wanted = CLIENTS.map(([, npm, version]) => `${npm}@${version}`);
  const there = CLIENTS.every(([, npm]) => existsSync(join(folder, 'node_modules', npm)));
  mkdirSync(folder, { recursive: true });
  if (!there)
    await run('npm', ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', ...wanted]);
  return folder;
}
