// npm run bench [-- name …]: runs the benchmarks and prints figures as ratios to a peer measured in the same run.
import { existsSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const benches = find();
const wanted = process.argv.slice(2).filter((name) => !name.startsWith('-'));
if (process.argv.includes('--help')) {
  console.log(
    `npm run bench [-- NAME …]\n\nNAMEs: ${[...benches.keys()].join(', ')}\nExample: npm run bench -- registry`,
  );
  process.exit(0);
}
const unknown = wanted.filter((name) => !benches.has(name));
if (unknown.length > 0) {
  console.error(`bench: there is no benchmark '${unknown[0]}'. Known: ${[...benches.keys()].join(', ')}`);
  process.exit(2);
}
await build();
for (const [name, file] of benches) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name} ==`);
  const { status } = spawnSync(process.execPath, [file], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

/** Name -> file to run: tools/bench/<name>.bench.mjs, and libs/<lib>/bench/<name>.bench.ts as built. */
function find() {
  const found = new Map();
  for (const file of list('tools/bench'))
    found.set(file.replace('.bench.mjs', ''), join('tools/bench', file));
  for (const lib of list('libs', () => true)) {
    for (const file of list(`libs/${lib}/bench`, (name) => /\.bench\.(ts|mjs)$/.test(name))) {
      const built = file.endsWith('.ts')
        ? join('dist/libs', lib, 'bench', file.replace(/\.ts$/, '.js'))
        : join('libs', lib, 'bench', file);
      found.set(lib, built);
    }
  }
  return found;
}

function list(folder, keeps = (name) => name.endsWith('.bench.mjs')) {
  const path = join(root, folder);
  return existsSync(path) ? readdirSync(path).filter(keeps).sort() : [];
}
