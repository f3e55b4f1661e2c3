import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { expectGolden } from '#libs/testing';
import { readBufCorpus, type BufCase } from '../../test/buf-corpus.js';
import { askRealBuf, findBuf } from '../../test/real-buf.js';
import { DEFAULT_BUF_OPTIONS } from '../policy.js';
import { BUF_RULES } from '../rules/buf.gen.js';
import { compareAsBuf } from './compare-as-buf.js';

interface Row {
  readonly rule: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** A row, and text that names the case when there is no file. */
type NamedRow = Row & { readonly about: string };

const use = BUF_RULES.map(({ id }) => id);
const batches = readBufCorpus(join(process.cwd(), 'libs/compat/buf-corpus'));
const cases = batches.flatMap((batch) => batch.cases);
const binary = findBuf();
const asked = batches.filter(({ isRefused }) => !isRefused);
const real = binary === null ? null : byCase(asked.flatMap(({ images }) => realRows(binary, images)));
const refused = new Set(batches.filter(({ isRefused }) => isRefused).flatMap((batch) => batch.cases));
const answered = new Set(real === null ? [] : asked.flatMap((batch) => batch.cases));
const ours = byCase(
  batches.flatMap(({ before, after }) =>
    compareAsBuf(before, after, { ...DEFAULT_BUF_OPTIONS, use }).map(({ rule, ...finding }) => ({
      rule: rule.id,
      file: finding.after?.file ?? null,
      line: finding.after?.line ?? null,
      column: finding.after?.column ?? null,
      about: `"${finding.before?.file ?? ''}" ${finding.message}`,
    })),
  ),
);

function realRows(buf: string, images: Parameters<typeof askRealBuf>[1]): readonly NamedRow[] {
  return askRealBuf(buf, images, { use }).map(({ message, ...row }) => ({ ...row, about: message }));
}

function byCase(rows: readonly NamedRow[]): ReadonlyMap<BufCase, readonly Row[]> {
  const sorted = new Map<BufCase, Row[]>(cases.map((one) => [one, []]));
  for (const { about, rule, file, line, column } of rows) {
    const owner = cases.find((one) => belongs(one, file, about));
    if (owner === undefined) throw new Error(`no case has ${rule} at ${file}: ${about}`);
    sorted.get(owner)?.push({ rule, file: file?.slice(owner.prefix.length) ?? null, line, column });
  }
  return sorted;
}

function belongs({ prefix, packageName }: BufCase, file: string | null, about: string): boolean {
  if (file !== null) return file.startsWith(prefix);
  return about.includes(`"${prefix}`) || new RegExp(`"${packageName}["._]`).test(about);
}

function textOf(rows: readonly Row[] | undefined): string {
  const sorted = [...(rows ?? [])].sort(compareRows);
  return sorted.length === 0 ? '[]\n' : stringify(sorted);
}

function compareRows(left: Row, right: Row): number {
  const [one, other] = [left, right].map(
    ({ file, line, column, rule }) =>
      `${file ?? ''} ${String(line).padStart(6)} ${String(column).padStart(6)} ${rule}`,
  );
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

describe.each(cases.map((one) => [`${one.ruleId}/${one.name}`, one] as const))('%s', (title, one) => {
  const expected = join(one.folder, 'expected.yaml');

  (answered.has(one) ? it : it.skip)('is what the real buf says', () => {
    expectGolden(title, expected, textOf(real?.get(one)));
  });

  it('is what we say', () => {
    // Of what the real buf refuses, the answer is our own.
    if (refused.has(one)) expectGolden(title, expected, textOf(ours.get(one)));
    else expect(textOf(ours.get(one))).toBe(readFileSync(expected, 'utf8'));
  });

  it('is found by its rule, or left alone, as its name says', () => {
    const id = one.ruleId.replaceAll('-', '_').toUpperCase();
    expect(one.name).toMatch(/^(ok|break)-/);
    expect(ours.get(one)?.some(({ rule }) => rule === id)).toBe(one.name.startsWith('break-'));
  });
});

test('each rule has a case that it finds and one that it leaves alone, and each folder is a rule', () => {
  const has = (kind: string): readonly string[] => [
    ...new Set(cases.filter(({ name }) => name.startsWith(kind)).map(({ ruleId }) => ruleId)),
  ];
  const ids = use.map((id) => id.toLowerCase().replaceAll('_', '-')).sort();
  expect([...has('ok-')].sort()).toEqual(ids);
  expect([...has('break-')].sort()).toEqual(ids);
});
