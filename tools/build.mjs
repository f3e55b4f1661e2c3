// Compiles apps, libs and migrations to dist/ with swc. Only what changed since the last build is compiled.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHash } from 'node:crypto';
import { bundleCodec } from './bundle-codec.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'dist');
const SOURCES = ['apps', 'libs', 'migrations'];

/** Compiles what is out of date; answers how many files that were. */
export async function build({ quiet = false } = {}) {
  const started = Date.now();
  const options = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
  delete options.$schema;
  const stamp = stampOf(options);
  const fresh = existsSync(join(out, '.stamp')) && readFileSync(join(out, '.stamp'), 'utf8') === stamp;
  if (!fresh) rmSync(out, { recursive: true, force: true });
  const sources = SOURCES.flatMap((folder) => [...sourcesUnder(join(root, folder))]);
  const stale = sources.filter((source) => isStale(source));
  removeOrphans(sources);
  if (stale.length > 0) await compile(stale, options);
  await bundleCodec();
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, '.stamp'), stamp);
  if (!quiet && stale.length > 0) console.log(`built ${stale.length} files in ${Date.now() - started} ms`);
  return stale.length;
}

async function compile(stale, options) {
  const swc = await import('@swc/core');
  await Promise.all(
    stale.map(async (source) => {
      const { code } = await swc.transformFile(source, {
        ...options,
        swcrc: false,
        configFile: false,
        filename: source,
      });
      const target = targetOf(source);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, code);
    }),
  );
}

function stampOf(options) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(JSON.stringify(options)).update(lock).digest('hex');
}

function* sourcesUnder(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name === 'corpus') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sourcesUnder(path);
    else if (entry.name.endsWith('.ts') && !/(spec|\.d)\.ts$/.test(entry.name)) yield path;
  }
}

function targetOf(source) {
  return join(out, relative(root, source).replace(/\.ts$/, '.js'));
}

function isStale(source) {
  const target = targetOf(source);
  return !existsSync(target) || statSync(target).mtimeMs < statSync(source).mtimeMs;
}

function removeOrphans(sources) {
  const wanted = new Set(sources.map(targetOf));
  for (const path of builtUnder(out)) if (!wanted.has(path)) rmSync(path);
}

function* builtUnder(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* builtUnder(path);
    else if (entry.name.endsWith('.js')) yield path;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
