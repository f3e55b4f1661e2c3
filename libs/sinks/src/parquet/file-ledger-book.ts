import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ledger } from '#libs/table-model';
import { typesOf, type KnownTable } from '../tables/known-table.js';
import type { JournalEntry, LedgerBook } from '../tables/ledger-book.js';
import { makeFolder, namesIn, tableFolder, writeOnce } from './table-folder.js';

/** Folder of a table's ledgers, beside its days; readers leave out what begins with `_`. */
const LEDGERS = '_ledger';
/** One line of JSON for each statement of a plan that was run. */
const JOURNAL = 'journal.jsonl';
const DIGITS = 9;

/**
 * The ledgers of tables that lie in folders: a file for each version, `<table version>-<schema version>.json`, written once and
 * never changed, so that of two migrators one is first. The last by name counts.
 */
export class FileLedgerBook implements LedgerBook {
  private readonly known = new Map<string, KnownTable & { readonly name: string }>();
  /** By the path of the file: it never changes. */
  private readonly ledgers = new Map<string, Ledger>();

  constructor(private readonly root: string) {}

  async prepare(): Promise<void> {
    await makeFolder(this.root);
  }

  async find(table: string, atLeast: number): Promise<KnownTable | null> {
    const known = this.known.get(table);
    return known !== undefined && known.ledger.tableVersion >= atLeast ? known : this.read(table);
  }

  async read(table: string): Promise<KnownTable | null> {
    const folder = this.folder(table);
    const name = lastLedger(await namesIn(folder));
    if (name === null) {
      this.forget(table);
      return null;
    }
    const last = this.known.get(table);
    if (last?.name === name) return last;
    const ledger = await this.load(join(folder, name));
    const known = { ledger, types: typesOf(ledger), name };
    this.known.set(table, known);
    return known;
  }

  forget(table: string): void {
    this.known.delete(table);
  }

  /** **Throws** an error with code EEXIST when another migrator stored another ledger of that version. */
  async save(ledger: Ledger): Promise<void> {
    const { table, tableVersion, schemaVersion } = ledger;
    const name = `${[tableVersion, schemaVersion].map((one) => String(one).padStart(DIGITS, '0')).join('-')}.json`;
    const path = join(this.folder(table), name);
    const text = JSON.stringify(ledger, null, 2);
    this.forget(table);
    if (await writeOnce(path, text)) return;
    if ((await readFile(path, 'utf8')) === text) return;
    throw Object.assign(new Error(`another migrator wrote ${name}`), { code: 'EEXIST' });
  }

  async note({ plan, step, sql, atMs, tookUs }: JournalEntry): Promise<void> {
    const { fingerprint, fromTableVersion, toTableVersion } = plan;
    const entry = { plan: fingerprint, fromTableVersion, toTableVersion, step, statement: sql, atMs, tookUs };
    const folder = this.folder(plan.table);
    await makeFolder(folder);
    await appendFile(join(folder, JOURNAL), `${JSON.stringify(entry)}\n`, { flush: true });
  }

  async siblings({ message, table }: Ledger): Promise<readonly string[]> {
    const others: string[] = [];
    for (const folder of await namesIn(this.root)) {
      const ledgers = join(this.root, folder, LEDGERS);
      const name = lastLedger(await namesIn(ledgers));
      if (name === null) continue;
      const ledger = await this.load(join(ledgers, name));
      if (ledger.message === message && ledger.table !== table) others.push(ledger.table);
    }
    return others;
  }

  private async load(path: string): Promise<Ledger> {
    const ledger = this.ledgers.get(path) ?? (JSON.parse(await readFile(path, 'utf8')) as Ledger);
    this.ledgers.set(path, ledger);
    return ledger;
  }

  private folder(table: string): string {
    return join(tableFolder(this.root, table), LEDGERS);
  }
}

function lastLedger(names: readonly string[]): string | null {
  return names.findLast((name) => /^\d+-\d+\.json$/.test(name)) ?? null;
}
