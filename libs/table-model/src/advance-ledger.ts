import { snakeCase } from './identifier.js';
import { compareSources } from './compare-sources.js';
import { assignFieldIds } from './field-ids.js';
import { logicalNameOf, type LabelChange, type Ledger, type LedgerEntry } from './ledger.js';
import * as tell from './ledger-findings.js';
import { shapeOf, type LogicalType } from './logical-type.js';
import { matchEntries, type MatchPolicy } from './match-entries.js';
import { mergeShapes } from './nested-shape.js';
import { claimColumnNames } from './claim-names.js';
import type { TableFinding } from './table-finding.js';
import { careOf, followLayout } from './table-layout.js';
import type { Column, TableModel } from './table-model.js';

/** What {@link advanceLedger} answers. The findings are about the change alone, not those of the model. */
export interface AdvancedLedger {
  readonly ledger: Ledger;
  readonly findings: readonly TableFinding[];
}

/**
 * Brings a ledger to a version of its message; null starts one. Physical columns are only ever added:
 * - renamed field: the column keeps its name; - removed: its column is frozen; - back as it was: its column is active again;
 * - a type that the column can not hold, or a removed number under another name: a new incarnation, a new column.
 *
 * Advancing again with the same model and version changes nothing. A version older than the ledger's changes nothing either.
 * Linear in columns and entries. **Source** tables.md §2.3, §2.4.
 */
export function advanceLedger(
  ledger: Ledger | null,
  subject: string,
  model: TableModel,
  version: number,
): AdvancedLedger {
  if (ledger === null) return { ledger: startLedger(subject, model, version), findings: [] };
  if (version < ledger.schemaVersion) return { ledger, findings: [tell.outOfOrder(ledger, version)] };

  const matched = matchEntries(ledger.entries, model.columns, ADVANCE);
  const columnOf = new Map([...matched].map(([column, entry]) => [entry, column]));
  const findings: TableFinding[] = [];
  if (hasMoved(ledger, model)) findings.push(tell.moved(ledger, model));
  findings.push(...tell.layoutChanged(ledger, model.layout));
  const layout = followLayout(ledger.layout, model.layout);
  const kept = ledger.entries.map((entry) => {
    const column = columnOf.get(entry);
    if (column === undefined) return freeze(entry, ledger, version, findings);
    return carryOn(entry, column, ledger, version, findings);
  });
  const fresh = model.columns.filter((column) => !matched.has(column));
  const added = addEntries(ledger, fresh, version, findings);
  const grew = kept.some((entry, index) => entry.type !== ledger.entries[index]!.type);
  return {
    ledger: {
      subject: ledger.subject,
      message: model.message,
      table: ledger.table,
      tableVersion: ledger.tableVersion + (added.length > 0 || grew ? 1 : 0),
      schemaVersion: version,
      ...(layout === undefined ? {} : { layout }),
      entries: assignFieldIds(kept, added),
    },
    findings: withoutReplaced(findings),
  };
}

// A default name says nothing new once the message's own rename was told; an annotated one is a wish that is not met.
function hasMoved(ledger: Ledger, model: TableModel): boolean {
  if (model.message !== ledger.message) return true;
  const isDefault = model.table === snakeCase(model.message.split('.').at(-1)!);
  return !isDefault && model.table !== ledger.table;
}

const ADVANCE: MatchPolicy = {
  namesOf: (entry) => [logicalNameOf(entry)],
  choose: (candidates, column) =>
    candidates.find((entry) => entry.state === 'active') ?? lastNamed(candidates, column.name),
};

// A number that comes back under another name means something else: its old column is not written again.
function lastNamed(candidates: readonly LedgerEntry[], name: string): LedgerEntry | undefined {
  return candidates
    .filter((entry) => entry.logicalNames.some((logical) => logical.name === name))
    .reduce<LedgerEntry | undefined>(
      (last, entry) => (last === undefined || entry.lastVersion >= last.lastVersion ? entry : last),
      undefined,
    );
}

function startLedger(subject: string, model: TableModel, version: number): Ledger {
  const entries = model.columns.map((column, index) => newEntry(column, index + 1, 1, column.name, version));
  const { message, table, layout } = model;
  const said = layout === undefined ? {} : { layout };
  const numbered = assignFieldIds([], entries);
  return { subject, message, table, tableVersion: 1, schemaVersion: version, ...said, entries: numbered };
}

function newEntry(
  column: Column,
  columnId: number,
  incarnation: number,
  name: string,
  version: number,
): LedgerEntry {
  return {
    columnId,
    key: column.key,
    path: column.path,
    incarnation,
    name,
    logicalNames: [{ version, name: column.name }],
    type: column.type,
    form: column.form,
    introducedVersion: version,
    lastVersion: version,
    state: 'active',
    comment: column.comment,
    source: column.source,
    ...careOf(column),
  };
}

function freeze(entry: LedgerEntry, ledger: Ledger, version: number, findings: TableFinding[]): LedgerEntry {
  if (entry.state !== 'active') return entry;
  findings.push(tell.frozen(entry, ledger, version));
  return { ...entry, state: 'frozen' };
}

function carryOn(
  entry: LedgerEntry,
  column: Column,
  ledger: Ledger,
  version: number,
  findings: TableFinding[],
): LedgerEntry {
  if (entry.state === 'frozen') findings.push(tell.reactivated(entry, ledger));
  const relabeled = compareWithEarlier(entry, column, ledger, version, findings);
  const renamed = logicalNameOf(entry) !== column.name;
  if (renamed) findings.push(tell.renamed(entry, ledger, column.name));
  findings.push(...tell.careChanged(entry, ledger, column));
  const type = growType(entry.type, column.type);
  const { sensitivity: _earlier, ...known } = entry;
  return {
    ...known,
    ...(column.sensitivity === undefined ? {} : { sensitivity: column.sensitivity }),
    type,
    logicalNames: renamed ? [...entry.logicalNames, { version, name: column.name }] : entry.logicalNames,
    lastVersion: version,
    state: 'active',
    comment: column.comment ?? entry.comment,
    source: column.source,
    ...(relabeled.length === 0 ? {} : { relabeled }),
  };
}

// A column that was made as JSON text stays that, whatever a later version could make of it.
function growType(before: LogicalType, after: LogicalType): LogicalType {
  const [known, now] = [shapeOf(before), shapeOf(after)];
  if (known === undefined || now === undefined) return before;
  const shape = mergeShapes(known, now);
  return shape === known ? before : { kind: 'json', shape };
}

// Ledgers from before sources were kept have nothing to compare with.
function compareWithEarlier(
  entry: LedgerEntry,
  column: Column,
  ledger: Ledger,
  version: number,
  findings: TableFinding[],
): readonly LabelChange[] {
  const known = entry.relabeled ?? [];
  if (entry.source === undefined) return known;
  const change = compareSources(entry.source, column.source);
  findings.push(...tell.sourceChanged(entry, ledger, entry.source, column.source, change));
  return [...known, ...change.relabeled.map((one) => ({ version, ...one }))];
}

function addEntries(
  ledger: Ledger,
  columns: readonly Column[],
  version: number,
  findings: TableFinding[],
): readonly LedgerEntry[] {
  if (columns.length === 0) return [];
  const earlier = lastByKey(ledger.entries);
  const incarnationOf = (column: Column): number => (earlier.get(column.key)?.incarnation ?? 0) + 1;
  const names = claimColumnNames(ledger.entries, columns, incarnationOf);
  return columns.map((column, index) => {
    const name = names[index]!;
    const before = earlier.get(column.key);
    if (before !== undefined) findings.push(tell.newIncarnation(before, ledger, column, name));
    else if (name !== column.name) findings.push(tell.nameTaken(ledger, column, name));
    return newEntry(column, ledger.entries.length + index + 1, incarnationOf(column), name, version);
  });
}

function lastByKey(entries: readonly LedgerEntry[]): ReadonlyMap<string, LedgerEntry> {
  const last = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    const known = last.get(entry.key);
    if (known === undefined || known.incarnation < entry.incarnation) last.set(entry.key, entry);
  }
  return last;
}

// A field whose type changed was not removed: what happened to it is told once, by the new incarnation.
function withoutReplaced(findings: readonly TableFinding[]): readonly TableFinding[] {
  const replaced = new Set(
    findings
      .filter(({ ruleId }) => ruleId === 'TABLE_TYPE_CHANGED' || ruleId === 'TABLE_NUMBER_REUSED')
      .map(({ path }) => path),
  );
  return findings.filter(({ ruleId, path }) => ruleId !== 'TABLE_COLUMN_FROZEN' || !replaced.has(path));
}
