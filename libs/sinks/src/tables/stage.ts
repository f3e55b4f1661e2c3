import { keyColumns, type Dialect } from '#libs/ddl';
import type { RowTarget } from './table-store.js';

/** The temporary tables of one connection: rows go into one first, then as a whole to where they belong. */
export class Stages {
  private readonly names = new Map<string, string>();

  /** The stage for a target; `make` makes it under a name that is new to the connection. */
  async of(target: RowTarget, make: (name: string) => Promise<void>): Promise<string> {
    const { table, tableVersion, columns } = target;
    const key = JSON.stringify([table, tableVersion, columns]);
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const name = `protokoll_stage_${this.names.size + 1}`;
    await make(name);
    this.names.set(key, name);
    return name;
  }
}

/** Columns of the target without rows, to make a stage of. */
export function stageQuery(dialect: Dialect, { table, columns }: RowTarget): string {
  const names = columns.map((name) => dialect.quote(name)).join(', ');
  return `SELECT ${names} FROM ${dialect.quote(table)} WITH NO DATA`;
}

/** Moves rows whose events are nowhere yet from a stage to its target; `siblings` are the other tables to look into. */
export function insertFromStage(
  dialect: Dialect,
  { table, columns, keyIndex, ledger }: RowTarget,
  siblings: readonly string[],
  stage: string,
): string {
  const names = columns.map((name) => dialect.quote(name)).join(', ');
  const key = dialect.quote(columns[keyIndex]!);
  // Where the key has the day too, it does not tell that an event came on another one.
  const keys = keyColumns(dialect, ledger).map((name) => dialect.quote(name));
  const asked = keys.length === 1 ? siblings : [table, ...siblings];
  const elsewhere = asked.map(
    (name) => `NOT EXISTS (SELECT 1 FROM ${dialect.quote(name)} AS other WHERE other.${key} = stage.${key})`,
  );
  const where = elsewhere.length === 0 ? '' : ` WHERE ${elsewhere.join(' AND ')}`;
  return `INSERT INTO ${dialect.quote(table)} (${names}) SELECT ${names} FROM ${stage} AS stage${where} ON CONFLICT (${keys.join(', ')}) DO NOTHING`;
}
