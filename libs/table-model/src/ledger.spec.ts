import * as fc from 'fast-check';
import { messageHistories, messageOf, type FieldSpec } from '#libs/testing';
import {
  advanceLedger,
  buildTable,
  claimTable,
  mapColumns,
  type Ledger,
  type TableFinding,
  type TableModel,
} from './index.js';

type Kind = FieldSpec['kind'];

/** `'1 a int32'`, or `'1 a int32 pick'` for a member of oneof pick. */
function model(...fields: readonly string[]): TableModel {
  const specs = fields.map((text): FieldSpec => {
    const [number, name, kind, oneof] = text.split(' ');
    return { number: Number(number), name: name!, kind: kind as Kind, oneof: oneof ?? null };
  });
  return buildTable(messageOf(specs));
}

interface Walk {
  readonly ledger: Ledger;
  /** Of the last step. */
  readonly findings: readonly TableFinding[];
}

function walk(...models: readonly TableModel[]): Walk {
  let result: Walk | null = null;
  for (const [index, step] of models.entries())
    result = advanceLedger(result?.ledger ?? null, 's', step, index + 1);
  return result!;
}

/** `name state incarnation` of each entry. */
function entriesOf({ ledger }: Walk): string[] {
  return ledger.entries.map(({ name, state, incarnation }) => `${name} ${state} ${incarnation}`);
}

function told({ findings }: Walk): string[] {
  return findings.map((finding) => `${finding.ruleId} ${finding.class} ${finding.path}`);
}

function mapped(ledger: Ledger, of: TableModel, version?: number): string[] {
  return mapColumns(ledger, of, version).map(
    ({ name, column }) => `${name}=${column.path.join('.')}:${column.form}`,
  );
}

describe('advanceLedger', () => {
  it('starts at table version 1 with every column active', () => {
    const start = walk(model('1 a int32', '2 p point'));
    expect(entriesOf(start)).toEqual(['a active 1', 'p__x active 1', 'p__y active 1']);
    expect(start.ledger).toMatchObject({
      subject: 's',
      message: 'h.Event',
      table: 'event',
      tableVersion: 1,
      schemaVersion: 1,
    });
    expect(start.findings).toEqual([]);
  });

  it('appends new columns in their order and counts the table version once', () => {
    const next = walk(model('5 e int32'), model('1 a int32', '5 e int32', '2 b int32'));
    expect(next.ledger.entries.map(({ columnId, name }) => `${columnId} ${name}`)).toEqual([
      '1 e',
      '2 a',
      '3 b',
    ]);
    expect(next.ledger.tableVersion).toBe(2);
    expect(next.findings).toEqual([]);
  });

  it('keeps the physical name when a field is renamed', () => {
    const next = walk(model('1 a int32'), model('1 b int32'), model('1 c int32'));
    expect(entriesOf(next)).toEqual(['a active 1']);
    expect(next.ledger.entries[0]?.logicalNames).toEqual([
      { version: 1, name: 'a' },
      { version: 2, name: 'b' },
      { version: 3, name: 'c' },
    ]);
    expect(told(next)).toEqual(['TABLE_COLUMN_RENAMED T1 #/h.Event/field/1']);
    expect(next.ledger.tableVersion).toBe(1);
  });

  it('freezes what is removed, and brings it back as it was', () => {
    const gone = walk(model('1 a int32', '2 b int32'), model('1 a int32'));
    expect(entriesOf(gone)).toEqual(['a active 1', 'b frozen 1']);
    expect(told(gone)).toEqual(['TABLE_COLUMN_FROZEN T0 #/h.Event/field/2']);
    expect(gone.ledger.entries[1]?.lastVersion).toBe(1);
    const back = walk(model('1 a int32', '2 b int32'), model('1 a int32'), model('1 a int32', '2 b int64'));
    expect(entriesOf(back)).toEqual(['a active 1', 'b active 1']);
    expect(told(back)).toEqual(['TABLE_COLUMN_REACTIVATED T0 #/h.Event/field/2']);
    expect(back.ledger.tableVersion).toBe(1);
  });

  it.each<[Kind, Kind, string[]]>([
    ['int32', 'int64', ['a active 1']],
    ['int64', 'int32', ['a active 1']],
    ['int64', 'uint64', ['a frozen 1', 'a__2 active 2']],
    ['bool', 'int32', ['a frozen 1', 'a__2 active 2']],
    ['string', 'bytes', ['a frozen 1', 'a__2 active 2']],
    ['enum', 'int32', ['a frozen 1', 'a__2 active 2']],
    ['enum', 'string', ['a frozen 1', 'a__2 active 2']],
    ['float', 'double', ['a frozen 1', 'a__2 active 2']],
    ['int32', 'repeated', ['a frozen 1', 'a__2 active 2']],
    ['empty', 'bool', ['a frozen 1', 'a__2 active 2']],
    ['empty', 'point', ['a frozen 1', 'a__x active 1', 'a__y active 1']],
    ['point', 'repeated', ['a__x frozen 1', 'a__y frozen 1', 'a active 1']],
  ])('%s to %s', (before, after, entries) => {
    const next = walk(model(`1 a ${before}`), model(`1 a ${after}`));
    expect(entriesOf(next)).toEqual(entries);
    const changed = entries.includes('a__2 active 2');
    expect(told(next).includes('TABLE_TYPE_CHANGED T4 #/h.Event/field/1')).toBe(changed);
    if (changed) expect(next.findings).toHaveLength(1);
  });

  it('returns to an earlier incarnation when the type returns', () => {
    const next = walk(model('1 a int32'), model('1 a string'), model('1 a int64'), model('1 a bytes'));
    expect(entriesOf(next)).toEqual(['a frozen 1', 'a__2 frozen 2', 'a__3 active 3']);
    expect(next.ledger.tableVersion).toBe(3);
  });

  it('takes a removed number under another name for something else', () => {
    const next = walk(model('1 a int32', '2 b int32'), model('2 b int32'), model('1 c int32', '2 b int32'));
    expect(entriesOf(next)).toEqual(['a frozen 1', 'b active 1', 'c active 2']);
    expect(told(next)).toEqual(['TABLE_NUMBER_REUSED T4 #/h.Event/field/1']);
  });

  it('gives a renumbered field a column of its own', () => {
    const next = walk(model('1 a int32'), model('2 a int32'));
    expect(entriesOf(next)).toEqual(['a frozen 1', 'a__2 active 1']);
    expect(told(next)).toEqual([
      'TABLE_COLUMN_FROZEN T0 #/h.Event/field/1',
      'TABLE_NAME_TAKEN T4 #/h.Event/field/2',
    ]);
  });

  it('two fields that swap names keep their columns', () => {
    const next = walk(model('1 a int32', '2 b int32'), model('1 b int32', '2 a int32'));
    expect(entriesOf(next)).toEqual(['a active 1', 'b active 1']);
    expect(mapped(next.ledger, model('1 b int32', '2 a int32'))).toEqual(['a=1:int', 'b=2:int']);
  });

  it('never gives a name away that another new field is called by', () => {
    const next = walk(model('1 a int32'), model('2 a int32', '3 a__2 int32'));
    expect(entriesOf(next)).toEqual(['a frozen 1', 'a__3 active 1', 'a__2 active 1']);
  });

  it('of two earlier uses under one name brings back the last', () => {
    const steps = ['1 a int32', '2 z int32', '1 b int32', '1 a int32', '2 z int32', '1 a int32'];
    expect(entriesOf(walk(...steps.map((step) => model(step))))).toEqual([
      'a frozen 1',
      'z frozen 1',
      'b active 2',
    ]);
  });

  it('numbers a name by the incarnation', () => {
    const next = walk(model('1 a int32'), model('1 b string'), model('1 a bytes'));
    expect(entriesOf(next)).toEqual(['a frozen 1', 'b frozen 2', 'a__3 active 3']);
  });

  it('tells two names apart that are the same once they are cut for the suffix', () => {
    const [one, other] = [`${'x'.repeat(62)}1`, `${'x'.repeat(62)}2`];
    const next = walk(
      model(`1 ${one} int32`, `2 ${other} int32`),
      model(`3 ${one} int32`, `4 ${other} int32`),
    );
    expect(next.ledger.entries.slice(2).map(({ name }) => name)).toEqual([
      `${'x'.repeat(60)}__2`,
      `${'x'.repeat(60)}__3`,
    ]);
  });

  it('ignores case when it looks for a free name', () => {
    expect(entriesOf(walk(model('1 Name int32'), model('2 name int32')))).toEqual([
      'Name frozen 1',
      'name__2 active 1',
    ]);
  });

  it('keeps 63 bytes with the suffix', () => {
    const long = 'x'.repeat(63);
    const next = walk(model(`1 ${long} int32`), model(`2 ${long} int32`));
    expect(next.ledger.entries[1]?.name).toBe(`${'x'.repeat(60)}__2`);
  });

  it('keeps the comment when a version has none', () => {
    const commented = { ...model('1 a int32') };
    const columns = commented.columns.map((column) => ({ ...column, comment: 'How many.' }));
    const next = walk({ ...commented, columns }, model('1 a int32'));
    expect(next.ledger.entries[0]?.comment).toBe('How many.');
    expect(next.ledger.tableVersion).toBe(1);
  });

  it('keeps the table when message or annotation change their name', () => {
    const moved = { ...model('1 a int32'), message: 'h.Renamed', table: 'renamed' };
    const next = walk(model('1 a int32'), moved);
    expect(next.ledger).toMatchObject({ table: 'event', message: 'h.Renamed', tableVersion: 1 });
    expect(told(next)).toEqual(['TABLE_RENAMED T0 #/h.Renamed']);
    expect(advanceLedger(next.ledger, 's', moved, 3).findings).toEqual([]);
    const annotated = { ...moved, table: 'wish' };
    expect(advanceLedger(next.ledger, 's', annotated, 3).findings).toHaveLength(1);
  });

  it('keeps a claimed table without a word', () => {
    const claimed = claimTable(model('1 a int32'), ['event']);
    const next = walk(claimed, model('1 a int32'));
    expect(next).toMatchObject({ ledger: { table: 'h_event' }, findings: [] });
  });

  it('leaves a newer ledger as it is', () => {
    const { ledger } = walk(model('1 a int32'), model('1 a int32', '2 b int32'));
    const again = advanceLedger(ledger, 's', model('1 a int32'), 1);
    expect(again.ledger).toBe(ledger);
    expect(told(again)).toEqual(['TABLE_VERSION_OUT_OF_ORDER T0 #/h.Event']);
  });
});

describe('the case of a oneof', () => {
  it('stays itself when its lowest member changes', () => {
    const before = model('3 x int32 pick', '4 y int32 pick');
    const after = model('2 w int32 pick', '4 y int32 pick');
    const next = walk(before, after);
    expect(entriesOf(next)).toEqual(['pick__case active 1', 'x frozen 1', 'y active 1', 'w active 1']);
    expect(mapped(next.ledger, before, 1)[0]).toBe('pick__case=3:case');
    expect(mapped(next.ledger, after, 2)[0]).toBe('pick__case=2:case');
    expect(mapped(next.ledger, before)[0]).toBe('pick__case=3:case');
  });

  it('stays itself when the oneof is renamed', () => {
    const next = walk(model('3 x int32 pick'), model('3 x int32 choice'));
    expect(entriesOf(next)).toEqual(['pick__case active 1', 'x active 1']);
    expect(told(next)).toEqual(['TABLE_COLUMN_RENAMED T1 #/h.Event/field/3']);
  });

  it('two oneofs that trade members keep their cases', () => {
    const next = walk(
      model('1 a int32 pick', '2 b int32 choice'),
      model('1 a int32 choice', '2 b int32 pick'),
    );
    expect(mapped(next.ledger, model('1 a int32 choice', '2 b int32 pick'))).toContain('choice__case=1:case');
    expect(entriesOf(next)).toEqual([
      'pick__case active 1',
      'a active 1',
      'choice__case active 1',
      'b active 1',
    ]);
  });
});

describe('mapColumns', () => {
  it('sends each version to the incarnation of its type', () => {
    const versions = [model('1 a int32'), model('1 a string'), model('1 b bytes')];
    const { ledger } = walk(...versions);
    expect(versions.map((of) => mapped(ledger, of))).toEqual([['a=1:int'], ['a__2=1:text'], ['b=1:bytes']]);
  });

  it('sends a version to its own column when a number was reused with the same type', () => {
    const versions = [model('1 a int32', '2 b int32'), model('2 b int32'), model('1 c int32', '2 b int32')];
    const { ledger } = walk(...versions);
    expect(mapped(ledger, versions[0]!)).toEqual(['a=1:int', 'b=2:int']);
    expect(mapped(ledger, versions[2]!)).toEqual(['b=2:int', 'c=1:int']);
  });

  it('tells two uses of one number, name and type apart when it knows the version', () => {
    const versions = [
      model('1 a int32', '2 z int32'),
      model('2 z int32'),
      model('1 b int32'),
      model('1 a int32'),
    ];
    const { ledger } = walk(...versions);
    expect(mapped(ledger, versions[0]!, 1)).toEqual(['a=1:int', 'z=2:int']);
    expect(mapped(ledger, versions[3]!, 4)).toEqual(['b=1:int']);
  });

  it('leaves out what the ledger does not know', () => {
    const { ledger } = walk(model('1 a int32'));
    expect(mapped(ledger, model('1 a int32', '9 new int32'))).toEqual(['a=1:int']);
    expect(mapped(ledger, model('1 a string'))).toEqual([]);
  });
});

describe('over generated histories', () => {
  // Made once, since making them costs more than looking at them.
  const histories = fc
    .sample(messageHistories({ minVersions: 5, maxVersions: 9 }), { seed: 20_260_101, numRuns: 150 })
    .map((versions) => {
      const models = versions.map((fields) => buildTable(messageOf(fields)));
      const ledgers: Ledger[] = [];
      for (const [index, step] of models.entries()) {
        ledgers.push(advanceLedger(ledgers.at(-1) ?? null, 's', step, index + 1).ledger);
      }
      return { models, ledgers };
    });
  const check = (property: (models: readonly TableModel[], ledgers: readonly Ledger[]) => void): void =>
    histories.forEach(({ models, ledgers }) => property(models, ledgers));

  it('no entry is ever lost or changes its identity, and names stay unique', () => {
    check((_, ledgers) => {
      for (const [index, ledger] of ledgers.entries()) {
        const identity = (of: Ledger): string[] =>
          of.entries.map(({ columnId, key, incarnation, name, type }) =>
            [columnId, key, incarnation, name, type.kind].join(),
          );
        const before = ledgers[index - 1];
        if (before !== undefined) {
          expect(identity(ledger).slice(0, before.entries.length)).toEqual(identity(before));
          const grown = ledger.entries.length > before.entries.length;
          expect(ledger.tableVersion).toBe(before.tableVersion + (grown ? 1 : 0));
        }
        expect(new Set(ledger.entries.map(({ name }) => name.toLowerCase())).size).toBe(
          ledger.entries.length,
        );
        expect(new Set(ledger.entries.map(({ key, incarnation }) => `${key} ${incarnation}`)).size).toBe(
          ledger.entries.length,
        );
        expect(ledger.entries.map(({ columnId }) => columnId)).toEqual(
          ledger.entries.map((_, place) => place + 1),
        );
      }
    });
  });

  it('is plain JSON, to the byte', () => {
    check((_, ledgers) => {
      for (const ledger of ledgers) {
        const text = JSON.stringify(ledger);
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
      }
    });
  });

  it('advancing again changes nothing, also from parsed JSON', () => {
    check((models, ledgers) => {
      for (const [index, ledger] of ledgers.entries()) {
        const parsed = JSON.parse(JSON.stringify(ledger)) as Ledger;
        const again = advanceLedger(parsed, 's', models[index]!, index + 1);
        expect(JSON.stringify(again.ledger)).toBe(JSON.stringify(ledger));
      }
    });
  });

  it('every version maps all its columns, one to one, and to the same ones under every later ledger', () => {
    check((models, ledgers) => {
      for (const [index, of] of models.entries()) {
        const atBirth = mapColumns(ledgers[index]!, of, index + 1);
        expect(atBirth).toHaveLength(of.columns.length);
        expect(new Set(atBirth.map(({ name }) => name)).size).toBe(of.columns.length);
        for (const later of ledgers.slice(index)) expect(mapColumns(later, of, index + 1)).toEqual(atBirth);
      }
    });
  });

  it("also without the version no field's column is lost, shared, or of another type", () => {
    check((models, ledgers) => {
      const newest = ledgers.at(-1)!;
      const typeOf = new Map(newest.entries.map(({ name, type }) => [name, type.kind]));
      for (const of of models) {
        const fields = of.columns.filter(({ form }) => form !== 'case');
        const pairs = mapColumns(newest, of).filter(({ column }) => column.form !== 'case');
        expect(new Set(pairs.map(({ name }) => name)).size).toBe(fields.length);
        for (const { name, column } of pairs) {
          const wanted = fields.find(({ path }) => path === column.path);
          expect(typeOf.get(name)).toBe(wanted?.type.kind);
        }
      }
    });
  });

  it('every column of the newest version is active and nothing else is', () => {
    check((models, ledgers) => {
      for (const [index, ledger] of ledgers.entries()) {
        const active = ledger.entries.filter(({ state }) => state === 'active').map(({ name }) => name);
        expect(active).toEqual(mapColumns(ledger, models[index]!, index + 1).map(({ name }) => name));
      }
    });
  });
});
