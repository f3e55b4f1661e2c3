// Rewrites the expected files of golden tests, only those whose name fits the glob:
//   GOLDEN='field-*' npm run golden [-- <path of specs>]
// Look at `git diff` afterwards: a golden file says what the product should do, not what it did.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const glob = process.env.GOLDEN ?? '';
if (glob === '') {
  console.error("Name the cases to rewrite: GOLDEN='field-*' npm run golden [-- <path of specs>]");
  process.exit(2);
}
const paths = process.argv.slice(2);
const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '--ci=false',
    ...(paths.length > 0 ? paths : ['libs/', 'apps/cli/', 'test/']),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, GOLDEN: glob } },
);
const diff = spawnSync('git', ['status', '--short'], { cwd: root, encoding: 'utf8' });
const changed = (diff.stdout ?? '').trimEnd();
console.log(changed === '' ? 'Nothing changed.' : `Read these before you commit (git diff):\n${changed}`);
process.exit(jest.status ?? 1);
