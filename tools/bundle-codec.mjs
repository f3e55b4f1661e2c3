// Bundles what standalone codec modules begin with: the codec and its parts of protobuf-es, in one script without imports of packages.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const entry = join(root, 'dist/libs/codec/src/standalone/runtime.js');
const output = join(root, 'dist/libs/codec/standalone-runtime.txt');
const PROTOBUF = '@bufbuild/protobuf';

/** Makes the bundle when something that it was made of is newer; answers whether it did. */
export async function bundleCodec() {
  if (isFresh()) return false;
  const { rollup } = await import('@rollup/wasm-node');
  const bundle = await rollup({
    input: entry,
    external: (id) => id.startsWith('node:'),
    plugins: [{ name: 'protobuf-es', resolveId: (id) => (id.startsWith(PROTOBUF) ? resolveEsm(id) : null) }],
    onwarn: (warning) => {
      if (warning.code === 'UNRESOLVED_IMPORT') throw new Error(`bundle-codec: ${warning.message}`);
    },
  });
  const { output: chunks } = await bundle.generate({ format: 'es', compact: false });
  const modules = chunks[0].moduleIds;
  writeFileSync(output, asObject(chunks[0].code));
  writeFileSync(`${output}.inputs`, JSON.stringify(modules));
  await bundle.close();
  return true;
}

function isFresh() {
  if (!existsSync(output) || !existsSync(`${output}.inputs`)) return false;
  const made = statSync(output).mtimeMs;
  const inputs = JSON.parse(readFileSync(`${output}.inputs`, 'utf8'));
  return inputs.every((path) => existsSync(path) && statSync(path).mtimeMs <= made);
}

/** Imports first, then everything in a function of its own, so that no name of the runtime meets one of the module around it. */
function asObject(code) {
  const lines = code.split('\n');
  const imports = lines.filter((line) => /^import .* from 'node:/.test(line));
  const body = lines.filter((line) => !imports.includes(line)).join('\n');
  const exported = /\nexport \{ openStandalone \};\s*$/;
  if (!exported.test(body)) throw new Error('bundle-codec: the runtime exports something else');
  return `${imports.join('\n')}\nconst standalone = (() => {\n${body.replace(exported, '\nreturn { openStandalone };')}\n})();\n`;
}

function resolveEsm(id) {
  const require = createRequire(entry);
  return require.resolve(id).replace('/dist/cjs/', '/dist/esm/');
}
