import { entryPath, pathOf } from './entry-path.js';
import type { ColumnSource } from './column-source.js';
import type { SourceChange } from './compare-sources.js';
import { logicalNameOf, type Ledger, type LedgerEntry } from './ledger.js';
import { sameClass, type ValueShape } from './logical-type.js';
import { describeShape } from './nested-shape.js';
import { tableFinding, type TableFinding } from './table-finding.js';
import type { Column, TableModel } from './table-model.js';

/** A version older than the ledger's was offered. */
export function outOfOrder(ledger: Ledger, version: number): TableFinding {
  return tableFinding(
    'TABLE_VERSION_OUT_OF_ORDER',
    `#/${ledger.message}`,
    `Table '${ledger.table}' is already at version ${ledger.schemaVersion} of '${ledger.subject}'; version ${version} changes nothing.`,
    'Advance the ledger by versions in ascending order.',
  );
}

/** The message or its table would be named otherwise now. */
export function moved(ledger: Ledger, model: TableModel): TableFinding {
  return tableFinding(
    'TABLE_RENAMED',
    `#/${model.message}`,
    `${ledger.message} with table '${ledger.table}' is now ${model.message} with table '${model.table}'; the table stays '${ledger.table}'.`,
    'Nothing to do. A table is bound to its subject and message, not to their names; use a view for the new name.',
  );
}

/** A field is gone. */
export function frozen(entry: LedgerEntry, ledger: Ledger, version: number): TableFinding {
  return tableFinding(
    'TABLE_COLUMN_FROZEN',
    entryPath(ledger, entry),
    `Version ${version} no longer has '${logicalNameOf(entry)}'; column '${entry.name}' stays with its data, and older writers still fill it.`,
    'Reserve the number and the name in the message, so that nobody reuses them.',
  );
}

/** A removed field is back. */
export function reactivated(entry: LedgerEntry, ledger: Ledger): TableFinding {
  return tableFinding(
    'TABLE_COLUMN_REACTIVATED',
    entryPath(ledger, entry),
    `'${logicalNameOf(entry)}' is back, as it was until version ${entry.lastVersion}; column '${entry.name}' is written again.`,
    'Check that it means the same as before.',
  );
}

/** A field has another name. */
export function renamed(entry: LedgerEntry, ledger: Ledger, name: string): TableFinding {
  return tableFinding(
    'TABLE_COLUMN_RENAMED',
    entryPath(ledger, entry),
    `'${logicalNameOf(entry)}' is now '${name}'; its column stays '${entry.name}'.`,
    'Nothing to do. Readers of the table go on working; use a view for the new name.',
  );
}

/** A number has a meaning that its earlier columns can not hold. */
export function newIncarnation(
  before: LedgerEntry,
  ledger: Ledger,
  column: Column,
  name: string,
): TableFinding {
  const changed = !sameClass(column, before);
  const shapes = changed
    ? `from ${saidOf(before)} to ${saidOf(column)}`
    : `from '${logicalNameOf(before)}' to '${column.name}' after it had been removed`;
  return tableFinding(
    changed ? 'TABLE_TYPE_CHANGED' : 'TABLE_NUMBER_REUSED',
    pathOf(ledger, column.key),
    `Field number ${column.key} went ${shapes}; it gets the new column '${name}' beside '${before.name}'.`,
    'Prefer a new field with a new number. In queries over all versions use COALESCE or a view over both columns.',
  );
}

function saidOf({ type, form }: ValueShape): string {
  return type.kind === 'json' ? describeShape(type.shape) : `${type.kind} (${form})`;
}

/** A new number wants a name that another number's column has. */
export function nameTaken(ledger: Ledger, column: Column, name: string): TableFinding {
  return tableFinding(
    'TABLE_NAME_TAKEN',
    pathOf(ledger, column.key),
    `Column '${column.name}' was made for another field number; the new field ${column.key} gets column '${name}'.`,
    'If the field was renumbered, give it its old number back: readers of older events need it.',
  );
}

/** What changed about a field without a change of its column: rows of earlier versions keep what they had. */
export function sourceChanged(
  entry: LedgerEntry,
  ledger: Ledger,
  before: ColumnSource,
  after: ColumnSource,
  change: SourceChange,
): readonly TableFinding[] {
  const path = entryPath(ledger, entry);
  const findings: TableFinding[] = [];
  if (change.relabeled.length > 0) {
    const labels = change.relabeled.map((one) => `'${one.before}' is now '${one.after}'`).join(', ');
    findings.push(
      tableFinding(
        'TABLE_ENUM_RELABELED',
        path,
        `Labels of column '${entry.name}' are renamed: ${labels}. Rows of earlier versions keep the earlier label.`,
        'Ask for both labels, or read from a view that follows the newest names.',
      ),
    );
  }
  if (change.narrowed) {
    findings.push(
      tableFinding(
        'TABLE_INTEGER_NARROWED',
        path,
        `Column '${entry.name}' was made from ${before.declared}, now ${after.declared}. It stays wide: earlier rows may hold values that ${after.declared} can not.`,
        'Nothing to do for the table. Readers with the newer type cut such values off.',
      ),
    );
  }
  if (change.presence) {
    findings.push(
      tableFinding(
        'TABLE_PRESENCE_CHANGED',
        path,
        `Column '${entry.name}' had ${before.presence} presence, now ${after.presence}: what is not set is ${unset(before)} in earlier rows and ${unset(after)} from now on.`,
        'In queries over all versions take NULL and the zero value for the same, or ask by schema_version.',
      ),
    );
  }
  if (change.keys.length > 0) {
    findings.push(
      tableFinding(
        'TABLE_JSON_CHANGED',
        path,
        `Inside of JSON column '${entry.name}' ${change.keys.slice(0, 5).join(', ')}${change.keys.length > 5 ? ` and ${change.keys.length - 5} more` : ''}. Earlier rows keep what they had.`,
        'Ask for both spellings in queries over all versions.',
      ),
    );
  }
  return findings;
}

function unset({ presence }: ColumnSource): string {
  return presence === 'implicit' ? 'the zero value' : 'NULL';
}

export { careChanged, layoutChanged } from './care-findings.js';
