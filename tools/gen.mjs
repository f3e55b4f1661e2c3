// Writes everything that is generated: TypeScript from proto/, *.gen.ts indexes, docs/reference.
// `--check` writes nothing and fails when a file on disk differs.
import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  existsSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

/** path -> content of every generated file */
const outputs = new Map();

generateProtoTypes();
generateGenIndex();
generateSdkTypes();
const { generators } = await import('./generators/index.mjs');
for (const generate of generators) {
  for (const [path, content] of await generate(root)) outputs.set(path, content);
}
settle();

function generateProtoTypes() {
  const out = mkdtempSync(join(tmpdir(), 'protokoll-gen-'));
  try {
    execFileSync(bufBinary(), ['generate', '-o', out], { cwd: root, stdio: 'inherit', timeout: 120_000 });
    for (const path of filesUnder(out)) outputs.set(relative(out, path), readFileSync(path, 'utf8'));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function generateGenIndex() {
  const modules = [...outputs.keys()].filter((path) => path.endsWith('_pb.ts')).sort();
  const lines = modules.map((path) => {
    const from = `./${relative('libs/gen/src', path).replace(/\.ts$/, '.js')}`;
    return `export * as ${namespaceOf(path)} from '${from}';`;
  });
  outputs.set(
    'libs/gen/src/index.ts',
    `// Written by npm run gen.\n${lines.join('\n')}\nexport { PROTOKOLL_PROTOS } from './protos.gen.js';\n`,
  );
  const protos = ['protokoll/options/v1/options.proto'].map(
    (path) =>
      `  ${JSON.stringify(path)}: ${JSON.stringify(readFileSync(join(root, 'proto', path), 'utf8'))},`,
  );
  outputs.set(
    'libs/gen/src/protos.gen.ts',
    `// Written by npm run gen.\n/** Import path -> text of the annotations that every schema may import. */\nexport const PROTOKOLL_PROTOS: Readonly<Record<string, string>> = {\n${protos.join('\n')}\n};\n`,
  );
}

/** The published SDK imports npm packages only, so it carries the envelope's types itself. */
function generateSdkTypes() {
  const path = 'protokoll/event/v1/event_pb.ts';
  outputs.set(`libs/sdk-node/src/gen/${path}`, outputs.get(`libs/gen/src/${path}`));
}

function namespaceOf(path) {
  return path.split('/').at(-1).replace('_pb.ts', '');
}

function bufBinary() {
  return join(root, 'node_modules/.bin/buf');
}

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

function settle() {
  const stale = [];
  for (const [path, content] of outputs) {
    const full = join(root, path);
    if (existsSync(full) && readFileSync(full, 'utf8') === content) continue;
    stale.push(path);
    if (check) continue;
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  }
  if (stale.length === 0) return;
  const verb = check ? 'differ from what npm run gen writes' : 'written';
  console.log(`gen: ${stale.length} files ${verb}:\n${stale.map((path) => `  ${path}`).join('\n')}`);
  if (check) process.exitCode = 1;
}
