import type { Dialect, Statement } from '#libs/ddl';
import { logicalNameOf, type Ledger, type LedgerEntry } from '#libs/table-model';
import { describeLayout } from './layout-notes.js';
import { grownInside, inPlaceCost, isLive, replacedBy, sourceChange } from './changes.js';

/** What happened to the table's columns between two states, a sentence each, in the order of the columns. */
export function describeChanges(dialect: Dialect, before: Ledger | null, after: Ledger): readonly string[] {
  const known = before?.entries ?? [];
  const notes: string[] = [];
  if (before !== null && before.message !== after.message) {
    notes.push(
      `Message ${before.message} is now ${after.message}; table '${after.table}' goes on under its name.`,
    );
  }
  if (before === null) notes.push(...describeName(dialect, 'table', after.table));
  notes.push(...describeLayout(dialect, before, after));
  for (const entry of after.entries) {
    const earlier = known[entry.columnId - 1];
    if (earlier !== undefined) notes.push(...describeKnown(dialect, earlier, entry));
    else if (isLive(entry)) {
      notes.push(...describeNew(dialect, entry, after), ...describeName(dialect, 'column', entry.name));
    }
  }
  return notes;
}

/** Why a plan that would lead back does nothing. */
export function describeStep(before: Ledger, after: Ledger): string {
  return (
    `Table '${before.table}' is at table version ${before.tableVersion} (schema version ${before.schemaVersion}), ` +
    `newer than ${after.tableVersion} (${after.schemaVersion}). Nothing is done: the newer table takes rows of older versions.`
  );
}

function describeName(dialect: Dialect, what: 'table' | 'column', name: string): readonly string[] {
  const given = dialect.engineName(name);
  return given === name
    ? []
    : [`${dialect.title} can not hold the name '${name}': the ${what} is '${given}' there.`];
}

function describeKnown(dialect: Dialect, earlier: LedgerEntry, entry: LedgerEntry): readonly string[] {
  const notes: string[] = [];
  const name = logicalNameOf(entry);
  if (logicalNameOf(earlier) !== name) {
    notes.push(`'${logicalNameOf(earlier)}' is now '${name}'; its column stays '${entry.name}'.`);
  }
  notes.push(...describeGrowth(dialect, earlier, entry), ...describeSource(dialect, earlier, entry));
  if (earlier.state === entry.state) return notes;
  if (entry.state === 'dropped') {
    notes.push(
      `Column '${entry.name}' is dropped: values of versions ${entry.introducedVersion} to ${entry.lastVersion} are lost, and writers of these versions lose '${name}'.`,
    );
    return notes;
  }
  if (entry.state === 'frozen') {
    notes.push(
      `Column '${entry.name}' is frozen with its data; version ${entry.lastVersion} was the last to have '${name}' like that.`,
    );
  } else {
    notes.push(`'${name}' is back; column '${entry.name}' is written again.`);
  }
  return notes;
}

function describeGrowth(dialect: Dialect, earlier: LedgerEntry, entry: LedgerEntry): readonly string[] {
  const grown = grownInside(dialect, earlier, entry);
  if (grown.length === 0) return [];
  const more = grown.length > 3 ? ` and ${grown.length - 3} more` : '';
  const names = grown.slice(0, 3).map((name) => `'${name.slice(0, 40)}'`);
  return [`Inside of '${entry.name}' there is ${names.join(', ')}${more} from now on.`];
}

// What follows from a change of the schema that needs no statement: history keeps what it was written with.
function describeSource(dialect: Dialect, earlier: LedgerEntry, entry: LedgerEntry): readonly string[] {
  const change = sourceChange(earlier, entry);
  if (change === null) return [];
  const notes = change.relabeled.map(
    ({ before, after }) =>
      `Label '${before}' of '${entry.name}' is now '${after}'; rows of earlier versions keep '${before}'.`,
  );
  if (change.narrowed) {
    notes.push(
      `'${entry.name}' is ${entry.source?.declared} now; its column stays wide, and earlier rows may hold more.`,
    );
  }
  if (change.presence) {
    notes.push(
      `'${entry.name}' has ${entry.source?.presence} presence now; earlier rows tell unset from zero as their versions did.`,
    );
  }
  if (change.keys.length > 0) {
    const kept =
      dialect.shape(entry.type) === null
        ? 'earlier rows keep what they had'
        : 'the fields of the column stay as they are';
    notes.push(`Inside of '${entry.name}' ${change.keys.slice(0, 3).join(', ')}; ${kept}.`);
  }
  return notes;
}

function describeNew(dialect: Dialect, entry: LedgerEntry, ledger: Ledger): readonly string[] {
  const notes: string[] = [];
  const name = logicalNameOf(entry);
  if (entry.incarnation > 1) {
    const previous = replacedBy(entry, ledger);
    const beside = previous === null ? '' : ` beside '${previous.name}'`;
    notes.push(
      `Field number ${entry.key} has another type or meaning since version ${entry.introducedVersion}: new column '${entry.name}'${beside}.`,
    );
    const cost = inPlaceCost(dialect, entry, ledger);
    if (cost !== null && previous !== null) {
      notes.push(
        `${dialect.title} could also change '${previous.name}' in place, at ${cost.class} (${cost.online ? 'online' : 'others wait'}); that is not planned, because writers of both types go on.`,
      );
    }
  } else if (entry.name !== name) {
    notes.push(`Field '${name}' (${entry.key}) has column '${entry.name}'.`);
  }
  if (entry.state === 'frozen') {
    notes.push(`Column '${entry.name}' is for writers up to version ${entry.lastVersion} only.`);
  }
  return notes;
}

/** What running the statements loses, a sentence each: said before anyone runs them. */
export function describeLosses(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap(({ dataLoss }) => (dataLoss === null ? [] : [`DATA LOSS: ${dataLoss}`]));
}
