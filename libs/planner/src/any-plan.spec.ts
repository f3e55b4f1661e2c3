import * as fc from 'fast-check';
import { DIALECTS, type Dialect } from '#libs/ddl';
import { advanceLedger, buildTable, dropFrozen, type Ledger } from '#libs/table-model';
import { messageHistories, messageOf, type FieldSpec } from '#libs/testing';
import { planDown, planTable, type Plan } from './index.js';

function ledgersOf(versions: readonly (readonly FieldSpec[])[]): readonly Ledger[] {
  const ledgers: Ledger[] = [];
  for (const [index, fields] of versions.entries()) {
    const model = buildTable(messageOf(fields));
    ledgers.push(advanceLedger(ledgers.at(-1) ?? null, 's', model, index + 1).ledger);
  }
  const last = ledgers.at(-1)!;
  return [...ledgers, dropFrozen(last, last.schemaVersion)];
}

const histories = messageHistories({ minVersions: 2, maxVersions: 5 }).map(ledgersOf);
const HOSTILE = [
  "it's",
  'a"b',
  'a`b',
  'a\\b',
  '; DROP TABLE x; --',
  '*/ x /*',
  'ends ',
  'a.b',
  '𝄞',
  '$1',
  '{{x}}',
];

/** SQL without what stands in quotes of any kind, read as the dialect's engine does. */
function bareSql(dialect: Dialect, sql: string): string {
  const escapes = dialect.text('\\') !== "'\\'" && dialect.name !== 'postgres';
  const text = escapes ? /'(?:''|\\.|[^'\\])*'/ : /E'(?:''|\\.|[^'\\])*'|'(?:''|[^'])*'/;
  const name = /"(?:""|[^"])*"|`(?:``|[^`])*`/;
  return sql.replaceAll(new RegExp(`${text.source}|${name.source}`, 'gs'), 'quoted');
}

describe.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))('%s', (_, dialect) => {
  it('law: plans are the same twice, expand before they contract, and every change of a column is told', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), (ledgers, view) => {
        for (const [index, after] of ledgers.entries()) {
          const before = ledgers[index - 1] ?? null;
          const plan = planTable(dialect, before, after, { view });
          expect(planTable(dialect, before, after, { view })).toEqual(plan);
          const phases = plan.statements
            .filter(({ kind }) => kind !== 'createView')
            .map(({ phase }) => phase);
          expect(phases).toEqual([...phases].sort().toReversed().sort());
          const added = after.entries.length - (before?.entries.length ?? 0);
          const fresh = plan.changes.filter(({ kind }) => kind === 'added' || kind === 'replaced');
          expect(fresh.length).toBeLessThanOrEqual(added);
          for (const { dataLoss } of plan.statements)
            if (dataLoss !== null) expect(plan.notes).toContain(`DATA LOSS: ${dataLoss}`);
        }
      }),
      { seed: 20_261_126, numRuns: 15 },
    );
  });

  it('law: the way down says as much as the way up', () => {
    fc.assert(
      fc.property(histories, (ledgers) => {
        const [first, last] = [ledgers[0]!, ledgers.at(-1)!];
        const [up, down] = [planTable(dialect, first, last), planDown(dialect, first, last)];
        const undoable = up.statements.filter(({ undo }) => undo !== null);
        expect(down.statements.map(({ sql }) => sql)).toEqual(undoable.map(({ undo }) => undo).toReversed());
        for (const { dataLoss, phase } of down.statements)
          expect(phase === 'contract').toBe(dataLoss !== null);
      }),
      { seed: 20_261_127, numRuns: 15 },
    );
  });

  it('nothing of an author leaves its quotes', () => {
    const [ledger] = ledgersOf([[{ number: 1, name: 'a', kind: 'enum', oneof: null }]]) as [Ledger];
    for (const text of HOSTILE) {
      const entry = {
        ...ledger.entries[0]!,
        name: text,
        comment: text,
        logicalNames: [{ version: 1, name: `${text}?` }],
        source: { declared: 'enum t.C', presence: null, labels: [{ number: 1, name: text }], keys: null },
        relabeled: [{ version: 1, number: 1, before: `${text}!`, after: text }],
      };
      const hostile: Ledger = { ...ledger, table: text, message: text, subject: text, entries: [entry] };
      const plans: readonly Plan[] = [
        planTable(dialect, null, hostile, { view: true }),
        planDown(dialect, null, hostile, { view: true }),
        planTable(dialect, { ...hostile, entries: [] }, hostile),
      ];
      for (const { sql } of plans.flatMap(({ statements }) => statements)) {
        if (dialect.words === null) expect(() => JSON.parse(sql) as unknown).not.toThrow();
        else expect(bareSql(dialect, sql)).toMatch(/^[\w\s(),.=]*$/);
      }
    }
  });
});
