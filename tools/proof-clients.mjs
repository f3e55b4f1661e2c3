// npm run proof:clients: clients of other languages against a registry, their bytes read by ours and ours by them.
// --cache=DIR keeps what is installed. A language whose toolchain is missing is skipped by name. Needs `npm run build`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const peers = join(root, 'test/foreign-clients');
const { values: options } = parseArgs({ options: { cache: { type: 'string' } } });
const scratch = mkdtempSync(join(tmpdir(), 'proof-clients-'));
const cache = options.cache ?? scratch;

const PACKAGES = [
  'confluent-kafka[protobuf,schemaregistry]==2.16.1',
  'grpcio-tools==1.85.1',
  'protobuf==7.36.2',
];
const VALUES = {
  first: { id: 'f-1' },
  second: { at: '2026-01-02T03:04:05Z', total: { units: '-9007199254740993' } },
  deep: { lowest: '-9223372036854775808', highest: '18446744073709551615' },
  mapped: { labels: { a: 'b' } },
  line: { text: 'after a map' },
};
const TYPES = {
  first: 'shop.v1.First',
  second: 'shop.v1.Second',
  deep: 'shop.v1.Second.Deep',
  mapped: 'shop.v1.Mapped',
  line: 'shop.v1.Mapped.Line',
};
const OPERATIONS = {
  lookup: 1,
  latest: 1,
  compatible: true,
  clash: false,
  refused: 40901,
  nowhere: 40401,
  soft: [1],
  gone: 40401,
  hard: [1],
};

const registry = await startRegistry();
try {
  process.exitCode = (await provePython(registry.url)) ? 0 : 1;
} finally {
  await registry.close();
  rmSync(scratch, { recursive: true, force: true });
}

async function provePython(url) {
  const python = join(cache, 'python/bin/python');
  if (!existsSync(python)) {
    const made = await run('python3', ['-m', 'venv', join(cache, 'python')]).catch(() => null);
    if (made === null) {
      console.log('SKIPPED python: there is no python3');
      return true;
    }
    await run(python, ['-m', 'pip', 'install', '-q', ...PACKAGES]);
  }
  const generated = join(scratch, 'python');
  mkdirSync(generated);
  const protos = join(peers, 'protos');
  const flags = ['-m', 'grpc_tools.protoc', `-I${protos}`, `--python_out=${generated}`];
  await run(python, [...flags, 'money.proto', 'shop.proto']);
  const drive = (frames, values) =>
    run(python, [join(peers, 'python/peer.py'), url, generated], JSON.stringify({ frames, values })).then(
      JSON.parse,
    );
  const { written, operations } = await drive({}, VALUES);
  const rows = await readByOurs(url, 'python', written);
  const frames = await writtenByOurs(url, written.first);
  const { read } = await drive(frames, {});
  for (const name of Object.keys(VALUES))
    rows.push({ writer: 'ours', reader: 'python', message: name, same: same(read[name], VALUES[name]) });
  for (const [name, expected] of Object.entries(OPERATIONS))
    rows.push({
      writer: 'python',
      reader: 'registry',
      message: name,
      same: same(operations[name], expected),
    });
  console.table(rows);
  return rows.every(({ same: found }) => found === 'yes');
}

async function readByOurs(url, writer, written) {
  const { ProtokollClient } = await import(join(root, 'dist/libs/registry-client/src/index.js'));
  const client = new ProtokollClient({ url });
  const rows = [];
  for (const [name, frame] of Object.entries(written)) {
    const read = await client.decodeJson(Buffer.from(frame, 'hex'));
    const right = read.ok && read.handle.type === TYPES[name];
    const found = read.ok ? { type: read.handle.type, value: read.value } : read.message;
    rows.push({
      writer,
      reader: 'ours',
      message: name,
      same: right ? same(read.value, VALUES[name]) : JSON.stringify(found),
    });
  }
  await client.close();
  return rows;
}

async function writtenByOurs(url, frame) {
  const { ProtokollClient } = await import(join(root, 'dist/libs/registry-client/src/index.js'));
  const client = new ProtokollClient({ url });
  const id = Buffer.from(frame, 'hex').readUInt32BE(1);
  const frames = {};
  for (const [name, type] of Object.entries(TYPES)) {
    const made = await client.encoder({ id, type });
    if (!made.ok) throw new Error(made.message);
    const encoded = made.encoder.encodeJson(VALUES[name]);
    if (!encoded.ok) throw new Error(encoded.message);
    frames[name] = Buffer.from(encoded.value).toString('hex');
  }
  await client.close();
  return frames;
}

function same(found, expected) {
  return isDeepStrictEqual(found, expected) ? 'yes' : (JSON.stringify(found) ?? 'nothing');
}

async function startRegistry() {
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(scratch, 'registry') };
  const main = join(root, 'dist/apps/registry/src/main.js');
  const child = spawn(process.execPath, [main], { cwd: root, env: { ...env, LOG_LEVEL: 'silent' } });
  child.stderr.pipe(process.stderr);
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the registry did not start')), 60_000);
    child.once('exit', (code) => reject(new Error(`the registry ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      const found = /registry: (\S+)\/api\/v1/.exec(String(chunk));
      if (found === null) return;
      clearTimeout(late);
      resolve(found[1]);
    });
  });
  const close = async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  return { url, close };
}

function run(command, args, input = '') {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: peers, timeout: 300_000 });
    let output = '';
    let problem = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (problem += chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ${args[0]}: ${code}\n${problem}`)),
    );
    child.stdin.end(input);
  });
}
