import { isReservedTable } from './envelope.js';
import { foldIdentifier, fitIdentifier, markIdentifier, suffixIdentifier } from './identifier.js';
import type { LedgerEntry } from './ledger.js';
import { tableFinding } from './table-finding.js';
import type { Column, TableModel } from './table-model.js';

/**
 * Physical names for new columns, in the columns' order. A column gets its own name if no column ever had it, else the name
 * with `__2`, `__3` …, starting at its incarnation. Columns whose own name is free choose first, so that nobody takes it.
 */
export function claimColumnNames(
  entries: readonly LedgerEntry[],
  columns: readonly Column[],
  incarnationOf: (column: Column) => number,
): readonly string[] {
  const taken = new Set(entries.map((entry) => foldIdentifier(entry.name)));
  const free = new Set(columns.filter((column) => !taken.has(foldIdentifier(column.name))));
  for (const column of free) taken.add(foldIdentifier(column.name));
  return columns.map((column) => {
    if (free.has(column)) return column.name;
    let number = Math.max(2, incarnationOf(column));
    let name = suffixIdentifier(column.name, `__${number}`);
    while (taken.has(foldIdentifier(name))) {
      number += 1;
      name = suffixIdentifier(column.name, `__${number}`);
    }
    taken.add(foldIdentifier(name));
    return name;
  });
}

/** Names of tables, told apart as databases do. For claiming many names of many. */
export class TableNames {
  private readonly folded: Set<string>;

  constructor(names: Iterable<string>) {
    this.folded = new Set([...names].map(foldIdentifier));
  }

  add(name: string): void {
    this.folded.add(foldIdentifier(name));
  }

  has(name: string): boolean {
    return this.folded.has(foldIdentifier(name));
  }
}

/**
 * The model under a table name that nobody else owns. For the first advance of a message whose default name another
 * message's table already has: two messages never share a table. `taken` holds the names that OTHER messages own.
 */
export function claimTable(model: TableModel, taken: Iterable<string> | TableNames): TableModel {
  const owned = taken instanceof TableNames ? taken : new TableNames(taken);
  if (!owned.has(model.table)) return model;
  const qualified = fitIdentifier(model.message.replaceAll('.', '_').toLowerCase(), model.message);
  let table = isReservedTable(qualified) ? markIdentifier(model.table, model.message) : qualified;
  for (let round = 1; owned.has(table); round += 1) {
    table = markIdentifier(model.table, `${model.message}/${round}`);
  }
  const finding = tableFinding(
    'TABLE_NAME_CLAIMED',
    `#/${model.message}`,
    `Table '${model.table}' belongs to another message; the table of ${model.message} is named '${table}'.`,
    'Give it a name of its own with the annotation (protokoll.options.v1.message).table.name.',
  );
  return { ...model, table, findings: [...model.findings, finding] };
}
