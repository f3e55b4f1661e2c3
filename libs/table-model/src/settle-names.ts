import { elementPath } from '#libs/descriptors';
import { reservedBy } from './envelope.js';
import { fitIdentifier, foldIdentifier, markIdentifier, suffixIdentifier } from './identifier.js';
import type { PlannedColumn } from './layout.js';
import { tableFinding, type TableFinding } from './table-finding.js';
import { columnKey } from './table-model.js';

/**
 * The final name of each column, in the columns' order: at most 63 bytes, not reserved, unique when case is ignored.
 * Of columns that want one name a field comes before a oneof's case, then the shallowest, then the lowest numbers; the others
 * get a hash of their number path. So the outcome does not depend on the order of declaration.
 */
export function settleNames(columns: readonly PlannedColumn[], findings: TableFinding[]): readonly string[] {
  const names = new Map<PlannedColumn, string>();
  const taken = new Map<string, PlannedColumn>();
  for (const column of [...columns].sort(compareClaims)) {
    const name = settleName(column, taken, findings);
    names.set(column, name);
    taken.set(foldIdentifier(name), column);
  }
  return columns.map((column) => names.get(column)!);
}

function settleName(
  column: PlannedColumn,
  taken: ReadonlyMap<string, PlannedColumn>,
  findings: TableFinding[],
): string {
  const key = columnKey(column.path, column.shape.form);
  const name = unreserve(column, fit(column, key, findings), findings);
  const owner = taken.get(foldIdentifier(name));
  if (owner === undefined) return name;
  const distinct = distinguish(name, key, taken);
  findings.push(
    tableFinding(
      'TABLE_NAME_COLLISION',
      elementPath(column.desc),
      `Column '${name}' is already made from ${elementPath(owner.desc)}; this one is named '${distinct}'.`,
      'Name one of them with the annotation column.name.',
    ),
  );
  return distinct;
}

function fit(column: PlannedColumn, key: string, findings: TableFinding[]): string {
  const name = fitIdentifier(column.wantedName, key);
  if (name !== column.wantedName) {
    findings.push(
      tableFinding(
        'TABLE_NAME_SHORTENED',
        elementPath(column.desc),
        `Column name '${column.wantedName}' is longer than 63 bytes; the column is named '${name}'.`,
        'Give a shorter one with the annotation column.name.',
      ),
    );
  }
  return name;
}

function unreserve(column: PlannedColumn, name: string, findings: TableFinding[]): string {
  const owner = reservedBy(name);
  if (owner === null) return name;
  const free = suffixIdentifier(name, '__field');
  findings.push(
    tableFinding(
      'TABLE_NAME_RESERVED',
      elementPath(column.desc),
      `Column name '${name}' belongs to ${owner}; the column is named '${free}'.`,
      'Give another one with the annotation column.name.',
    ),
  );
  return free;
}

function distinguish(name: string, key: string, taken: ReadonlyMap<string, PlannedColumn>): string {
  let candidate = markIdentifier(name, key);
  for (let round = 2; taken.has(foldIdentifier(candidate)); round += 1) {
    candidate = markIdentifier(name, `${key}/${round}`);
  }
  return candidate;
}

function compareClaims(one: PlannedColumn, other: PlannedColumn): number {
  // A field's name is the author's own; a case's is ours.
  const derived = Number(one.shape.form === 'case') - Number(other.shape.form === 'case');
  if (derived !== 0) return derived;
  if (one.path.length !== other.path.length) return one.path.length - other.path.length;
  for (const [index, number] of one.path.entries()) {
    const difference = number - other.path[index]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
