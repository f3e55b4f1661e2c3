import { ENVELOPE, fitIdentifier, logicalNameAt, type Ledger, type LedgerEntry } from '#libs/table-model';
import type { Dialect } from './dialect.js';
import { liveEntries } from './limits.js';
import { makeView } from './make-view.js';
import type { Statement } from './statement.js';

/** Name of the view that {@link versionView} makes. */
export function versionViewName({ table }: Ledger, version: number): string {
  const name = `${table}__v${version}`;
  return fitIdentifier(name, name);
}

/**
 * A view of the whole table as a version of the subject knew it: its fields, by the names that they had, with the labels that its
 * enums had, also in rows of other versions. A report that was made for the version goes on by it. What the ledger was not told of
 * it can not say: a field that was away for some versions is in their views, too. None in dialects of documents, nor for a version
 * that is not the ledger's yet. The columns of a view can not be dropped from a table in every engine: drop the view first.
 */
export function versionView(dialect: Dialect, ledger: Ledger, version: number): readonly Statement[] {
  const { words } = dialect;
  if (words === null || version < 1 || version > ledger.schemaVersion) return [];
  const envelope = ENVELOPE.map(({ name }) => dialect.quote(name));
  const own = liveEntries(ledger)
    .filter((entry) => entry.introducedVersion <= version && version <= entry.lastVersion)
    .map((entry) => columnAt(dialect, entry, version));
  const lines = [...envelope, ...own].map((column) => `  ${column}`).join(',\n');
  const select = `SELECT\n${lines}\nFROM ${dialect.quote(ledger.table)}`;
  return makeView(dialect, words, versionViewName(ledger, version), select);
}

function columnAt(dialect: Dialect, entry: LedgerEntry, version: number): string {
  const name = dialect.quote(logicalNameAt(entry, version) ?? entry.name);
  const column = dialect.quote(entry.name);
  const labels = otherLabels(entry, version);
  if (labels.size === 0) return column === name ? name : `${column} AS ${name}`;
  const cases = [...labels].map(([other, then]) => `WHEN ${dialect.text(other)} THEN ${dialect.text(then)}`);
  return `CASE ${column} ${cases.join(' ')} ELSE ${column} END AS ${name}`;
}

/** Names of labels in other versions → in this one. A name that another number has, or had, is left alone: it says two things. */
function otherLabels({ source, relabeled = [] }: LedgerEntry, version: number): ReadonlyMap<string, string> {
  const names = new Map<number, Set<string>>();
  const add = (number: number, name: string): void => {
    names.set(number, (names.get(number) ?? new Set()).add(name));
  };
  for (const { number, before, after } of relabeled) {
    add(number, before);
    add(number, after);
  }
  for (const { number, name } of source?.labels ?? []) add(number, name);
  const owners = new Map<string, number>();
  for (const known of names.values()) for (const name of known) owners.set(name, (owners.get(name) ?? 0) + 1);
  const found = new Map<string, string>();
  for (const [number, known] of names) {
    const changes = relabeled.filter((change) => change.number === number);
    const then = changes.find((change) => change.version > version)?.before ?? changes.at(-1)?.after;
    if (then === undefined) continue;
    for (const name of known) if (name !== then && owners.get(name) === 1) found.set(name, then);
  }
  return found;
}
