import { addTableFindings, DEFAULT_POLICY, type Policy, type TableCase, type Verdict } from './index.js';

const VERDICT: Verdict = { verdict: 'compatible', level: 'FULL', versions: [1, 3], findings: [] };
const CASE: TableCase = {
  ruleId: 'TABLE_TYPE_CHANGED',
  class: 'hygiene',
  path: '#/a.M/field/1',
  after: { file: 'a.proto', line: 2, column: 1 },
  message: 'message',
  hint: 'hint',
};
const POLICY: Policy = { ...DEFAULT_POLICY, level: 'FULL' };
const TODAY = '2026-01-01';

test('a finding of the table, with the latest version that was compared', () => {
  expect(addTableFindings(VERDICT, [CASE], POLICY, TODAY)).toEqual({
    ...VERDICT,
    findings: [
      {
        ...CASE,
        encodings: ['table'],
        directions: ['backward', 'forward'],
        before: null,
        versions: [3],
        witness: null,
        waiver: null,
        refused: false,
      },
    ],
  });
});

test('the policy says what refuses and what is waived', () => {
  const worst = { ...CASE, class: 'break' } as const;
  expect(addTableFindings(VERDICT, [worst], POLICY, TODAY).verdict).toBe('incompatible');
  const waiver = { ruleId: null, path: '#/a.M', reason: 'agreed', author: 'me', expires: null };
  const waived = addTableFindings(VERDICT, [worst], { ...POLICY, waivers: [waiver] }, TODAY);
  expect(waived.verdict).toBe('compatible');
  expect(waived.findings[0]?.waiver).toBe(waiver);
});

test.each([
  ['no case', VERDICT, [], POLICY],
  ['no earlier version', { ...VERDICT, versions: [] }, [CASE], POLICY],
  ['the level NONE', VERDICT, [CASE], { ...POLICY, level: 'NONE' } as Policy],
])('nothing is added with %s', (_, verdict, cases, policy) => {
  expect(addTableFindings(verdict, cases, policy, TODAY)).toBe(verdict);
});

test('findings stay in order of their places, and a refusal stays one', () => {
  const [first] = addTableFindings(VERDICT, [{ ...CASE, class: 'break' }], POLICY, TODAY).findings;
  const refused: Verdict = {
    ...VERDICT,
    verdict: 'incompatible',
    findings: first === undefined ? [] : [first],
  };
  const earlier = { ...CASE, after: { file: 'a.proto', line: 1, column: 1 } };
  const verdict = addTableFindings(refused, [earlier], POLICY, TODAY);
  expect(verdict.verdict).toBe('incompatible');
  expect(verdict.findings.map(({ after }) => after?.line)).toEqual([1, 2]);
});
