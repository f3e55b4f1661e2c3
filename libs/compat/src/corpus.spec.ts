import { join } from 'node:path';
import { stringify } from 'yaml';
import { expectGolden } from '#libs/testing';
import { readCorpus, type CorpusCase } from '../test/corpus.js';
import {
  DEFAULT_POLICY,
  judge,
  recordLives,
  RULES,
  type Finding,
  type HistoryEntry,
  type Policy,
} from './index.js';

const cases = readCorpus(join(process.cwd(), 'libs/compat/corpus'));

/** Judges the reader's schema at level FULL against a history of the writer's, and of the earlier one when there is one. */
function findingsOf(one: CorpusCase): readonly Finding[] {
  const versions = one.earlier === null ? [one.writer] : [one.earlier, one.writer];
  const history: HistoryEntry[] = versions.map((schema, index) => ({ version: index + 1, schema }));
  const lives = history.reduce<ReturnType<typeof recordLives>>(
    (known, { schema, version }) => recordLives(known, schema, version),
    [],
  );
  const { findings } = judge({
    proposed: one.reader,
    history,
    lives,
    schemaOf: (fingerprint) => {
      const found = versions.find((schema) => schema.fingerprint === fingerprint);
      if (found === undefined) throw new Error(`no schema ${fingerprint}`);
      return found;
    },
    policy: { ...DEFAULT_POLICY, level: 'FULL', ...demandsOf(one.ruleId) },
    today: '2026-01-01',
  });
  return findings;
}

/** Each case is judged by the encoding of its rule; readers that refuse unknown keys are asked for by one rule only. */
function demandsOf(ruleId: string): Pick<Policy, 'encodings' | 'jsonIgnoreUnknown'> {
  const encoding = RULES.find((rule) => rule.id === ruleId)?.encoding ?? 'binary';
  return { encodings: [encoding], jsonIgnoreUnknown: ruleId !== 'json-key-unknown' };
}

function expectedText(findings: readonly Finding[]): string {
  const rows = findings.flatMap((finding) =>
    finding.directions.map((direction) => ({
      rule: finding.ruleId,
      path: finding.path,
      line: finding.after?.line ?? null,
      class: finding.class,
      direction,
    })),
  );
  return rows.length === 0 ? '[]\n' : stringify(rows, { lineWidth: 0 });
}

describe.each(cases.map((one) => [`${one.ruleId}/${one.name}`, one] as const))('%s', (title, one) => {
  const findings = findingsOf(one);
  const spoken = findings.filter(
    ({ ruleId, directions }) => ruleId === one.ruleId && directions.includes('backward'),
  );

  it('is found backward, or left alone, as its name says', () => {
    expect(one.name).toMatch(/^(ok|break)-/);
    expect(spoken.length > 0).toBe(one.name.startsWith('break-'));
  });

  it('shows each break, loss and lost presence by a witness', () => {
    const bare = findings.filter((finding) => finding.class !== 'hygiene' && finding.witness === null);
    expect(bare).toEqual([]);
  });

  it('gives the expected findings', () => {
    expectGolden(title, join(one.folder, 'expected.yaml'), expectedText(findings));
  });
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('rule %s', (id, rule) => {
  const own = cases.filter((one) => one.ruleId === id);

  it('has a case that it finds and one that it leaves alone', () => {
    expect(own.filter(({ name }) => name.startsWith('break-')).length).toBeGreaterThan(0);
    expect(own.filter(({ name }) => name.startsWith('ok-')).length).toBeGreaterThan(0);
  });

  it('gives only the classes that it states', () => {
    const found = own.flatMap((one) => findingsOf(one)).filter((finding) => finding.ruleId === id);
    const classes = new Set(found.map((finding) => finding.class));
    expect([...classes].filter((one) => !rule.classes.some((stated) => stated === one))).toEqual([]);
  });
});

test('every folder of the corpus is a rule', () => {
  const known = new Set<string>(RULES.map((rule) => rule.id));
  expect(cases.filter((one) => !known.has(one.ruleId))).toEqual([]);
});
