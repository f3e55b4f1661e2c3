import type { Dialect } from '#libs/ddl';

/** A column of a table that applying keeps for itself. */
export interface BookColumn {
  readonly name: string;
  readonly kind: 'key' | 'number' | 'text';
  readonly nullable: boolean;
}

/** A table that applying keeps for itself. Keys are texts and numbers that are never null. */
export interface Book {
  readonly name: string;
  readonly columns: readonly BookColumn[];
  /** Names of the columns that a row is told by. */
  readonly key: readonly string[];
}

/** How an engine words what is done to books; names are quoted already. */
export interface BookWords {
  /** Type of a text that is part of a key. */
  readonly keyType: string;
  /** Makes a book where it is missing. */
  create(table: string, columns: readonly string[], key: readonly string[]): string;
  /** Writes a row in the place of the one with its key; `values` are parameters in the order of the columns. */
  save(table: string, columns: readonly string[], key: readonly string[], values: readonly string[]): string;
}

/** As PostgreSQL, SQLite and DuckDB say it. */
export const STANDARD_BOOK_WORDS: BookWords = {
  keyType: 'text',
  create: (table, columns, key) =>
    `CREATE TABLE IF NOT EXISTS ${table} (\n  ${columns.join(',\n  ')},\n  PRIMARY KEY (${key.join(', ')})\n)`,
  save: (table, columns, key, values) => {
    const news = columns.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
    return `${insertText(table, columns, values)}\nON CONFLICT (${key.join(', ')}) DO UPDATE SET ${news.join(', ')}`;
  },
};

/** A plain insert of one row. */
export function insertText(table: string, columns: readonly string[], values: readonly string[]): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})`;
}

/** The statement that makes a book in a dialect. */
export function createBook(dialect: Dialect, words: BookWords, book: Book): string {
  const quote = (name: string): string => dialect.quote(name);
  const columns = book.columns.map(({ name, kind, nullable }) => {
    if (kind === 'key') return `${quote(name)} ${words.keyType} NOT NULL`;
    const type = { kind: kind === 'number' ? ('int32' as const) : ('text' as const) };
    return `${quote(name)} ${dialect.columnType({ type, form: null, nullable })}`;
  });
  return words.create(book.name, columns, book.key.map(quote));
}

/** The statement that writes one row of a book; its parameters are the values of all columns in their order. */
export function saveInBook(dialect: Dialect, words: BookWords, book: Book): string {
  const columns = book.columns.map(({ name }) => dialect.quote(name));
  const values = columns.map((_, index) => `$${index + 1}`);
  return words.save(
    book.name,
    columns,
    book.key.map((name) => dialect.quote(name)),
    values,
  );
}
