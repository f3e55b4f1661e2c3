// Makes the npm package of the client from what is built: node tools/pack-client.mjs [folder for the .tgz]
// The package holds the built files that the client reaches, their declarations, and names exact versions of what they import.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const ENTRY = 'libs/registry-client/src/index';
const IMPORT =
  /^(?:import|export)\s(?:[\w$*{},\s]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Packs the client; answers the path of the tarball and what is in it. */
export async function packClient(outFolder) {
  await build({ quiet: true });
  const stage = mkdtempSync(join(tmpdir(), 'protokoll-pack-'));
  try {
    emitDeclarations(join(stage, 'emitted'));
    const built = reach(join(root, 'dist'), `${ENTRY}.js`, '.js');
    const declared = reach(join(stage, 'emitted'), `${ENTRY}.d.ts`, '.d.ts');
    for (const file of built.files) copy(join(root, 'dist', file), join(stage, 'dist', file));
    for (const file of declared.files) copy(join(stage, 'emitted', file), join(stage, 'dist', file));
    rmSync(join(stage, 'emitted'), { recursive: true });
    const packages = new Set([...built.packages, ...declared.packages]);
    writeManifest(join(stage, 'package.json'), packages);
    copy(join(root, 'libs/registry-client/README.md'), join(stage, 'README.md'));
    copy(join(root, 'LICENSE'), join(stage, 'LICENSE'));
    mkdirSync(outFolder, { recursive: true });
    const files = [...built.files, ...declared.files];
    return { tarball: npmPack(stage, outFolder), files, packages: [...packages] };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** The types of the entry and of all it imports, written below `outFolder` as the sources lie below the root. */
function emitDeclarations(outFolder) {
  const config = join(outFolder, 'tsconfig.json');
  const options = {
    declaration: true,
    emitDeclarationOnly: true,
    noEmit: false,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    rootDir: root,
    outDir: outFolder,
  };
  const content = { extends: join(root, 'tsconfig.json'), compilerOptions: options, include: [] };
  mkdirSync(outFolder, { recursive: true });
  writeFileSync(config, JSON.stringify({ ...content, files: [join(root, `${ENTRY}.ts`)] }));
  const tsc = join(root, 'node_modules/typescript7/bin/tsc');
  const emitted = spawnSync(process.execPath, [tsc, '-p', config], { cwd: root, encoding: 'utf8' });
  if (emitted.status !== 0)
    throw new Error(`pack-client: no declarations: ${emitted.stdout}${emitted.stderr}`);
}

/** All files below a folder, and all packages, that an entry imports, directly or not. */
function reach(folder, entry, extension) {
  const files = new Set();
  const packages = new Set();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, from, other] of readFileSync(join(folder, file), 'utf8').matchAll(IMPORT)) {
      const specifier = from ?? other;
      // Text of .proto files has imports too.
      if (specifier.startsWith('node:') || specifier.endsWith('.proto')) continue;
      if (specifier.startsWith('.'))
        open.push(
          relative(folder, resolve(folder, dirname(file), specifier)).replace(/(\.d\.ts|\.js)$/, extension),
        );
      else if (specifier.startsWith('#libs/'))
        open.push(`libs/${specifier.slice('#libs/'.length)}/src/index${extension}`);
      else packages.add(packageOf(specifier));
    }
  }
  return { files, packages };
}

function packageOf(specifier) {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function writeManifest(path, packages) {
  const manifest = JSON.parse(readFileSync(join(root, 'libs/registry-client/npm/package.json'), 'utf8'));
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const missing = [...packages].filter((name) => dependencies[name] === undefined);
  if (missing.length > 0) throw new Error(`pack-client: package.json does not have ${missing.join(', ')}`);
  manifest.dependencies = Object.fromEntries([...packages].sort().map((name) => [name, dependencies[name]]));
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

function copy(from, to) {
  if (!existsSync(from)) throw new Error(`pack-client: ${relative(root, from)} is missing`);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

function npmPack(stage, outFolder) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['pack', '--json', '--pack-destination', outFolder];
  const packed = spawnSync(npm, args, { cwd: stage, encoding: 'utf8', shell: process.platform === 'win32' });
  if (packed.status !== 0) throw new Error(`pack-client: npm pack failed: ${packed.stderr || packed.error}`);
  // npm 12 answers an object by package name, older ones a list.
  const answer = Object.values(JSON.parse(packed.stdout))[0];
  return join(outFolder, answer.filename);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { tarball, files, packages } = await packClient(resolve(process.argv[2] ?? '.'));
  console.log(`${tarball}: ${files.length} files; needs ${packages.join(', ')}`);
}
