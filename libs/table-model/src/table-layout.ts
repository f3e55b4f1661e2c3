import type { TypeOverride } from './column-type.js';

/** What the author said of a table beyond its columns. Plain JSON; what was not said is absent. */
export interface TableLayout {
  /** Rows are set apart by the day of their arrival in every engine that has partitions. Fixed when the table is made. */
  readonly partition?: 'ingest-day';
  /** Envelope columns by which rows lie together, 1 to 3. Fixed when the table is made. */
  readonly cluster?: readonly string[];
  /** Days after their arrival for which rows are kept. */
  readonly ttlDays?: number;
  /** Who answers for the events. */
  readonly owner?: string;
}

/** How much care the values of a column need. */
export type Sensitivity = 'public' | 'pseudonymous' | 'personal';

/** What the author said of a column beyond its shape. Plain JSON; what was not said is absent. */
export interface ColumnCare {
  /** Types in single dialects. Fixed when the column is made. */
  readonly overrides?: readonly TypeOverride[];
  readonly sensitivity?: Sensitivity;
}

/** The care of a column alone. */
export function careOf({ overrides, sensitivity }: ColumnCare): ColumnCare {
  return {
    ...(overrides === undefined ? {} : { overrides }),
    ...(sensitivity === undefined ? {} : { sensitivity }),
  };
}

/** The type that a column was given in a dialect; null for the dialect's own. */
export function typeGiven(column: ColumnCare, dialect: string): string | null {
  return column.overrides?.find((one) => one.dialect === dialect)?.type ?? null;
}

/** Brings a table's layout to that of a newer version: what is fixed stays, the rest follows. Undefined for nothing. */
export function followLayout(
  before: TableLayout | undefined,
  after: TableLayout | undefined,
): TableLayout | undefined {
  const { partition, cluster } = before ?? {};
  const { ttlDays, owner } = after ?? {};
  const layout: TableLayout = {
    ...(partition === undefined ? {} : { partition }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(ttlDays === undefined ? {} : { ttlDays }),
    ...(owner === undefined ? {} : { owner }),
  };
  return Object.keys(layout).length === 0 ? undefined : layout;
}
