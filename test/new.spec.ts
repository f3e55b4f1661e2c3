import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { layerProblems } from './house/layer-rules.js';
import { sizeProblems } from './house/size-rules.js';
import { ROOT, type SourceFile } from './house/source-files.js';

/** What `npm run new … --dry-run` would write, and what it says. */
function scaffold(...args: readonly string[]): { status: number | null; text: string; files: SourceFile[] } {
  const run = spawnSync(process.execPath, [join(ROOT, 'tools/new.mjs'), ...args, '--dry-run'], {
    encoding: 'utf8',
  });
  const files = [...run.stdout.matchAll(/^would write (.*)\n((?: {2}\| ?.*\n)*)/gm)].map(
    ([, path, lines]) => ({
      path: path ?? '',
      text: (lines ?? '').replace(/^ {2}\| ?/gm, ''),
    }),
  );
  return { status: run.status, text: run.stdout + run.stderr, files };
}

test.each([
  ['dialect', 'exasol'],
  ['rule', 'binary', 'field-odd'],
  ['command', 'show-usage'],
])('new %s %s keeps the rules of the house and says what is next', (...args) => {
  const { status, text, files } = scaffold(...args);
  expect(status).toBe(0);
  expect(files.length).toBeGreaterThan(0);
  const sources = files.filter((file) => file.path.endsWith('.ts'));
  expect(sources.flatMap((file) => [...layerProblems(file), ...sizeProblems(file)])).toEqual([]);
  expect(text).toMatch(/Next:\n {2}1\. /);
});

test('new error adds one row, before the last', () => {
  const { files } = scaffold('error', 'QUOTA_EXCEEDED');
  expect(files).toHaveLength(1);
  expect(files[0]?.text).toMatch(/ {2}QUOTA_EXCEEDED: row\([\s\S]*?\),\n {2}INTERNAL: row\(/);
});

test.each([
  [[], 'Usage'],
  [['colour', 'red'], 'Usage'],
  [['dialect', 'Duck DB'], 'is not a name'],
  [['dialect', 'sqlite'], 'is there already'],
  [['rule', 'xml', 'field-odd'], 'is not one of'],
  [['rule', 'binary', 'presence-lost'], 'is there already'],
  [['error', 'quota'], 'is not a code'],
  [['error', 'INTERNAL'], 'already'],
])('new %j is refused with a sentence', (args, part) => {
  const { status, text, files } = scaffold(...args);
  expect(status).toBe(2);
  expect(text).toContain(part);
  expect(files).toEqual([]);
});
