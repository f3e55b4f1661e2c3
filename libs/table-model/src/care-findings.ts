import { entryPath } from './entry-path.js';
import type { Ledger, LedgerEntry } from './ledger.js';
import { tableFinding, type TableFinding } from './table-finding.js';
import type { ColumnCare, TableLayout } from './table-layout.js';

/** What changed about the annotations of a table. */
export function layoutChanged(ledger: Ledger, after: TableLayout | undefined): readonly TableFinding[] {
  const before = ledger.layout ?? {};
  const now = after ?? {};
  const path = `#/${ledger.message}`;
  const findings: TableFinding[] = [];
  if (before.partition !== now.partition)
    findings.push(
      tableFinding(
        'TABLE_PARTITION_CHANGED',
        path,
        `Table '${ledger.table}' was made ${before.partition === undefined ? 'without' : 'with'} partition = INGEST_DAY, and stays so: no engine changes that in place.`,
        'Take the change back, or give a new message a table of its own and move the rows.',
      ),
    );
  const [keys, wanted] = [before, now].map(({ cluster = ['event_time'] }) => cluster.join(', '));
  if (keys !== wanted)
    findings.push(
      tableFinding(
        'TABLE_CLUSTER_CHANGED',
        path,
        `Rows of table '${ledger.table}' lie together by ${keys}, and stay so rather than by ${wanted}: not every engine sorts a table anew.`,
        'Take the change back, or give a new message a table of its own and move the rows.',
      ),
    );
  if (before.ttlDays !== now.ttlDays)
    findings.push(
      tableFinding(
        'TABLE_TTL_CHANGED',
        path,
        `Rows of table '${ledger.table}' were kept ${kept(before)}, now ${kept(now)}.`,
        isShorter(before, now)
          ? 'Rows that are older are lost when the plan is applied; keep a copy of those that are needed.'
          : 'Nothing to do. Rows that were removed do not come back.',
      ),
    );
  return findings;
}

/** What changed about the annotations of a column. */
export function careChanged(entry: LedgerEntry, ledger: Ledger, after: ColumnCare): readonly TableFinding[] {
  const findings: TableFinding[] = [];
  const [before, now] = [entry, after].map(typesText);
  if (before !== now)
    findings.push(
      tableFinding(
        'TABLE_TYPE_OVERRIDE_CHANGED',
        entryPath(ledger, entry),
        `Column '${entry.name}' was made with ${before}, and stays so rather than ${now}.`,
        'Take the change back, or give the field a new number to get a new column.',
      ),
    );
  if (entry.sensitivity !== after.sensitivity)
    findings.push(
      tableFinding(
        'TABLE_SENSITIVITY_CHANGED',
        entryPath(ledger, entry),
        `Values of column '${entry.name}' were said to be ${entry.sensitivity ?? 'of no certain sensitivity'}, now ${after.sensitivity ?? 'nothing is said'}. Rows of earlier versions are as they were.`,
        'See that views, grants and masks of the column follow.',
      ),
    );
  return findings;
}

/** True when rows are lost that the layout before keeps. */
export function isShorter(before: TableLayout, after: TableLayout): boolean {
  return (after.ttlDays ?? Infinity) < (before.ttlDays ?? Infinity);
}

function kept({ ttlDays }: TableLayout): string {
  return ttlDays === undefined ? 'for ever' : `for ${ttlDays} days`;
}

function typesText({ overrides = [] }: ColumnCare): string {
  const types = overrides.map(({ dialect, type }) => `${type} in ${dialect}`);
  return types.length === 0 ? 'no type of its own' : types.join(', ');
}
