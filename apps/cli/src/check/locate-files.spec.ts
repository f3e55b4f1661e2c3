import type { Finding } from '#libs/compat';
import type { ModuleReport } from '../check-report.js';
import { locateFiles } from './locate-files.js';

const file = (path: string, root: string): { path: string; content: string; root: string } => ({
  path,
  content: path,
  root,
});
const finding = (after: string | null): Finding =>
  ({
    before: { file: 'b/b.proto', line: 1, column: 1 },
    after: after === null ? null : { file: after, line: 2, column: 3 },
  }) as Finding;
const report = (folder: string, outcome: ModuleReport['outcome']): ModuleReport =>
  ({
    folder,
    outcome,
    sources: {
      before: new Map([['b/b.proto', 'old']]),
      after: new Map([
        ['a.proto', 'a'],
        ['b/b.proto', 'b'],
      ]),
    },
  }) as unknown as ModuleReport;
const verdict = (...findings: readonly Finding[]): ModuleReport['outcome'] => ({
  kind: 'verdict',
  verdict: { verdict: 'compatible', level: 'FULL', versions: [], findings },
});
const invalid = (side: 'before' | 'after'): ModuleReport['outcome'] => ({
  kind: 'invalid',
  side,
  diagnostics: [{ file: 'b/b.proto' }, {}],
});
const both = [file('a.proto', 'one'), file('b/b.proto', 'lib/two')];

test('a file of another root has its way from the folder, on the side at hand', () => {
  const located = locateFiles(
    report('one', verdict(finding('b/b.proto'), finding('a.proto'), finding(null))),
    both,
  );
  expect(located.outcome).toMatchObject({
    verdict: {
      findings: [
        { before: { file: 'b/b.proto' }, after: { file: '../lib/two/b/b.proto', line: 2, column: 3 } },
        { after: { file: 'a.proto' } },
        { after: null },
      ],
    },
  });
  expect([...located.sources.after]).toEqual([
    ['a.proto', 'a'],
    ['../lib/two/b/b.proto', 'b'],
  ]);
  expect([...located.sources.before.keys()]).toEqual(['b/b.proto']);
});

test('what does not compile too, unless it is the earlier side', () => {
  expect(locateFiles(report('one', invalid('after')), both).outcome).toMatchObject({
    diagnostics: [{ file: '../lib/two/b/b.proto' }, {}],
  });
  expect(locateFiles(report('one', invalid('before')), both).outcome).toEqual(invalid('before'));
});

test('a module with one root is what it was, however the folder is written', () => {
  const own = report('./one', verdict(finding('a.proto')));
  expect(locateFiles(own, [file('a.proto', 'one'), file('b/b.proto', './one')])).toBe(own);
});
