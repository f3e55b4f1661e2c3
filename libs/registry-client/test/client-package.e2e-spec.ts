import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The npm package in a project of its own, with the clone's copies of what it depends on, against a whole Protokoll. */
const READY_WITHIN_MS = 30_000;
const SCHEMA = `syntax = "proto3";
package shop.v1;
message Refund { string order = 1; }
message Order {
  message Line { string sku = 1; uint32 count = 2; }
  string number = 1;
  int64 total = 2;
  repeated Line lines = 3;
}
`;
/** Written by ProtobufSerializer of `@confluentinc/schemaregistry` 1.10.1 with this schema, whose id was 1. */
const FRAMES = [
  '0000000001000a03412d31',
  '000000000102020a03412d3110e2091a050a01781002',
  '00000000010402000a01781002',
];
const PROGRAM = `
import { ProtokollClient, guidOf, schemaHeaderName, framePrefix, type ClientDecoded, type Row } from '@protokoll/client';

const [url = '', cacheDir = '', ...frames] = process.argv.slice(2);
const client: ProtokollClient = new ProtokollClient({ url, cacheDir, timeoutMs: 10_000 });
const bytes = frames.map((frame) => Buffer.from(frame, 'hex'));
const lines: unknown[] = [];
for (const frame of bytes) {
  const read = await client.decodeJson(frame);
  lines.push(read.ok ? [read.handle.type, read.value] : [read.reason, read.message, read.retryAtMs]);
}
const [refund, order] = bytes;
if (refund === undefined || order === undefined) throw new Error('two frames');
const row: ClientDecoded<Row> = await client.decodeRow(order);
if (!row.ok) throw new Error(row.message);
lines.push([row.value.table.name, row.value.table.columns, row.value.cells]);
const soon = client.decode(order);
if (soon instanceof Promise || !soon.ok) throw new Error('it is in memory by now');
lines.push([soon.value.$typeName, (soon.value as { total?: bigint }).total]);
const headers = { [schemaHeaderName('value')]: Buffer.from(framePrefix(guidOf(row.handle.fingerprint), [0])) };
const bare = await client.decodeJson(refund.subarray(6), { headers });
lines.push(bare.ok ? bare.value : bare.reason);
const made = await client.encoder({ id: 1, type: 'shop.v1.Refund' });
const encoded = made.ok ? made.encoder.encodeJson({ order: 'A-1' }) : made;
lines.push(encoded.ok ? Buffer.from(encoded.value).toString('hex') : encoded.message);
for await (const change of client.changes()) {
  lines.push([change.kind, change.subject]);
  break;
}
const unknown = await client.decode(Buffer.from('000000004d00', 'hex'));
lines.push(unknown.ok ? null : unknown.reason);
console.log(JSON.stringify(lines, (_key, value: unknown) => (typeof value === 'bigint' ? \`\${value}n\` : value)));
await client.close();
`;

let folder: string;
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'client-pack-'));
  const packed = spawnSync(process.execPath, ['tools/pack-client.mjs', folder], { encoding: 'utf8' });
  expect(packed).toMatchObject({ status: 0, stderr: '' });
  install();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const data = join(folder, 'data');
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: data, LOG_LEVEL: 'error' };
  server = spawn(process.execPath, ['dist/apps/standalone/src/main.js'], { env, stdio: 'ignore' });
  await until(async () => (await fetch(`${url}/ready`)).ok);
}, 120_000);

afterAll(async () => {
  const exited = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await exited;
  rmSync(folder, { recursive: true, force: true });
});

test('the package names exact versions of what it imports, and holds no more than it needs', () => {
  const home = join(folder, 'node_modules/@protokoll/client');
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Manifest;
  const root = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  expect(manifest).toMatchObject({ name: '@protokoll/client', type: 'module' });
  expect(manifest.dependencies).toEqual({ '@bufbuild/protobuf': root.dependencies['@bufbuild/protobuf'] });
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => /[.-]spec\.|suite|nest-kit|tsconfig/.test(name))).toEqual([]);
  expect(files).toContain(join('dist', 'libs', 'registry-client', 'src', 'index.d.ts'));
});

test('a strict program that uses it compiles, and reads what Confluent’s client wrote', async () => {
  writeFileSync(join(folder, 'main.ts'), PROGRAM);
  const options =
    '--strict --exactOptionalPropertyTypes --module nodenext --target es2022 --skipLibCheck false --types node';
  const compiled = spawnSync(
    process.execPath,
    [resolve('node_modules/typescript7/bin/tsc'), ...options.split(' '), 'main.ts'],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(compiled).toMatchObject({ status: 0, stdout: '' });

  const published = await publish('orders-value', SCHEMA);
  expect(published).toMatchObject({ version: { id: 1 } });
  const args = ['main.js', url, join(folder, 'cache'), ...FRAMES];
  const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  expect(run).toMatchObject({ status: 0, stderr: '' });
  const order = { number: 'A-1', total: '1250', lines: [{ sku: 'x', count: 2 }] };
  expect(JSON.parse(run.stdout)).toEqual([
    ['shop.v1.Refund', { order: 'A-1' }],
    ['shop.v1.Order', order],
    ['shop.v1.Order.Line', { sku: 'x', count: 2 }],
    ['order', ['number', 'total', 'lines'], ['A-1', 1250, '[{"sku":"x","count":2}]']],
    ['shop.v1.Order', '1250n'],
    { order: 'A-1' },
    FRAMES[0],
    ['version.created', 'orders-value'],
    'UNKNOWN_SCHEMA',
  ]);
}, 120_000);

test('a client that waits for its registry keeps no process alive', () => {
  const program = `
    import { ProtokollClient } from '@protokoll/client';
    const client = new ProtokollClient({ url: 'http://127.0.0.1:1' });
    void client.changes().next();
    const read = await client.decode(Uint8Array.of(0, 0, 0, 0, 1, 0));
    console.log(read.reason);
  `;
  writeFileSync(join(folder, 'waits.js'), program);
  const run = spawnSync(process.execPath, ['waits.js'], { cwd: folder, encoding: 'utf8', timeout: 20_000 });
  expect(run).toMatchObject({ status: 0, stdout: 'REGISTRY_UNREACHABLE\n', stderr: '' });
});

/** Unpacks the tarball; what it depends on, and the types of Node, are the clone's. */
function install(): void {
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const home = join(folder, 'node_modules/@protokoll/client');
  mkdirSync(home, { recursive: true });
  spawnSync('tar', ['-xzf', join(folder, tarball), '-C', home, '--strip-components=1']);
  for (const name of ['@bufbuild', '@types', 'undici-types'])
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
}

async function publish(subject: string, content: string): Promise<unknown> {
  const response = await fetch(`${url}/api/v1/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files: [{ path: 'shop/v1/order.proto', content }] }),
  });
  return response.json();
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadlineMs) {
    if (await holds().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server did not get ready');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

interface Manifest {
  readonly name: string;
  readonly type: string;
  readonly dependencies: Readonly<Record<string, string>>;
}
