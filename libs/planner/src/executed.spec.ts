import * as fc from 'fast-check';
import type { Cell } from '#libs/codec';
import { dialectNamed, type Dialect } from '#libs/ddl';
import {
  ENVELOPE,
  advanceLedger,
  buildTable,
  mapColumns,
  type Ledger,
  type LogicalType,
  type TableModel,
} from '#libs/table-model';
import {
  findPostgres,
  messageHistories,
  messageOf,
  openPostgresEngine,
  openSqliteEngine,
  type LiveColumn,
  type TableEngine,
} from '#libs/testing';
import { planTable } from './index.js';

interface History {
  readonly models: readonly TableModel[];
  readonly ledgers: readonly Ledger[];
}

/** A row as it was written, and what has to be read back: physical name -> text. */
interface Written {
  readonly eventId: string;
  readonly cells: ReadonlyMap<string, string>;
}

const histories = messageHistories({ minVersions: 5, maxVersions: 8 }).map((versions): History => {
  const models = versions.map((fields) => buildTable(messageOf(fields)));
  const ledgers: Ledger[] = [];
  for (const [index, model] of models.entries()) {
    ledgers.push(advanceLedger(ledgers.at(-1) ?? null, 's', model, index + 1).ledger);
  }
  return { models, ledgers };
});

async function apply(
  engine: TableEngine,
  dialect: Dialect,
  before: Ledger | null,
  after: Ledger,
): Promise<void> {
  for (const { sql } of planTable(dialect, before, after).statements) await engine.run(sql);
}

/** Writes a row as a worker does that has the model of `version` and the newest ledger. */
async function writeRow(
  engine: TableEngine,
  dialect: Dialect,
  history: History,
  ledger: Ledger,
  version: number,
  seed: number,
): Promise<Written> {
  const eventId = `01890a5d-ac96-774b-bcce-${String(seed).padStart(12, '0')}`;
  const row = new Map<string, unknown>(
    ENVELOPE.filter(({ nullable }) => !nullable).map(({ name, type }) => [
      name,
      dialect.parameter(type, cellFor(type, seed)),
    ]),
  );
  row.set('event_id', eventId);
  const types = new Map(ledger.entries.map(({ name, type }) => [name, type]));
  const cells = new Map<string, string>();
  for (const { name } of mapColumns(ledger, history.models[version - 1]!, version)) {
    const type = types.get(name)!;
    const cell = cellFor(type, seed);
    row.set(name, dialect.parameter(type, cell));
    cells.set(name, textOf(cell));
  }
  await engine.insert(ledger.table, row);
  return { eventId, cells };
}

function cellFor(type: LogicalType, seed: number): Cell {
  switch (type.kind) {
    case 'int32':
      return seed;
    case 'int64':
      return 9_007_199_254_740_993n + BigInt(seed);
    case 'uint64':
      return 18_446_744_073_709_551_615n - BigInt(seed);
    case 'float32':
    case 'float64':
      return seed + 0.5;
    case 'bool':
      return seed % 2 === 0;
    case 'bytes':
      return Uint8Array.of(seed % 256, 0);
    case 'timestamp':
      return 1_767_225_600_000_000 + seed * 1000;
    case 'duration':
      return -seed;
    case 'json':
      return `{"seed":${seed}}`;
    case 'uuid':
      return '01890a5d-ac96-774b-bcce-b302099a8057';
    case 'text':
      return `text ${seed} '"\\`;
  }
}

/** One text for a cell however a driver delivers it. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value instanceof Date) return String(value.getTime() * 1000);
  if (typeof value === 'boolean') return String(Number(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function expectRows(engine: TableEngine, ledger: Ledger, written: readonly Written[]): Promise<void> {
  const rows = await engine.select(`SELECT * FROM "${ledger.table}"`);
  const byId = new Map(rows.map((row) => [String(row['event_id']), row]));
  expect(byId.size).toBe(written.length);
  for (const { eventId, cells } of written) {
    const row = byId.get(eventId)!;
    const filled = ledger.entries
      .filter(({ name }) => row[name] !== null)
      .map(({ name }) => [name, textOf(row[name])]);
    expect(Object.fromEntries(filled)).toEqual(Object.fromEntries(cells));
  }
}

const byName = (one: LiveColumn, other: LiveColumn): number => (one.name < other.name ? -1 : 1);

const serverBin = findPostgres();
if (serverBin === null)
  console.warn('SKIPPED libs/planner executed on PostgreSQL: no initdb on this machine');
const engines = serverBin === null ? (['sqlite'] as const) : (['sqlite', 'postgres'] as const);

describe.each(engines)('executed on %s', (name) => {
  const dialect = dialectNamed(name);
  // A run takes about 5 ms in SQLite and 50 ms in PostgreSQL.
  const settings = { seed: 20_260_102, numRuns: name === 'sqlite' ? 40 : 8 };
  let engine: TableEngine;
  beforeAll(async () => {
    engine = name === 'sqlite' ? openSqliteEngine() : (await openPostgresEngine())!;
  });
  afterAll(() => engine.close());

  it('rows of every version are there after every step, and every version goes on writing', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        await engine.reset();
        const written: Written[] = [];
        for (const [index, ledger] of history.ledgers.entries()) {
          await apply(engine, dialect, history.ledgers[index - 1] ?? null, ledger);
          await expectRows(engine, ledger, written);
          for (let version = 1; version <= index + 1; version += 1) {
            written.push(await writeRow(engine, dialect, history, ledger, version, written.length + 1));
          }
          await expectRows(engine, ledger, written);
        }
      }),
      settings,
    );
  }, 60_000);

  it('law: apply(plan(A, B)) is create(B), up to the order of columns, whatever lies between', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(), fc.nat(), async ({ ledgers }, one, other) => {
        const [from, to] = [one % ledgers.length, other % ledgers.length].sort((left, right) => left - right);
        const [before, after] = [ledgers[from!]!, ledgers[to!]!];
        await engine.reset();
        await apply(engine, dialect, null, before);
        await apply(engine, dialect, before, after);
        const migrated = await engine.columns(after.table);
        await engine.reset();
        await apply(engine, dialect, null, after);
        const created = await engine.columns(after.table);
        expect(migrated.toSorted(byName)).toEqual(created.toSorted(byName));
        // Ledgers only append, so even the order is the same.
        expect(migrated).toEqual(created);
      }),
      settings,
    );
  }, 60_000);

  it('law: one step from A to C is the same as A to B to C', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ ledgers }) => {
        const [first, last] = [ledgers[0]!, ledgers.at(-1)!];
        await engine.reset();
        for (const [index, ledger] of ledgers.entries())
          await apply(engine, dialect, ledgers[index - 1] ?? null, ledger);
        const stepped = await engine.columns(last.table);
        await engine.reset();
        await apply(engine, dialect, null, first);
        await apply(engine, dialect, first, last);
        expect(await engine.columns(last.table)).toEqual(stepped);
      }),
      settings,
    );
  }, 60_000);

  it('law: undone in reverse, a plan leaves the table and its rows as they were', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const [first, last] = [history.ledgers[0]!, history.ledgers.at(-1)!];
        await engine.reset();
        await apply(engine, dialect, null, first);
        const before = await engine.columns(first.table);
        const written = [await writeRow(engine, dialect, history, first, 1, 1)];
        const plan = planTable(dialect, first, last);
        for (const { sql } of plan.statements) await engine.run(sql);
        for (const { undo } of plan.statements.toReversed()) await engine.run(undo!);
        expect(await engine.columns(first.table)).toEqual(before);
        await expectRows(engine, first, written);
      }),
      settings,
    );
  }, 60_000);

  it('a plan that stopped half-way is finished by running it again', async () => {
    if (!dialect.addsIfMissing) return;
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(), async ({ ledgers }, stop) => {
        const [first, last] = [ledgers[0]!, ledgers.at(-1)!];
        const { statements } = planTable(dialect, first, last);
        await engine.reset();
        await apply(engine, dialect, null, first);
        for (const { sql } of statements.slice(0, stop % (statements.length + 1))) await engine.run(sql);
        await apply(engine, dialect, first, last);
        expect(await engine.columns(last.table)).toHaveLength(ENVELOPE.length + last.entries.length);
      }),
      { ...settings, numRuns: 10 },
    );
  }, 60_000);
});
