import { keyColumns, type Dialect } from '#libs/ddl';
import { ENVELOPE, EVENT_KEY, typeGiven, type Ledger, type LedgerEntry } from '#libs/table-model';
import type { DriftFinding } from './drift-finding.js';
import type { LiveColumn, LiveTable } from './live-table.js';
import { liveType, plainType } from './live-type.js';

/** A column that the ledger wants. */
interface Expected {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly frozen: boolean;
  /** Type that the author gave the column, in words that a catalogue may say otherwise; null for the dialect's own. */
  readonly given: string | null;
}

const TIME_INDEX_COLUMN = 'ingest_time';

/**
 * Compares a live table, null when there is none, with its ledger: the table's findings first, then those of the columns in
 * ledger order, then what the ledger does not know in the order of the table. Comments, the order of columns and further indexes
 * do not count. Empty when rows of every version can be written and read as planned.
 */
export function findDrift(dialect: Dialect, ledger: Ledger, live: LiveTable | null): readonly DriftFinding[] {
  const { table } = ledger;
  const about = { table, column: null, blocks: true };
  if (live === null) {
    const message = `Table '${table}' is not there.`;
    const hint = 'Make it: plan against this database, then apply.';
    return [{ ...about, kind: 'table-missing', expected: table, actual: null, message, hint }];
  }
  if (live.kind !== 'table') {
    const message = `'${table}' is not a table.`;
    const hint = 'Give the view or foreign table another name, then plan and apply.';
    return [{ ...about, kind: 'not-a-table', expected: 'table', actual: live.kind, message, hint }];
  }
  const expected = expectedColumns(dialect, ledger);
  const columns = new Map(live.columns.map((column) => [column.name, column]));
  const known = new Set(expected.map(({ name }) => name));
  return [
    ...(hasKey(dialect) ? keyFindings(dialect, ledger, live) : []),
    ...indexFindings(dialect, ledger, live),
    ...expected.flatMap((column) => columnFindings(table, column, columns.get(column.name))),
    ...live.columns
      .filter(({ name }) => !known.has(name))
      .map((column) => unknownColumn(dialect, ledger, column)),
  ];
}

function expectedColumns(dialect: Dialect, ledger: Ledger): readonly Expected[] {
  const envelope = ENVELOPE.map(({ name, type, nullable }) => ({
    name,
    type: liveType(dialect, { type, form: null, nullable }),
    nullable,
    frozen: false,
    given: null,
  }));
  const own = ledger.entries
    .filter(({ state }) => state !== 'dropped')
    .map((entry: LedgerEntry) => ({
      name: dialect.engineName(entry.name),
      type: liveType(dialect, { type: entry.type, form: entry.form, nullable: true }),
      nullable: true,
      frozen: entry.state === 'frozen',
      given: typeGiven(entry, dialect.name),
    }));
  return [...envelope, ...own];
}

function columnFindings(
  table: string,
  expected: Expected,
  live: LiveColumn | undefined,
): readonly DriftFinding[] {
  if (live === undefined) return [missingColumn(table, expected)];
  const about = { table, column: expected.name };
  const findings: DriftFinding[] = [];
  const wanted = expected.given ?? expected.type;
  if (isOtherType(expected, live.type))
    findings.push({
      ...about,
      kind: 'column-type',
      expected: wanted,
      actual: live.type,
      blocks: true,
      message: `Column '${expected.name}' of '${table}' is ${live.type}, the ledger says ${wanted}.`,
      hint: `Make it ${wanted} again, or move its values to a column of another name.`,
    });
  if (live.nullable !== expected.nullable) findings.push(otherNullability(table, expected, live));
  return findings;
}

// Catalogues have names of their own for types, so of one that was given only its absence is told.
function isOtherType({ type, given }: Expected, live: string): boolean {
  if (given === null) return plainType(live) !== plainType(type);
  return live === type && given.toLowerCase() !== type.toLowerCase();
}

function missingColumn(table: string, { name, type, frozen }: Expected): DriftFinding {
  const about = { table, column: name, expected: type, actual: null };
  const message = `Column '${name}' of '${table}' is not there.`;
  if (!frozen) {
    const hint = `Add it: ALTER TABLE … ADD COLUMN … ${type}. Rows that use it are refused until then.`;
    return { ...about, kind: 'column-missing', blocks: true, message, hint };
  }
  const hint = 'Its values are gone, and workers of the older versions that write it are refused.';
  return { ...about, kind: 'frozen-column-missing', blocks: false, message, hint };
}

function otherNullability(table: string, expected: Expected, live: LiveColumn): DriftFinding {
  const [wanted, found] = [words(expected.nullable), words(live.nullable)];
  return {
    kind: 'column-nullability',
    table,
    column: expected.name,
    expected: wanted,
    actual: found,
    blocks: !live.nullable && !live.hasDefault,
    message: `Column '${expected.name}' of '${table}' is ${found}, the ledger says ${wanted}.`,
    hint: live.nullable
      ? 'Make it NOT NULL again.'
      : 'Drop its NOT NULL: rows without the field, and those of older versions, leave it out.',
  };
}

function words(nullable: boolean): string {
  return nullable ? 'nullable' : 'NOT NULL';
}

function unknownColumn(dialect: Dialect, ledger: Ledger, live: LiveColumn): DriftFinding {
  const { table } = ledger;
  const refuses = !live.nullable && !live.hasDefault;
  const about = { table, column: live.name, expected: null, actual: live.type, blocks: refuses };
  const dropped = ledger.entries.some(
    (entry) => entry.state === 'dropped' && dialect.engineName(entry.name) === live.name,
  );
  if (dropped)
    return {
      ...about,
      kind: 'dropped-column-present',
      message: `Column '${live.name}' of '${table}' is there, the ledger says that it was dropped.`,
      hint: 'Drop it, once nobody needs its values.',
    };
  return {
    ...about,
    kind: 'column-extra',
    message: `Column '${live.name}' of '${table}' is not in the ledger.`,
    hint: refuses
      ? 'Drop it, or let it be null or have a default: every row is refused until then.'
      : 'Drop it, or keep it in another table: a field of that name could not have its column.',
  };
}

const NO_LAYOUT = { layout: {}, key: [EVENT_KEY], rest: null } as const;

// Some engines know no key; then their CREATE TABLE says none.
function hasKey({ words }: Dialect): boolean {
  const parts = { table: '', columns: [], comment: null, quote: (name: string) => name, ...NO_LAYOUT };
  return words !== null && words.createTable(parts).includes(EVENT_KEY);
}

function keyFindings(dialect: Dialect, ledger: Ledger, live: LiveTable): readonly DriftFinding[] {
  const { table } = ledger;
  const wanted = keyColumns(dialect, ledger);
  // Where the engine only merges by its key, or notes it, more columns may be in it.
  const isKey = (columns: readonly string[]): boolean =>
    wanted.every((name) => columns.includes(name)) &&
    (columns.length === wanted.length || !dialect.enforcesKey);
  const unique = live.indexes.some((index) => index.unique && !index.partial && isKey(index.columns));
  if (isKey(live.key) || unique) return [];
  return [
    {
      kind: 'key-missing',
      table,
      column: EVENT_KEY,
      expected: `PRIMARY KEY (${wanted.join(', ')})`,
      actual: live.key.length === 0 ? null : `PRIMARY KEY (${live.key.join(', ')})`,
      blocks: true,
      message: `Nothing makes the rows of '${table}' unique by ${wanted.join(' and ')}.`,
      hint: 'Remove double rows, then make it the primary key.',
    },
  ];
}

function indexFindings(dialect: Dialect, { table }: Ledger, live: LiveTable): readonly DriftFinding[] {
  const usable = live.indexes.some((index) => !index.partial && index.columns[0] === TIME_INDEX_COLUMN);
  if (usable || (dialect.words?.createIndex ?? null) === null) return [];
  return [
    {
      kind: 'index-missing',
      table,
      column: TIME_INDEX_COLUMN,
      expected: `index on ${TIME_INDEX_COLUMN}`,
      actual: null,
      blocks: false,
      message: `Table '${table}' has no index that begins with ${TIME_INDEX_COLUMN}.`,
      hint: 'Make one: reports read whole days by it.',
    },
  ];
}
