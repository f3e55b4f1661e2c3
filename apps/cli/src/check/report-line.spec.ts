import type { Finding } from '#libs/compat';
import type { CheckReport, ModuleReport } from '../check-report.js';
import { invalidText } from './invalid-text.js';
import { reportLine } from './report-line.js';

const verdict = (...refused: readonly boolean[]): ModuleReport['outcome'] => ({
  kind: 'verdict',
  verdict: {
    verdict: refused.includes(true) ? 'incompatible' : 'compatible',
    level: 'FULL',
    versions: [1],
    findings: refused.map((isRefused) => ({ refused: isRefused }) as Finding),
  },
});
const invalid = (side: 'before' | 'after'): ModuleReport['outcome'] => ({
  kind: 'invalid',
  side,
  diagnostics: [{ file: 'a.proto', line: 1, column: 2, message: 'no', snippet: 'x\n ^' }],
});
const reportOf = (...outcomes: readonly ModuleReport['outcome'][]): CheckReport => ({
  cwd: '/r',
  repository: '/r',
  modules: outcomes.map((outcome, index) => ({ folder: `m${index}`, outcome }) as ModuleReport),
});

test.each([
  [[verdict()], 'compatible; 0 refusing, 0 warning'],
  [[verdict(true, false, false)], 'incompatible; 1 refusing, 2 warning'],
  [[invalid('after')], '1 module does not compile; 0 refusing, 0 warning'],
  [[verdict(), verdict(false)], 'compatible: all 2 modules; 0 refusing, 1 warning'],
  [[verdict(), verdict(true), verdict(true)], 'incompatible: 2 of 3 modules; 2 refusing, 0 warning'],
  [[invalid('after'), verdict(true)], '1 of 2 modules does not compile; 1 refusing, 0 warning'],
  [[invalid('after'), invalid('before')], '2 of 2 modules do not compile; 0 refusing, 0 warning'],
])('reportLine %#', (outcomes, line) => {
  expect(reportLine(reportOf(...outcomes))).toBe(line);
});

test('what does not compile is told of with its side, and its folder among several', () => {
  const place = 'a.proto:1:2: no\n    1 | x\n      |  ^\n';
  expect(invalidText(reportOf(verdict(true)))).toBe('');
  expect(invalidText(reportOf(invalid('before')))).toBe(
    `${place}protokoll: The earlier schema does not compile: 1 problem.\n`,
  );
  expect(invalidText(reportOf(verdict(), invalid('after')))).toBe(
    `${place}protokoll: The schema in 'm1' does not compile: 1 problem.\n`,
  );
});
