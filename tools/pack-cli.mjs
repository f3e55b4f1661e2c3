// Makes the npm package of the command line from what is built: node tools/pack-cli.mjs [folder for the .tgz]
// The package holds the built command, the libs that it reaches, and names exact versions of what those import.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const MAIN = 'dist/apps/cli/src/main.js';
/** Packages that are asked for by resolving, not importing. */
const RESOLVED = ['@bufbuild/buf'];
const IMPORT =
  /^(?:import|export)\s(?:[\w$*{},\s]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Packs the command; answers the path of the tarball and what is in it. */
export async function packCli(outFolder) {
  await build({ quiet: true });
  const { files, packages } = reach(MAIN);
  const stage = mkdtempSync(join(tmpdir(), 'protokoll-pack-'));
  try {
    for (const file of files) copy(file, join(stage, file));
    for (const file of ['bin/protokoll.mjs', 'package.json'])
      copy(join('apps/cli/npm', file), join(stage, file));
    copy('apps/cli/README.md', join(stage, 'README.md'));
    copy('LICENSE', join(stage, 'LICENSE'));
    writeManifest(join(stage, 'package.json'), packages);
    mkdirSync(outFolder, { recursive: true });
    return { tarball: npmPack(stage, outFolder), files: [...files], packages: [...packages] };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** All built files and packages that an entry imports, directly or not. */
function reach(entry) {
  const files = new Set();
  const packages = new Set(RESOLVED);
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, from, lazily] of readFileSync(join(root, file), 'utf8').matchAll(IMPORT)) {
      const specifier = from ?? lazily;
      // Text of .proto files has imports too.
      if (specifier.startsWith('node:') || specifier.endsWith('.proto')) continue;
      if (specifier.startsWith('.')) open.push(relative(root, resolve(root, dirname(file), specifier)));
      else if (specifier.startsWith('#libs/'))
        open.push(`dist/libs/${specifier.slice('#libs/'.length)}/src/index.js`);
      else
        packages.add(
          specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        );
    }
  }
  return { files, packages };
}

function writeManifest(path, packages) {
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const missing = [...packages].filter((name) => dependencies[name] === undefined);
  if (missing.length > 0) throw new Error(`pack-cli: package.json does not have ${missing.join(', ')}`);
  manifest.imports = { '#libs/*': './dist/libs/*/src/index.js' };
  manifest.dependencies = Object.fromEntries([...packages].sort().map((name) => [name, dependencies[name]]));
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

function copy(from, to) {
  if (!existsSync(join(root, from))) throw new Error(`pack-cli: ${from} is missing`);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(root, from), to);
}

function npmPack(stage, outFolder) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['pack', '--json', '--pack-destination', outFolder];
  const packed = spawnSync(npm, args, { cwd: stage, encoding: 'utf8', shell: process.platform === 'win32' });
  if (packed.status !== 0) throw new Error(`pack-cli: npm pack failed: ${packed.stderr || packed.error}`);
  // npm 12 answers an object by package name, older ones a list.
  const answer = Object.values(JSON.parse(packed.stdout))[0];
  return join(outFolder, answer.filename);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { tarball, files, packages } = await packCli(resolve(process.argv[2] ?? '.'));
  console.log(`${tarball}: ${files.length} built files; needs ${packages.join(', ')}`);
}
