import { join } from 'node:path';
import { stringify } from 'yaml';
import { expectGolden } from '#libs/testing';
import { readConfluentCorpus, type ConfluentCase } from '../../test/confluent-corpus.js';
import { CONFLUENT_RULES } from '../rules/confluent.gen.js';
import { compareAsConfluent, type ConfluentFinding } from './compare-as-confluent.js';
import { DIFFERENCE_TYPES } from './define-confluent-rule.js';

const cases = readConfluentCorpus(join(process.cwd(), 'libs/compat/confluent-corpus'));
const titled = cases.map((one) => [`${one.ruleId}/${one.name}`, one] as const);

function expectedText(findings: readonly ConfluentFinding[]): string {
  const rows = findings.map(({ rule, confluentPath, message }) => ({
    type: rule.id,
    path: confluentPath,
    compatible: rule.compatible,
    message,
  }));
  return rows.length === 0 ? '[]\n' : stringify(rows, { lineWidth: 0, singleQuote: true });
}

const idOf = (folder: string): string => folder.toUpperCase().replaceAll('-', '_');
const tells = (one: ConfluentCase, id: string): boolean =>
  compareAsConfluent(one.before, one.after).some(({ rule }) => rule.id === id);

describe.each(titled)('%s', (title, one) => {
  const findings = compareAsConfluent(one.before, one.after);

  it('has the verdict of its name', () => {
    expect(one.name).toMatch(/^(ok|break)-/);
    expect(findings.some(({ rule }) => !rule.compatible)).toBe(one.name.startsWith('break-'));
  });

  it('gives the expected differences', () => {
    expectGolden(title, join(one.folder, 'expected.yaml'), expectedText(findings));
  });

  it('says where each stands', () => {
    for (const { path, before, after } of findings) {
      expect(path).toMatch(/^#\/./);
      expect(before ?? after).not.toBeNull();
      expect(after).not.toBeNull();
    }
  });

  it('forward is backward the other way round', () => {
    const forward = compareAsConfluent(one.before, one.after, { direction: 'forward' });
    const swapped = compareAsConfluent(one.after, one.before);
    const briefly = (list: readonly ConfluentFinding[]) =>
      list.map(({ rule, confluentPath }) => `${rule.id} ${confluentPath}`);
    expect(briefly(forward)).toEqual(briefly(swapped));
  });
});

test('the rules are the differences that Confluent has', () => {
  expect(CONFLUENT_RULES.map(({ id }) => id).sort()).toEqual([...DIFFERENCE_TYPES].sort());
  expect(DIFFERENCE_TYPES).toHaveLength(26);
});

describe.each(CONFLUENT_RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const own = cases.filter(({ ruleId }) => idOf(ruleId) === id);

  it('has a case that tells it', () => {
    expect(own.filter((one) => tells(one, id))).not.toEqual([]);
  });

  it('is refused in each case named break, and described, unless it is compatible', () => {
    expect(rule.describe === null).toBe(rule.compatible);
    if (rule.compatible) return;
    for (const one of own) expect(tells(one, id)).toBe(one.name.startsWith('break-'));
  });
});

test('every folder of the corpus is a rule', () => {
  const known = new Set<string>(DIFFERENCE_TYPES);
  expect(cases.filter(({ ruleId }) => !known.has(idOf(ruleId)))).toEqual([]);
});
