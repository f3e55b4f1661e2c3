import type { Ledger } from '#libs/table-model';
import { typesOf, type KnownTable } from './known-table.js';
import type { JournalEntry, LedgerBook } from './ledger-book.js';
import type { TableStore } from './table-store.js';

/** Names of the tables that a sink keeps for itself. No event table may begin like that: see table-model. */
export const BOOK = '_protokoll_tables';
/** As {@link BOOK}; one row for each statement of a plan that was run. */
export const JOURNAL = '_protokoll_plan_journal';

/** The ledgers of an engine's tables, in tables. Rows are only ever added, so that every engine can hold it; the newest of a table counts. */
export class SqlLedgerBook implements LedgerBook {
  private readonly known = new Map<string, KnownTable>();

  constructor(private readonly store: TableStore) {}

  async prepare(): Promise<void> {
    const { store } = this;
    const column = (name: string, kind: 'text' | 'int64'): string =>
      `${name} ${store.dialect.columnType({ type: { kind }, form: null, nullable: false })}`;
    const texts = (...names: string[]): string[] => names.map((name) => column(name, 'text'));
    const numbers = (...names: string[]): string[] => names.map((name) => column(name, 'int64'));
    const make = async (name: string, columns: readonly string[]): Promise<void> =>
      store.run(`CREATE TABLE IF NOT EXISTS ${name} (${columns.join(', ')})${store.ownTableSuffix}`);
    await make(BOOK, [
      ...texts('name', 'subject', 'message'),
      ...numbers('table_version', 'schema_version'),
      ...texts('ledger'),
    ]);
    const whole = numbers('from_version', 'to_version', 'step', 'at_ms', 'took_us');
    await make(JOURNAL, [...texts('table_name', 'plan', 'statement'), ...whole]);
  }

  async find(table: string, atLeast: number): Promise<KnownTable | null> {
    const known = this.known.get(table);
    return known !== undefined && known.ledger.tableVersion >= atLeast ? known : this.read(table);
  }

  async read(table: string): Promise<KnownTable | null> {
    const newest = 'ORDER BY table_version DESC, schema_version DESC LIMIT 1';
    const rows = await this.store.ask(
      `SELECT ledger FROM ${BOOK} WHERE name = ${this.text(table)} ${newest}`,
    );
    const text = rows[0]?.[0] ?? null;
    this.forget(table);
    if (text === null) return null;
    const ledger = JSON.parse(text) as Ledger;
    const known = { ledger, types: typesOf(ledger, this.store.dialect.name) };
    this.known.set(table, known);
    return known;
  }

  forget(table: string): void {
    this.known.delete(table);
  }

  async save(ledger: Ledger): Promise<void> {
    const { table, subject, message, tableVersion, schemaVersion } = ledger;
    this.forget(table);
    const texts = [table, subject, message].map((text) => this.text(text));
    const values = [...texts, tableVersion, schemaVersion, this.text(JSON.stringify(ledger))];
    await this.store.run(
      `INSERT INTO ${BOOK} (name, subject, message, table_version, schema_version, ledger) VALUES (${values.join(', ')})`,
    );
  }

  async note({ plan, step, sql, atMs, tookUs }: JournalEntry): Promise<void> {
    const texts = [plan.table, plan.fingerprint, sql].map((text) => this.text(text));
    const values = [...texts, plan.fromTableVersion, plan.toTableVersion, step, atMs, tookUs];
    const columns = 'table_name, plan, statement, from_version, to_version, step, at_ms, took_us';
    await this.store.run(`INSERT INTO ${JOURNAL} (${columns}) VALUES (${values.join(', ')})`);
  }

  async siblings({ message, table }: Ledger): Promise<readonly string[]> {
    const where = `message = ${this.text(message)} AND name <> ${this.text(table)}`;
    const rows = await this.store.ask(`SELECT DISTINCT name FROM ${BOOK} WHERE ${where} ORDER BY name`);
    return rows.map(([name]) => String(name));
  }

  private text(value: string): string {
    return this.store.dialect.text(value);
  }
}
