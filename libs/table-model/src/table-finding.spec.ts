import { readFileSync, readdirSync } from 'node:fs';
import { messageFrom, messageOf, type FieldSpec } from '#libs/testing';
import {
  TABLE_RULES,
  advanceLedger,
  buildTable,
  type Ledger,
  type TableFinding,
  type TableRuleId,
} from './index.js';
import { tableFinding } from './table-finding.js';

const RULES = Object.keys(TABLE_RULES) as TableRuleId[];

const int = (number: number, name: string): FieldSpec => ({ number, name, kind: 'int32', oneof: null });
const text = (number: number, name: string): FieldSpec => ({ number, name, kind: 'string', oneof: null });

/** Findings of the last of several versions. */
function told(...versions: readonly (readonly FieldSpec[])[]): readonly TableFinding[] {
  let ledger: Ledger | null = null;
  let findings: readonly TableFinding[] = [];
  for (const [index, fields] of versions.entries()) {
    ({ ledger, findings } = advanceLedger(ledger, 'clicks', buildTable(messageOf(fields)), index + 1));
  }
  return findings;
}

describe('TABLE_RULES', () => {
  it.each(RULES)('%s has a class and a sentence', (ruleId) => {
    expect(ruleId).toMatch(/^TABLE_[A-Z_]+$/);
    expect(TABLE_RULES[ruleId].class).toMatch(/^T[0-5]$/);
    expect(TABLE_RULES[ruleId].summary).toMatch(/^[A-Z].*\.$/);
  });

  it('every rule is found somewhere and expected by a test', () => {
    const sources = readdirSync('libs/table-model/src').map((file) => ({
      isSpec: file.endsWith('.spec.ts'),
      text: readFileSync(`libs/table-model/src/${file}`, 'utf8'),
    }));
    for (const ruleId of RULES) {
      const places = sources.filter(
        ({ text: source }) => source.includes(`'${ruleId}`) || source.includes(` ${ruleId} `),
      );
      expect([ruleId, places.some(({ isSpec }) => !isSpec)]).toEqual([ruleId, true]);
      expect([ruleId, places.some(({ isSpec }) => isSpec)]).toEqual([ruleId, true]);
    }
  });

  it('gives a finding its class', () => {
    expect(tableFinding('TABLE_TYPE_CHANGED', '#/a.B', 'What.', 'Do.')).toEqual({
      ruleId: 'TABLE_TYPE_CHANGED',
      path: '#/a.B',
      message: 'What.',
      hint: 'Do.',
      class: 'T4',
    });
  });
});

describe('what an author reads', () => {
  it('when a field is renamed', () => {
    expect(told([int(1, 'old')], [int(1, 'new')])).toEqual([
      {
        ruleId: 'TABLE_COLUMN_RENAMED',
        path: '#/h.Event/field/1',
        message: "'old' is now 'new'; its column stays 'old'.",
        hint: 'Nothing to do. Readers of the table go on working; use a view for the new name.',
        class: 'T1',
      },
    ]);
  });

  it('when a field is removed, and comes back', () => {
    const both = [int(1, 'a'), int(2, 'b')];
    expect(told(both, [int(1, 'a')])[0]?.message).toBe(
      "Version 2 no longer has 'b'; column 'b' stays with its data, and older writers still fill it.",
    );
    expect(told(both, [int(1, 'a')], both)[0]?.message).toBe(
      "'b' is back, as it was until version 1; column 'b' is written again.",
    );
  });

  it('when a type changes', () => {
    expect(told([int(1, 'a')], [text(1, 'a')])[0]).toMatchObject({
      message:
        "Field number 1 went from int64 (int) to text (text); it gets the new column 'a__2' beside 'a'.",
      hint: 'Prefer a new field with a new number. In queries over all versions use COALESCE or a view over both columns.',
    });
  });

  it('when a number is reused', () => {
    const findings = told([int(1, 'a'), int(2, 'b')], [int(2, 'b')], [int(1, 'c'), int(2, 'b')]);
    expect(findings.map(({ message }) => message)).toEqual([
      "Field number 1 went from 'a' to 'c' after it had been removed; it gets the new column 'c' beside 'a'.",
    ]);
  });

  it('when a field is renumbered', () => {
    expect(told([int(1, 'a')], [int(2, 'a')]).at(-1)).toMatchObject({
      message: "Column 'a' was made for another field number; the new field 2 gets column 'a__2'.",
      hint: 'If the field was renumbered, give it its old number back: readers of older events need it.',
    });
  });

  it('when a version comes late', () => {
    const { ledger } = advanceLedger(null, 'clicks', buildTable(messageOf([int(1, 'a')])), 3);
    const { findings } = advanceLedger(ledger, 'clicks', buildTable(messageOf([int(1, 'a')])), 2);
    expect(findings[0]?.message).toBe(
      "Table 'event' is already at version 3 of 'clicks'; version 2 changes nothing.",
    );
  });

  it('when a message becomes JSON', () => {
    const body = 'message Event { A a = 1; } message A { B b = 1; } message B { int32 x = 1; int32 y = 2; }';
    const desc = messageFrom(body, 'Event');
    expect(buildTable(desc, { depthBudget: 1 }).findings[0]).toMatchObject({
      message: "Message t.A lies deeper than 1 levels; column 'a' holds it as JSON.",
      hint: 'Annotate the field with column.strategy = STRATEGY_FLATTEN to get a column for each of its fields.',
    });
    expect(buildTable(desc, { columnBudget: 1 }).findings[0]?.message).toBe(
      "Flattening t.B would make 2 columns, over the budget of 1; column 'a__b' holds it as JSON.",
    );
  });

  it('is told of nested columns by the path of their numbers', () => {
    const point: FieldSpec = { number: 3, name: 'point', kind: 'point', oneof: null };
    const paths = told([int(1, 'a'), point], [int(1, 'a')]).map(({ path }) => path);
    expect(paths).toEqual(['#/h.Event/field/3/field/1', '#/h.Event/field/3/field/2']);
  });
});
