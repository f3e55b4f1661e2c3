import { dialectNamed } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import type { LiveDatabase, OpenOptions } from './contract.js';

/** Names of the dialects whose databases can be opened, in the order of their drivers. */
export const LIVE_DIALECTS: readonly string[] = ['postgres', 'sqlite'];

const POSTGRES_URL = /^postgres(?:ql)?:\/\//i;
const OTHER_URL = /^(?!sqlite:|file:)[a-z][a-z0-9+.-]+:/i;

/** Name of the dialect that a database's URL is of: `postgres://…`, `sqlite:<path>` or a path. **Throws** BAD_REQUEST. */
export function dialectOfUrl(url: string): string {
  if (POSTGRES_URL.test(url)) return 'postgres';
  if (url === '' || OTHER_URL.test(url))
    throw new RegistryError('BAD_REQUEST', {
      problem: 'The database is given as postgres://…, as sqlite:<path> or as the path of a SQLite file.',
    });
  return 'sqlite';
}

/**
 * Opens a database by its URL; the engine's driver is loaded only then. The URL is never repeated, in no failure either.
 * **Throws** BAD_REQUEST, DATABASE_UNAVAILABLE.
 */
export async function openLiveDatabase(url: string, options: OpenOptions): Promise<LiveDatabase> {
  const dialect = dialectNamed(dialectOfUrl(url));
  if (dialect.name === 'postgres') {
    const { openPostgres } = await import('./drivers/postgres.driver.js');
    return openPostgres(url, dialect, options);
  }
  const { openSqliteFile } = await import('./drivers/sqlite.driver.js');
  return openSqliteFile(pathOfUrl(url), dialect, options);
}

/** `sqlite:a.db`, `sqlite:/a.db` and `sqlite:///a.db` are paths with a word before. */
function pathOfUrl(url: string): string {
  return url.replace(/^sqlite:(?:\/\/(?=\/))?/i, '');
}
