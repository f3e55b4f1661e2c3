import { ENVELOPE } from './envelope.js';
import type { Ledger, LedgerEntry, NestedId } from './ledger.js';
import { nestedPaths } from './nested-shape.js';
import { shapeOf } from './logical-type.js';

/** Id of an entry's column among all ids of its table, 1.. : Iceberg's and Parquet's field id. Never given again. */
export function fieldIdOf(entry: LedgerEntry): number {
  return entry.fieldId ?? ENVELOPE.length + entry.columnId;
}

/** Ids inside of an entry's column, by the paths of `nestedPaths`. Empty for a column without a shape. */
export function nestedIdsOf(entry: LedgerEntry): ReadonlyMap<string, number> {
  return new Map((entry.nestedIds ?? []).map(({ path, id }) => [path, id]));
}

/** The highest id that a table ever gave to a column or to something inside of one. */
export function lastFieldId(ledger: Pick<Ledger, 'entries'>): number {
  let last = ENVELOPE.length;
  for (const entry of ledger.entries) {
    last = Math.max(last, fieldIdOf(entry), ...(entry.nestedIds ?? []).map(({ id }) => id));
  }
  return last;
}

/**
 * Gives ids to whatever has none yet: the columns first, then what lies inside of each, as catalogs number a new table. `known` are
 * the entries that have theirs; of both the ones that grew inside get ids for what is new. In the order given.
 */
export function assignFieldIds(
  known: readonly LedgerEntry[],
  added: readonly LedgerEntry[],
): readonly LedgerEntry[] {
  let last = lastFieldId({ entries: known });
  const numbered = added.map((entry): LedgerEntry => {
    last += 1;
    return last === ENVELOPE.length + entry.columnId ? entry : { ...entry, fieldId: last };
  });
  return [...known, ...numbered].map((entry) => {
    const fresh = pathsWithout(entry).map((path): NestedId => ({ path, id: (last += 1) }));
    return fresh.length === 0 ? entry : { ...entry, nestedIds: [...(entry.nestedIds ?? []), ...fresh] };
  });
}

function pathsWithout(entry: LedgerEntry): readonly string[] {
  const shape = shapeOf(entry.type);
  if (shape === undefined) return [];
  const known = nestedIdsOf(entry);
  return nestedPaths(shape).filter((path) => !known.has(path));
}
