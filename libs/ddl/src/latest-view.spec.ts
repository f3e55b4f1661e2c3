import { advanceLedger, buildTable, dropFrozen, type Ledger } from '#libs/table-model';
import { messageOf, type FieldSpec } from '#libs/testing';
import { DIALECTS, dialectNamed, dropLatestView, latestView, latestViewName } from './index.js';

/** The ledger after versions such as `'1 a int32, 2 b string'`. */
function ledgerOf(...versions: readonly string[]): Ledger {
  let ledger: Ledger | null = null;
  for (const [index, version] of versions.entries()) {
    const fields = version.split(', ').map((text): FieldSpec => {
      const [number, name, kind] = text.split(' ');
      return { number: Number(number), name: name!, kind: kind as FieldSpec['kind'], oneof: null };
    });
    ledger = advanceLedger(ledger, 's', buildTable(messageOf(fields)), index + 1).ledger;
  }
  return ledger!;
}

/** The columns of a dialect's view after the envelope. */
function columnsOf(name: string, ledger: Ledger): readonly string[] {
  const sql = latestView(dialectNamed(name), ledger).at(-1)?.sql ?? '';
  const lines = sql.split('\n').slice(2, -1);
  return lines.slice(11).map((line) => line.trim().replace(/,$/, ''));
}

describe('latestView', () => {
  it('has the envelope, then the fields of the newest version', () => {
    const [drop, create] = latestView(dialectNamed('postgres'), ledgerOf('1 a int32'));
    expect(drop).toMatchObject({
      kind: 'createView',
      sql: 'DROP VIEW IF EXISTS "event__latest"',
      undo: null,
    });
    expect(create).toMatchObject({
      undo: 'DROP VIEW IF EXISTS "event__latest"',
      phase: 'expand',
      dataLoss: null,
    });
    expect(create?.sql.split('\n').slice(0, 3)).toEqual([
      'CREATE VIEW "event__latest" AS',
      'SELECT',
      '  "event_id",',
    ]);
    expect(create?.sql.endsWith('\n  "a"\nFROM "event"')).toBe(true);
  });

  it.each([
    ['a renamed field by its new name', ['1 a int32', '1 b int32'], ['"a" AS "b"']],
    ['no removed field', ['1 a int32, 2 b bool', '1 a int32'], ['"a"']],
    ['a field that is back', ['1 a int32, 2 b bool', '1 a int32', '1 a int32, 2 b bool'], ['"a"', '"b"']],
    [
      'both columns of a wider type',
      ['1 a int64', '1 a string'],
      ['COALESCE("a__2", CAST("a" AS text)) AS "a"'],
    ],
    ['labels and text in one', ['1 a enum', '1 a string'], ['COALESCE("a__2", "a") AS "a"']],
    [
      'float and double in one',
      ['1 a float', '1 a double'],
      ['COALESCE("a__2", CAST("a" AS double precision)) AS "a"'],
    ],
    ['only the newest where types do not fit', ['1 a string', '1 a int64'], ['"a__2" AS "a"']],
    ['never signed and unsigned in one', ['1 a int64', '1 a uint64'], ['"a__2" AS "a"']],
    ['a renumbered field as one', ['1 a int32', '2 a int32'], ['COALESCE("a__2", "a") AS "a"']],
    [
      'never a number that means something else',
      ['1 a int32, 2 x bool', '2 x bool', '1 b int32, 2 x bool'],
      ['"x"', '"b"'],
    ],
    [
      'the newest of three first',
      ['1 a int64', '1 a uint64', '1 a string'],
      ['COALESCE("a__3", CAST("a__2" AS text), CAST("a" AS text)) AS "a"'],
    ],
  ])('has %s', (_, versions, expected) =>
    expect(columnsOf('postgres', ledgerOf(...versions))).toEqual(expected),
  );

  it('leaves dropped columns out', () => {
    const ledger = ledgerOf('1 a int64', '1 a string');
    expect(columnsOf('postgres', dropFrozen(ledger, 2))).toEqual(['"a__2" AS "a"']);
  });

  it.each([
    ['bigquery', 'CAST(`a` AS STRING)'],
    ['clickhouse', 'CAST(`a` AS Nullable(String))'],
    ['databricks', 'CAST(`a` AS STRING)'],
    ['duckdb', 'CAST("a" AS VARCHAR)'],
    ['mariadb', 'CAST(`a` AS CHAR)'],
    ['redshift', 'CAST("a" AS VARCHAR(65535))'],
    ['snowflake', 'CAST("a" AS VARCHAR)'],
    ['sqlite', 'CAST("a" AS TEXT)'],
  ])('%s casts by %s', (name, cast) => {
    expect(columnsOf(name, ledgerOf('1 a int64', '1 a string'))[0]).toContain(cast);
  });

  it('is replaced in one statement where the engine can, else dropped and made', () => {
    const counts = DIALECTS.map(({ name }) => [
      name,
      latestView(dialectNamed(name), ledgerOf('1 a int32')).length,
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      bigquery: 1,
      clickhouse: 1,
      databricks: 1,
      duckdb: 1,
      iceberg: 0,
      mariadb: 1,
      parquet: 0,
      postgres: 2,
      redshift: 2,
      snowflake: 1,
      sqlite: 2,
    });
    expect(dropLatestView(dialectNamed('parquet'), ledgerOf('1 a int32'))).toEqual([]);
    expect(dropLatestView(dialectNamed('duckdb'), ledgerOf('1 a int32'))).toHaveLength(1);
  });

  it('has a name that fits, however long the table is', () => {
    const ledger = ledgerOf('1 a int32');
    expect(latestViewName(ledger)).toBe('event__latest');
    expect(latestViewName({ ...ledger, table: 't'.repeat(63) })).toMatch(/^t{54}_[0-9a-f]{8}$/);
  });
});
