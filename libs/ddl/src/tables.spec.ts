import { readFileSync, readdirSync } from 'node:fs';
import {
  ENVELOPE,
  advanceLedger,
  buildTable,
  type Ledger,
  type LedgerEntry,
  type LogicalKind,
} from '#libs/table-model';
import {
  findPostgres,
  messageOf,
  openPostgresEngine,
  openSqliteEngine,
  type FieldSpec,
  type TableEngine,
} from '#libs/testing';
import {
  DIALECTS,
  addColumn,
  changeType,
  columnCommentText,
  commentColumn,
  commentTable,
  createTable,
  dialectNamed,
} from './index.js';

const postgres = dialectNamed('postgres');
const sqlite = dialectNamed('sqlite');
const SQL = DIALECTS.filter(({ words }) => words !== null);

function ledgerOf(fieldCount: number, kind: FieldSpec['kind'] = 'int32'): Ledger {
  const fields = Array.from({ length: fieldCount }, (_, index): FieldSpec => {
    return { number: index + 1, name: `f${index + 1}`, kind, oneof: null };
  });
  return advanceLedger(null, 'clicks', buildTable(messageOf(fields)), 1).ledger;
}

function withEntry(changes: Partial<LedgerEntry>): Ledger {
  const ledger = ledgerOf(1);
  return { ...ledger, entries: [{ ...ledger.entries[0]!, ...changes }] };
}

describe('createTable', () => {
  it('comes first, then the index, then comments where the engine has them', () => {
    const ledger = withEntry({ comment: 'How many.' });
    expect(createTable(postgres, ledger).map(({ sql }) => sql.split('\n')[0])).toEqual([
      'CREATE TABLE IF NOT EXISTS "event" (',
      'CREATE INDEX IF NOT EXISTS "event_ingest_time_idx" ON "event" ("ingest_time")',
      `COMMENT ON TABLE "event" IS 'Events of message h.Event, subject ''clicks''.'`,
      `COMMENT ON COLUMN "event"."f1" IS 'How many.'`,
    ]);
    expect(createTable(sqlite, ledger)).toHaveLength(2);
  });

  it('says what each statement costs and how it is undone', () => {
    for (const dialect of SQL) {
      const [create, index] = createTable(dialect, ledgerOf(1));
      expect(create).toMatchObject({
        class: 'T1',
        rewrite: false,
        reversible: true,
        phase: 'expand',
        undo: `DROP TABLE ${dialect.name === 'postgres' ? 'IF EXISTS ' : ''}${dialect.quote('event')}`,
        undoLoses: "Every row of 'event'.",
        dataLoss: null,
        oldRowsReadable: true,
        oldWritersInsert: true,
      });
      if (dialect.words?.createIndex !== null)
        expect(index).toMatchObject({ class: dialect.costs.createIndex.class, undoLoses: null });
      expect(create?.lock).not.toBe('');
    }
  });

  it('shortens the name of the index, never the engine', () => {
    const table = 't'.repeat(63);
    const index = createTable(postgres, { ...ledgerOf(1), table })[1]?.sql;
    expect(index).toMatch(/"t{54}_[0-9a-f]{8}" ON/);
  });

  it.each(SQL.map((dialect) => [dialect.name, dialect] as const))(
    '%s: is marked T5 one column past what the engine takes',
    (_, dialect) => {
      const most = dialect.limits.columns - ENVELOPE.length;
      expect(createTable(dialect, ledgerOf(most, 'bool'))[0]?.class).toBe('T1');
      const past = createTable(dialect, ledgerOf(most + 1, 'bool'))[0];
      expect(past?.class).toBe('T5');
      expect(past?.note).toContain(`at most ${dialect.limits.columns} columns`);
      const ledger = ledgerOf(most + 1, 'bool');
      expect(addColumn(dialect, ledger, ledger.entries.at(-1)!)[0]?.class).toBe('T5');
      expect(addColumn(dialect, ledger, ledger.entries.at(-2)!)[0]?.class).toBe('T1');
    },
  );

  it('is marked T5 when rows get too wide for the engine', () => {
    const mariadb = dialectNamed('mariadb');
    // As the engine itself: 375 texts fit beside the envelope, 376 do not.
    expect(createTable(mariadb, ledgerOf(375, 'string'))[0]?.class).toBe('T1');
    const past = createTable(mariadb, ledgerOf(376, 'string'))[0];
    expect(past).toMatchObject({ class: 'T5', note: expect.stringContaining('bytes of a row together') });
    expect(createTable(postgres, ledgerOf(376, 'string'))[0]?.class).toBe('T1');
  });

  it('for 1 000 fields takes less than 250 ms in all dialects', () => {
    const ledger = ledgerOf(1000);
    createTable(postgres, ledger);
    const started = process.cpuUsage();
    for (const dialect of DIALECTS) createTable(dialect, ledger);
    // Measured: 2 ms a dialect.
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(250);
  });
});

describe('addColumn', () => {
  it('is repeatable where the engine can, and takes its column away again', () => {
    const ledger = withEntry({ name: 'it"s', type: { kind: 'bool' }, form: 'bool', comment: 'Yes?' });
    const [onPostgres, comment] = addColumn(postgres, ledger, ledger.entries[0]!);
    expect(onPostgres).toMatchObject({
      sql: 'ALTER TABLE "event" ADD COLUMN IF NOT EXISTS "it""s" boolean',
      undo: 'ALTER TABLE "event" DROP COLUMN IF EXISTS "it""s"',
      class: 'T1',
      lock: 'ACCESS EXCLUSIVE',
      rewrite: false,
    });
    expect(comment?.sql).toBe(`COMMENT ON COLUMN "event"."it""s" IS 'Yes?\nField 1, called ''f1''.'`);
    expect(addColumn(sqlite, ledger, ledger.entries[0]!).map(({ sql }) => sql)).toEqual([
      'ALTER TABLE "event" ADD COLUMN "it""s" INTEGER CHECK ("it""s" IN (0, 1))',
    ]);
  });
});

describe('comments', () => {
  it('tell the field where its name differs, and the end of its life', () => {
    const text = (changes: Partial<LedgerEntry>): string | null =>
      columnCommentText(withEntry(changes).entries[0]!);
    expect(text({})).toBeNull();
    expect(text({ comment: 'How many.' })).toBe('How many.');
    expect(text({ name: 'old', key: '1.2' })).toBe("Field 1.2, called 'f1'.");
    expect(text({ comment: 'A.', state: 'frozen', lastVersion: 4 })).toBe(
      'A.\nFrozen: version 4 was the last to have it.',
    );
  });

  it('are stated only when they change, and undone to what they were', () => {
    const ledger = withEntry({ comment: 'Before' });
    const before = ledger.entries[0]!;
    expect(commentColumn(postgres, ledger, before, before)).toEqual([]);
    expect(commentColumn(postgres, ledger, before, { ...before, comment: "It's after" })).toMatchObject([
      {
        sql: `COMMENT ON COLUMN "event"."f1" IS 'It''s after'`,
        undo: `COMMENT ON COLUMN "event"."f1" IS 'Before'`,
        class: 'T1',
      },
    ]);
    expect(commentColumn(postgres, ledger, before, { ...before, comment: null })[0]?.sql).toContain(
      'IS NULL',
    );
    expect(commentColumn(sqlite, ledger, before, { ...before, comment: 'x' })).toEqual([]);
    expect(commentTable(postgres, ledger, ledger)).toEqual([]);
    expect(commentTable(postgres, ledger, { ...ledger, message: 'h.Other' })).toHaveLength(1);
  });

  it('lose U+0000 rather than fail', () => {
    const ledger = withEntry({ comment: 'a\0b' });
    expect(commentColumn(postgres, ledger, null, ledger.entries[0]!)[0]?.sql).toContain(`'ab'`);
  });
});

const serverBin = findPostgres();
if (serverBin === null)
  console.warn('SKIPPED libs/ddl tables executed on PostgreSQL: no initdb on this machine');
const engines = serverBin === null ? (['sqlite'] as const) : (['sqlite', 'postgres'] as const);

describe.each(engines)('executed on %s', (name) => {
  const dialect = dialectNamed(name);
  let engine: TableEngine;
  beforeAll(async () => {
    engine = name === 'sqlite' ? openSqliteEngine() : (await openPostgresEngine())!;
  });
  beforeEach(() => engine.reset());
  afterAll(() => engine.close());

  it.each(readdirSync('libs/ddl/corpus'))('corpus %s runs, twice', async (corpusCase) => {
    const script = readFileSync(`libs/ddl/corpus/${corpusCase}/${name}.sql`, 'utf8');
    await engine.run(script);
    await engine.run(script);
  });

  it('undo after undo leads back to nothing', async () => {
    const ledger = withEntry({ comment: 'How many.', type: { kind: 'bool' }, form: 'bool' });
    const statements = createTable(dialect, ledger);
    for (const { sql } of statements) await engine.run(sql);
    expect(await engine.columns('event')).toHaveLength(ENVELOPE.length + 1);
    for (const { undo } of statements.toReversed()) await engine.run(undo!);
    expect(await engine.columns('event')).toEqual([]);
  });

  it('a column is added and taken away with its constraint', async () => {
    for (const { sql } of createTable(dialect, { ...ledgerOf(1), entries: [] })) await engine.run(sql);
    const ledger = withEntry({ type: { kind: 'bool' }, form: 'bool' });
    const [add] = addColumn(dialect, ledger, ledger.entries[0]!);
    await engine.run(add!.sql);
    expect((await engine.columns('event')).at(-1)).toMatchObject({ name: 'f1', nullable: true });
    await engine.run(add!.undo!);
    expect(await engine.columns('event')).toHaveLength(ENVELOPE.length);
  });

  it('every change of type that is said to be possible is, with a row in the table', async () => {
    const cells = { int32: -5, int64: -5, uint64: 18_446_744_073_709_551_615n, float32: 1.5 } as const;
    const expected = {
      'int32>int64': '-5',
      'int64>text': '-5',
      'uint64>text': '18446744073709551615',
      'float32>float64': 1.5,
    };
    for (const change of Object.keys(dialect.typeChanges)) {
      const [from, to] = change.split('>') as [keyof typeof cells, LogicalKind];
      const ledger = withEntry({ type: { kind: from } });
      await engine.reset();
      await engine.run(createTable(dialect, ledger)[0]!.sql);
      const required = ENVELOPE.filter(({ nullable }) => !nullable);
      const values = required.map(({ name: column, type }) => {
        const text = type.kind === 'uuid' ? '01890a5d-ac96-774b-bcce-b302099a8057' : 'x';
        return [column, dialect.parameter(type, ['uuid', 'text'].includes(type.kind) ? text : 1)] as const;
      });
      const cell = change === 'int64>uint64' ? 5 : cells[from];
      await engine.insert('event', new Map([...values, ['f1', dialect.parameter({ kind: from }, cell)]]));
      await engine.run(changeType(dialect, ledger, ledger.entries[0]!, { kind: to })!.sql);
      const [row] = await engine.select('SELECT f1 FROM event');
      expect([change, row?.['f1']]).toEqual([change, { 'int64>uint64': '5', ...expected }[change]]);
    }
  });

  it('takes as many columns as the limit says, and no more', async () => {
    const most = dialect.limits.columns - ENVELOPE.length;
    await engine.run(createTable(dialect, ledgerOf(most))[0]!.sql);
    await engine.reset();
    await expect(engine.run(createTable(dialect, ledgerOf(most + 1))[0]!.sql)).rejects.toThrow(/columns/);
  });
});
