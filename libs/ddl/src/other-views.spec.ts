import { ENVELOPE, advanceLedger, buildTable, dropFrozen, type Ledger } from '#libs/table-model';
import {
  messageOf,
  openPostgresEngine,
  openSqliteEngine,
  type FieldSpec,
  type TableEngine,
} from '#libs/testing';
import {
  DIALECTS,
  createTable,
  dialectNamed,
  onceView,
  onceViewName,
  versionView,
  versionViewName,
} from './index.js';

const field = (number: number, name: string, kind: FieldSpec['kind']): FieldSpec => ({
  number,
  name,
  kind,
  oneof: null,
});

function ledgerOf(...versions: readonly (readonly FieldSpec[])[]): Ledger {
  let ledger: Ledger | null = null;
  for (const [index, fields] of versions.entries())
    ledger = advanceLedger(ledger, 's', buildTable(messageOf(fields)), index + 1).ledger;
  return ledger!;
}

/** Version 1: a, state; 2: a is called b; 3: state is gone, c is new. */
const moved = ledgerOf(
  [field(1, 'a', 'string'), field(2, 'state', 'enum')],
  [field(1, 'b', 'string'), field(2, 'state', 'enum')],
  [field(1, 'b', 'string'), field(3, 'c', 'int64')],
);

/** Number 1 was RED until version 2, CRIMSON until 3, now ROSE. */
const relabeled: Ledger = {
  ...moved,
  entries: moved.entries.map((entry) =>
    entry.name === 'state'
      ? {
          ...entry,
          lastVersion: 3,
          state: 'active',
          source: {
            declared: 'enum h.Color',
            presence: 'implicit',
            keys: null,
            labels: [
              { number: 0, name: 'NONE' },
              { number: 1, name: 'ROSE' },
            ],
          },
          relabeled: [
            { version: 2, number: 1, before: 'RED', after: 'CRIMSON' },
            { version: 3, number: 1, before: 'CRIMSON', after: 'ROSE' },
          ],
        }
      : entry,
  ),
};

const postgres = await openPostgresEngine();
if (postgres === null)
  console.warn('SKIPPED libs/ddl views on PostgreSQL: this machine has no server programs');
const engines: readonly TableEngine[] = [openSqliteEngine(), ...(postgres === null ? [] : [postgres])];
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

const row = (more: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> => {
  const id = '01890a5d-ac96-774b-bcce-000000000001';
  const values: Readonly<Record<string, unknown>> = {
    event_id: id,
    batch_id: id,
    subject: 's',
    fingerprint: 'f',
    schema_version: 1,
  };
  const envelope = ENVELOPE.filter(({ nullable }) => !nullable).map(
    ({ name }) => [name, values[name] ?? null] as const,
  );
  return new Map<string, unknown>([...envelope, ...Object.entries(more)]);
};

describe.each(engines)('views by version on $dialect', (engine) => {
  const dialect = dialectNamed(engine.dialect);
  const time = engine.dialect === 'sqlite' ? 0 : '2026-01-01';

  beforeEach(async () => {
    await engine.reset();
    for (const { sql } of createTable(dialect, relabeled)) await engine.run(sql);
    const given = { event_time: time, ingest_time: time, a: 'x', state: 'CRIMSON', c: 7 };
    await engine.insert('event', row(given));
    for (const version of [1, 2, 3, 1])
      for (const { sql } of versionView(dialect, relabeled, version)) await engine.run(sql);
  });

  it('have the fields and labels of their version', async () => {
    const of = async (version: number): Promise<Readonly<Record<string, unknown>>> => {
      const [only] = await engine.select(`SELECT * FROM event__v${version}`);
      const own = Object.entries(only!).slice(ENVELOPE.length);
      return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
    };
    expect(await of(1)).toEqual({ a: 'x', state: 'RED' });
    expect(await of(2)).toEqual({ b: 'x', state: 'CRIMSON' });
    expect(await of(3)).toEqual({ b: 'x', state: 'ROSE', c: '7' });
  });
});

describe('versionView', () => {
  const sqlOf = (ledger: Ledger, version: number): string =>
    versionView(dialectNamed('postgres'), ledger, version).at(-1)?.sql ?? '';

  it('leaves alone a name that two numbers have had', () => {
    const twice: Ledger = {
      ...relabeled,
      entries: relabeled.entries.map((entry) =>
        entry.name === 'state'
          ? {
              ...entry,
              source: {
                ...entry.source!,
                labels: [
                  { number: 2, name: 'RED' },
                  { number: 1, name: 'ROSE' },
                ],
              },
            }
          : entry,
      ),
    };
    expect(sqlOf(twice, 3)).toContain(`CASE "state" WHEN 'CRIMSON' THEN 'ROSE' ELSE "state" END AS "state"`);
  });

  it('has no column that was dropped', () => {
    expect(sqlOf(moved, 1)).toContain('"state"');
    expect(sqlOf(dropFrozen(moved, 3), 1)).not.toContain('"state"');
  });

  it.each([0, -1, 4])('is none for version %d', (version) => expect(sqlOf(moved, version)).toBe(''));

  it('has a name of its own for each version, however long the table is', () => {
    const long = { ...moved, table: 't'.repeat(63) };
    const names = [1, 2, 3].map((version) => versionViewName(long, version));
    expect(new Set([...names, onceViewName(long)]).size).toBe(4);
    expect(names.every((name) => name.length === 63)).toBe(true);
    expect(versionViewName(moved, 12)).toBe('event__v12');
  });

  it('is said by every dialect of SQL', () => {
    for (const dialect of DIALECTS)
      expect([dialect.name, versionView(dialect, moved, 2).length > 0]).toEqual([
        dialect.name,
        dialect.words !== null,
      ]);
  });
});

describe('onceView', () => {
  it('is there where the key is only noted', () => {
    const made = DIALECTS.filter((dialect) => onceView(dialect, moved).length > 0).map(({ name }) => name);
    expect(made.sort()).toEqual(['bigquery', 'clickhouse', 'databricks', 'redshift', 'snowflake']);
  });

  it('takes the first copy that arrived', async () => {
    const [statement] = onceView(dialectNamed('snowflake'), moved).slice(-1);
    const [engine] = engines;
    await engine!.reset();
    for (const { sql } of createTable(dialectNamed('sqlite'), moved))
      await engine!.run(sql.replace(/,\s*PRIMARY KEY \("event_id"\)/, ''));
    for (const [time, a] of [
      [2, 'second'],
      [1, 'first'],
    ] as const)
      await engine!.insert('event', row({ event_time: time, ingest_time: time, a }));
    await engine!.run(statement!.sql.replace('CREATE OR REPLACE', 'CREATE'));
    expect((await engine!.select('SELECT a FROM event__once')).map((one) => one['a'])).toEqual(['first']);
  });
});
