import { RegistryClient } from '#libs/registry-client';
import { compareAllInRegistry, readVerdict } from './compare-in-registry.js';
import type { Comparison } from './compare-locally.js';
import { startCannedRegistry, type CannedAnswer, type CannedRegistry } from './testing/canned-registry.js';

const VERDICT = { verdict: 'compatible', level: 'FULL', versions: [2], findings: [] };
const alone = (subject: string): CannedAnswer => ({
  request: `POST /api/v1/subjects/${subject}/check`,
  status: 200,
  body: { verdict: VERDICT },
});
const batch = (status: number, body: unknown): CannedAnswer => ({
  request: 'POST /api/v1/check',
  status,
  body,
});
const files = [{ path: 'a.proto', content: 'a' }];

let registry: CannedRegistry | null = null;
let client: RegistryClient | null = null;

afterEach(async () => {
  await client?.close();
  await registry?.close();
});

async function ask(subjects: readonly string[], answers: readonly CannedAnswer[]): Promise<unknown[]> {
  registry = await startCannedRegistry(answers);
  client = new RegistryClient({ url: registry.url });
  const all = subjects.map((subject) => ({ subject, after: files }));
  const comparisons = await compareAllInRegistry(client, all, []);
  const outcomes: unknown[] = [];
  for (const compare of comparisons)
    outcomes.push(
      await compare().then(
        (found: Comparison) => found.verdict,
        (error: Error) => error.message,
      ),
    );
  return outcomes;
}

test('several subjects are one request', async () => {
  const results = ['a', 'b'].map((subject) => ({ subject, check: { verdict: VERDICT } }));
  expect(await ask(['a', 'b'], [batch(200, { verdict: 'compatible', results })])).toEqual([VERDICT, VERDICT]);
  expect(registry?.requests).toEqual(['POST /api/v1/check']);
});

test('one subject is asked about alone, and so is one that is there twice', async () => {
  expect(await ask(['a'], [alone('a')])).toEqual([VERDICT]);
  await registry?.close();
  expect(await ask(['a', 'a'], [alone('a')])).toEqual([VERDICT, VERDICT]);
  expect(registry?.requests).toEqual([alone('a').request, alone('a').request]);
});

test.each([
  ['ROUTE_NOT_FOUND', 404],
  ['TOO_MANY_SUBJECTS', 413],
  ['BODY_TOO_LARGE', 413],
])('a registry that answers %s is asked one by one', async (code, status) => {
  const refusal = batch(status, { code, status, detail: 'no' });
  expect(await ask(['a', 'b'], [refusal, alone('a'), alone('b')])).toEqual([VERDICT, VERDICT]);
  expect(registry?.requests).toEqual(['POST /api/v1/check', alone('a').request, alone('b').request]);
});

test('any other refusal is one', async () => {
  const refusal = batch(400, { code: 'BAD_REQUEST', status: 400, detail: 'no' });
  await expect(ask(['a', 'b'], [refusal])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('a subject that could not be checked hides no other', async () => {
  const refusal = { code: 'BAD_SUBJECT_NAME', status: 400, detail: 'no such name' };
  const results = [
    {
      subject: 'a',
      problem: { code: 'SCHEMA_INVALID', status: 422, detail: 'x', diagnostics: [{ file: 'a.proto' }] },
    },
    { subject: 'b', problem: refusal },
    { subject: 'c', check: { verdict: VERDICT } },
  ];
  const own = { request: alone('b').request, status: 400, body: refusal };
  expect(await ask(['a', 'b', 'c'], [batch(200, { verdict: 'invalid', results }), own])).toEqual([
    'The schema does not compile: x',
    'no such name',
    VERDICT,
  ]);
});

test('what a verdict of an older registry lacks is empty', () => {
  expect(readVerdict(undefined)).toEqual({
    verdict: 'incompatible',
    level: 'NONE',
    versions: [],
    findings: [],
  });
  expect(readVerdict({ findings: [{}] }).findings).toEqual([
    {
      ruleId: '',
      class: 'break',
      encodings: [],
      directions: [],
      path: '',
      before: null,
      after: null,
      versions: [],
      message: '',
      hint: '',
      witness: null,
      refused: false,
      waiver: null,
    },
  ]);
});
