import { DIALECTS, dialectNamed } from '#libs/ddl';
import { isRegistryError } from '#libs/errors';
import { advanceLedger, buildTable, dropFrozen, type ColumnSource, type Ledger } from '#libs/table-model';
import { messageOf, type FieldSpec } from '#libs/testing';
import { planDown, planTable, type Plan } from './index.js';

const postgres = dialectNamed('postgres');
const sqlite = dialectNamed('sqlite');

/** Ledgers after each version; a version is `'1 a int32, 2 b string'`. */
function ledgersOf(...versions: readonly string[]): readonly Ledger[] {
  const ledgers: Ledger[] = [];
  for (const [index, version] of versions.entries()) {
    const fields = version.split(', ').map((text): FieldSpec => {
      const [number, name, kind] = text.split(' ');
      return { number: Number(number), name: name!, kind: kind as FieldSpec['kind'], oneof: null };
    });
    ledgers.push(advanceLedger(ledgers.at(-1) ?? null, 's', buildTable(messageOf(fields)), index + 1).ledger);
  }
  return ledgers;
}

const sqlOf = (plan: Plan): readonly string[] => plan.statements.map(({ sql }) => sql);

describe('planDown', () => {
  const [before, after] = ledgersOf('1 a int32', '1 a int32, 2 b string') as [Ledger, Ledger];

  it('undoes statement by statement, and says what is lost', () => {
    const plan = planDown(postgres, before, after);
    expect(plan).toMatchObject({ fromTableVersion: 2, toTableVersion: 1, fromVersion: 2, toVersion: 1 });
    expect(plan.statements).toMatchObject([
      {
        kind: 'dropColumn',
        sql: 'ALTER TABLE "event" DROP COLUMN IF EXISTS "b"',
        phase: 'contract',
        dataLoss: "What was written to column 'b' since.",
        reversible: false,
        undo: 'ALTER TABLE "event" ADD COLUMN IF NOT EXISTS "b" text',
        oldRowsReadable: false,
        oldWritersInsert: false,
        note: postgres.costs.dropColumn.note,
      },
    ]);
    expect(plan.notes).toEqual([
      'Leads back. It is not needed for older writers: the newer table takes their rows.',
      "DATA LOSS: What was written to column 'b' since.",
    ]);
  });

  it('costs what the undoing costs, not what the doing did', () => {
    expect(planTable(sqlite, before, after).statements[0]?.class).toBe('T1');
    expect(planDown(sqlite, before, after).statements[0]).toMatchObject({
      class: 'T3',
      rewrite: true,
      online: false,
    });
  });

  it('takes the whole table away when there was none before', () => {
    const plan = planDown(sqlite, null, before);
    expect(sqlOf(plan)).toEqual(['DROP INDEX "event_ingest_time_idx"', 'DROP TABLE "event"']);
    expect(plan).toMatchObject({ toTableVersion: 0, toVersion: 0 });
    expect(plan.notes).toContain("DATA LOSS: Every row of 'event'.");
  });

  it('brings dropped columns back without their values', () => {
    const [, frozen] = ledgersOf('1 a int32, 2 b string', '1 a int32') as [Ledger, Ledger];
    const dropped = dropFrozen(frozen, 2);
    const plan = planDown(postgres, frozen, dropped);
    expect(plan.statements).toMatchObject([
      { kind: 'addColumn', class: 'T1', phase: 'expand', dataLoss: null, reversible: true },
    ]);
    expect(plan.notes).toContain('1 dropped columns come back without their values.');
  });

  it('leaves out what has no undo, and says so', () => {
    const plan = planDown(dialectNamed('iceberg'), null, before);
    expect(plan.statements).toEqual([]);
    expect(plan.notes).toContain('1 of 1 statements can not be undone and are left out.');
  });

  it('has a fingerprint of its own, the same every time', () => {
    for (const dialect of DIALECTS) {
      const plan = planDown(dialect, before, after);
      expect(plan.fingerprint).toBe(planDown(dialect, before, after).fingerprint);
      expect(plan.fingerprint).not.toBe(planTable(dialect, before, after).fingerprint);
    }
  });

  it('refuses what planTable refuses', () => {
    const [other] = ledgersOf('1 z bool') as [Ledger];
    let code = 'none';
    try {
      planDown(sqlite, before, other);
    } catch (error) {
      code = isRegistryError(error) ? error.code : String(error);
    }
    expect(code).toBe('PLAN_CONFLICT');
  });
});

describe('contract', () => {
  const [, , frozen] = ledgersOf('1 a int32, 2 b string, 3 c bool', '1 a int32, 2 b string', '1 a int32') as [
    Ledger,
    Ledger,
    Ledger,
  ];

  it.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))(
    '%s: drops what the ledger dropped, last, and says the loss first',
    (_, dialect) => {
      const [second] = ledgersOf('1 a int32, 2 b string, 3 c bool') as [Ledger];
      const { statements, notes, changes } = planTable(dialect, second, dropFrozen(frozen, 3));
      const contracting = statements.filter(({ phase }) => phase === 'contract');
      expect(contracting.length).toBeGreaterThan(0);
      expect(statements.slice(-contracting.length)).toEqual(contracting);
      for (const { dataLoss, oldWritersInsert } of contracting) {
        expect(notes).toContain(`DATA LOSS: ${dataLoss}`);
        expect(oldWritersInsert).toBe(false);
      }
      expect(changes.filter(({ kind }) => kind === 'dropped').map(({ column }) => column)).toEqual([
        'b',
        'c',
      ]);
    },
  );

  it('drops nothing that was dropped before', () => {
    const dropped = dropFrozen(frozen, 3);
    expect(planTable(postgres, dropped, { ...dropped, schemaVersion: 9 }).statements).toEqual([]);
    expect(planTable(postgres, null, dropped).changes.map(({ column }) => column)).toEqual(['a']);
    expect(planTable(postgres, null, dropped).statements[0]?.sql).not.toContain('"b"');
  });

  it('keeps the view out of the way', () => {
    const plan = planTable(postgres, frozen, dropFrozen(frozen, 3), { view: true });
    expect(sqlOf(plan).map((sql) => sql.split('\n')[0])).toEqual([
      'DROP VIEW IF EXISTS "event__latest"',
      'ALTER TABLE "event" DROP COLUMN IF EXISTS "b"',
      'ALTER TABLE "event" DROP COLUMN IF EXISTS "c"',
      'DROP VIEW IF EXISTS "event__latest"',
      'CREATE VIEW "event__latest" AS',
    ]);
  });
});

describe('changes', () => {
  const kinds = (...versions: readonly string[]): readonly string[] => {
    const ledgers = ledgersOf(...versions);
    const { changes } = planTable(postgres, ledgers[0]!, ledgers.at(-1)!);
    return changes.map(({ kind, column, class: cost }) => `${kind} ${column} ${cost}`);
  };

  it.each([
    ['1 a int32', '1 a int32, 2 b bool', ['added b T1']],
    ['1 a int32', '1 b int32', ['renamed a T0']],
    ['1 a int32, 2 b bool', '1 a int32', ['frozen b T0']],
    ['1 a int32', '1 a string', ['frozen a T0', 'replaced a__2 T4']],
    ['1 a int32', '1 a int64', ['redeclared a T0']],
    ['1 a int32', '2 a int32', ['frozen a T0', 'added a__2 T1']],
  ])('%s to %s', (before, after, expected) => expect(kinds(before, after)).toEqual(expected));

  it('tell of a column that is back, and of a table that is new', () => {
    const [, gone, back] = ledgersOf('1 a int32, 2 b bool', '1 a int32', '1 a int32, 2 b bool');
    expect(planTable(postgres, gone!, back!).changes).toMatchObject([{ kind: 'reactivated', column: 'b' }]);
    expect(planTable(postgres, null, back!).changes).toHaveLength(2);
  });

  it('tell of comments and of a message that moved', () => {
    const [ledger] = ledgersOf('1 a int32') as [Ledger];
    const said = { ...ledger, entries: [{ ...ledger.entries[0]!, comment: 'How many.' }] };
    const costs = (name: string): readonly string[] =>
      planTable(dialectNamed(name), ledger, { ...said, message: 'h.Moved' }).changes.map(
        ({ kind, class: cost }) => `${kind} ${cost}`,
      );
    expect(costs('postgres')).toEqual(['moved T0', 'commented T1']);
    expect(costs('sqlite')).toEqual(['moved T0', 'commented T0']);
  });

  it.each([
    ['uint64', { postgres: 'T3', snowflake: 'T1', bigquery: 'T1', databricks: 'T1', mariadb: 'T3' }],
    ['string', { postgres: 'T3', clickhouse: 'T2', duckdb: 'T3', mariadb: 'T3' }],
  ])('say what int64 to %s would cost in place', (kind, expected) => {
    const [before, after] = ledgersOf('1 a int64', `1 a ${kind}`) as [Ledger, Ledger];
    const costs = DIALECTS.flatMap((dialect) => {
      const plan = planTable(dialect, before, after);
      const cost = plan.changes.find((change) => change.kind === 'replaced')?.inPlace ?? null;
      expect(plan.notes.some((note) => note.includes('could also change'))).toBe(cost !== null);
      return cost === null ? [] : [[dialect.name, cost.class]];
    });
    expect(Object.fromEntries(costs)).toEqual(expected);
  });

  it('never propose to read labels as numbers, or a number of another meaning', () => {
    const inPlace = (before: string, after: string): unknown => {
      const [one, other] = ledgersOf(before, after) as [Ledger, Ledger];
      return planTable(postgres, one, other).changes.at(-1)?.inPlace;
    };
    expect(inPlace('1 a enum', '1 a string')).toBeNull();
    expect(inPlace('1 a int64', '1 b string')).toBeNull();
    expect(inPlace('1 a int64', '1 a string')).not.toBeNull();
  });
});

describe('changes that need no statement', () => {
  const source = { declared: 'enum t.C', presence: 'explicit', labels: [], keys: null } as const;
  const withSources = (before: Partial<ColumnSource>, after: Partial<ColumnSource>): Plan => {
    const [ledger] = ledgersOf('1 a enum') as [Ledger];
    const entry = ledger.entries[0]!;
    const state = (version: number, changes: Partial<ColumnSource>): Ledger => {
      return {
        ...ledger,
        schemaVersion: version,
        entries: [{ ...entry, source: { ...source, ...changes } }],
      };
    };
    return planTable(postgres, state(1, before), state(2, after));
  };

  it.each([
    [
      { labels: [{ number: 1, name: 'A' }] },
      { labels: [{ number: 1, name: 'B' }] },
      'relabeled',
      "Label 'A' of 'a' is now 'B'; rows of earlier versions keep 'A'.",
    ],
    [
      { presence: 'implicit' },
      { presence: 'explicit' },
      'presence',
      "'a' has explicit presence now; earlier rows tell unset from zero as their versions did.",
    ],
    [
      { keys: [{ path: '1', key: 'x', declared: 'int32' }] },
      { keys: [{ path: '1', key: 'y', declared: 'int32' }] },
      'rekeyed',
      "Inside of 'a' key 'x' is now 'y'; earlier rows keep what they had.",
    ],
  ] as const)('%j to %j: %s', (before, after, kind, note) => {
    const plan = withSources(before, after);
    expect(plan.statements).toEqual([]);
    expect(plan.changes).toEqual([{ kind, column: 'a', class: 'T0', inPlace: null }]);
    expect(plan.notes).toEqual([note]);
  });

  it('a narrower integer is told, a wider one is not', () => {
    const wider = withSources({ declared: 'int32' }, { declared: 'int64' });
    expect([wider.changes[0]?.kind, wider.notes]).toEqual(['redeclared', []]);
    const narrower = withSources({ declared: 'int64' }, { declared: 'int32' });
    expect(narrower.notes).toEqual([
      "'a' is int32 now; its column stays wide, and earlier rows may hold more.",
    ]);
  });

  it('the view follows renamed labels, but never one that means another number now', () => {
    const [ledger] = ledgersOf('1 a enum') as [Ledger];
    const relabeled = [
      { version: 2, number: 1, before: "IT'S", after: 'B' },
      { version: 2, number: 2, before: 'B', after: 'C' },
      { version: 3, number: 3, before: 'GONE', after: 'GONE_TOO' },
    ];
    const labels = [
      { number: 1, name: 'B' },
      { number: 2, name: 'C' },
    ];
    const entries = [{ ...ledger.entries[0]!, source: { ...source, labels }, relabeled }];
    const view = planTable(postgres, null, { ...ledger, entries }, { view: true }).statements.at(-1)?.sql;
    expect(view).toContain(`  CASE "a" WHEN 'IT''S' THEN 'B' ELSE "a" END AS "a"\n`);
  });
});

describe('names that an engine can not hold', () => {
  it('are told, for columns and tables', () => {
    const [ledger] = ledgersOf('1 a int32') as [Ledger];
    const named = { ...ledger, table: 'a b', entries: [{ ...ledger.entries[0]!, name: 'x.y' }] };
    expect(planTable(postgres, null, named).notes).not.toContainEqual(
      expect.stringContaining('can not hold'),
    );
    const { notes } = planTable(dialectNamed('bigquery'), null, named);
    expect(notes.filter((note) => note.includes('can not hold'))).toEqual([
      expect.stringMatching(/^BigQuery can not hold the name 'a b': the table is 'a_b_[0-9a-f]{8}' there\.$/),
      expect.stringMatching(
        /^BigQuery can not hold the name 'x\.y': the column is 'x_y_[0-9a-f]{8}' there\.$/,
      ),
    ]);
  });
});
