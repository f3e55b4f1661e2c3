import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PEERS } from './given.mjs';
import { matrix } from './matrix.mjs';
import { ownTestOfGo } from './own-tests.mjs';
import { run, versionOf } from './run.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const MODULE = 'protokoll.test/foreign-clients';
const CLIENTS = [
  ['confluent', 'github.com/confluentinc/confluent-kafka-go/v2'],
  ['franz', 'github.com/twmb/franz-go/pkg/sr'],
];

/** Confluent's and franz-go's clients, built with the machine's Go. Confluent's needs cgo and a C compiler. */
export async function go({ cache, scratch }) {
  const goMod = readFileSync(join(PEERS, 'go/go.mod'), 'utf8');
  const named = CLIENTS.map(([name, module]) => [name, `${module} ${versionIn(goMod, module)}`]);
  const missing = (await versionOf('go', 'version')) === null ? 'there is no go' : await withoutCompiler();
  if (missing !== null) return named.map(([, client]) => ({ client, skipped: missing }));
  const peer = await build(join(scratch, 'go'), cache, versionIn(goMod, 'google.golang.org/protobuf'));
  const told = [];
  for (const [name, client] of named) {
    const drive = async (url, given) =>
      JSON.parse(await run(peer, [name, url], { input: JSON.stringify(given) }));
    const rows = await matrix(scratch, { language: 'go', client: name, drive });
    if (name === 'confluent') rows.push(...(await ownTestOfGo(scratch, await sourceOf(scratch))));
    told.push({ client, rows });
  }
  return told;
}

async function withoutCompiler() {
  return (await versionOf('gcc', '--version')) === null ? 'there is no C compiler for cgo' : null;
}

async function sourceOf(scratch) {
  const list = ['list', '-m', '-f', '{{.Dir}}', CLIENTS[0][1]];
  return (await run('go', list, { cwd: join(scratch, 'go') })).trim();
}

function versionIn(goMod, module) {
  const line = goMod.split('\n').find((text) => text.trim().startsWith(`${module} `));
  return line.trim().split(' ')[1];
}

async function build(folder, cache, protobuf) {
  cpSync(join(PEERS, 'go'), folder, { recursive: true });
  const bin = join(cache, 'go-bin');
  if (!existsSync(join(bin, 'protoc-gen-go')))
    await run('go', ['install', `google.golang.org/protobuf/cmd/protoc-gen-go@${protobuf}`], {
      env: { ...process.env, GOBIN: bin },
    });
  const options = [`module=${MODULE}`, `Mshop.proto=${MODULE}/shopv1`, `Mmoney.proto=${MODULE}/moneyv1`];
  const plugin = { local: join(bin, 'protoc-gen-go'), out: folder, opt: options };
  const template = join(folder, 'buf.gen.yaml');
  // JSON is YAML.
  writeFileSync(template, JSON.stringify({ version: 'v2', plugins: [plugin] }));
  const buf = join(root, 'node_modules/.bin/buf');
  await run(buf, ['generate', join(PEERS, 'protos'), '--template', template], { cwd: folder });
  await run('go', ['mod', 'tidy'], { cwd: folder });
  await run('go', ['build', '-o', 'peer', '.'], { cwd: folder, env: { ...process.env, CGO_ENABLED: '1' } });
  return join(folder, 'peer');
}
