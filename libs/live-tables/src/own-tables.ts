import { createBook, saveInBook, type Book, type BookColumn } from './book-words.js';
import type { LiveDatabase, LiveParam } from './contract.js';

const key = (name: string): BookColumn => ({ name, kind: 'key', nullable: false });
const text = (name: string, nullable = false): BookColumn => ({ name, kind: 'text', nullable });
const number = (name: string, nullable = false): BookColumn => ({ name, kind: 'number', nullable });

/** Names of the tables that applying keeps beside the event tables; no event table may begin like that. */
export const OWN = {
  /** A row for each statement of each plan that was begun. */
  journal: 'protokoll_migration',
  /** The ledger that each table was last brought to. */
  tables: 'protokoll_table',
} as const;

const JOURNAL = [
  key('plan'),
  number('step'),
  text('table_name'),
  text('sql'),
  text('phase'),
  text('state'),
  text('problem', true),
  text('live_after', true),
  text('changed_at'),
  number('took_ms', true),
];

/** The ledgers that tables were brought to. */
export const TABLES_BOOK: Book = {
  name: OWN.tables,
  columns: [
    key('name'),
    text('subject'),
    text('message'),
    number('table_version'),
    number('schema_version'),
    text('ledger'),
    text('plan'),
    text('changed_at'),
  ],
  key: ['name'],
};

/** The journal. Where a statement can not be one transaction with its line, the line also keeps the table as it was before. */
export function journalBook({ atomic }: LiveDatabase): Book {
  const columns = atomic ? JOURNAL : [...JOURNAL, text('live_before', true)];
  return { name: OWN.journal, columns, key: ['plan', 'step'] };
}

/** Makes the tables of applying where they are missing. */
export async function makeOwnTables(database: LiveDatabase): Promise<void> {
  for (const book of [journalBook(database), TABLES_BOOK])
    await database.run(createBook(database.dialect, database.bookWords, book));
}

/** Writes a row of a book, in the place of the one with its key. A column that is not named is null. */
export async function saveRow(
  database: LiveDatabase,
  book: Book,
  row: Readonly<Record<string, LiveParam>>,
): Promise<void> {
  const params = book.columns.map(({ name }) => row[name] ?? null);
  await database.query(saveInBook(database.dialect, database.bookWords, book), params);
}
