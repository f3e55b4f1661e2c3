// Starts one new thing in its place, with what it needs beside it, and says what to do next.
//   npm run new <kind> <name…>      --dry-run prints the files instead of writing them
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as command from './generators/scaffolds/command.mjs';
import * as dialect from './generators/scaffolds/dialect.mjs';
import * as error from './generators/scaffolds/error.mjs';
import * as rule from './generators/scaffolds/rule.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const KINDS = { rule, dialect, command, error };

const dryRun = process.argv.includes('--dry-run');
const [kind, ...names] = process.argv.slice(2).filter((argument) => argument !== '--dry-run');
if (!Object.hasOwn(KINDS, kind ?? '')) stop(`Usage: npm run new <kind> <name>\n${usages()}`);

const { problem, files = [], replaces = false, next = [] } = KINDS[kind].scaffold(names, root);
if (problem !== undefined) stop(`new ${kind}: ${problem}.\nUsage: npm run new ${KINDS[kind].usage}`);
const taken = files.map(([path]) => path).find((path) => !replaces && existsSync(join(root, path)));
if (taken !== undefined) stop(`new ${kind}: ${taken} is there already. Nothing was written.`);

for (const [path, content] of files) write(path, content);
console.log(`\nNext:\n${next.map((line, index) => `  ${index + 1}. ${line}`).join('\n')}`);

function write(path, content) {
  console.log(`${dryRun ? 'would write' : replaces ? 'changed' : 'wrote'} ${path}`);
  if (dryRun) {
    console.log(content.replace(/^/gm, '  | '));
    return;
  }
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function usages() {
  return Object.values(KINDS)
    .map(({ usage }) => `  npm run new ${usage}`)
    .join('\n');
}

function stop(text) {
  console.error(text);
  process.exit(2);
}
