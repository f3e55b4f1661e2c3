import { dialectNamed, type Dialect } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import type { LiveDatabase, OpenOptions } from './contract.js';

type Open = (url: string, dialect: Dialect, options: OpenOptions) => Promise<LiveDatabase>;

/** One kind of database: the beginning of its URLs, and how it is opened. Its driver is loaded only then. */
interface Engine {
  readonly dialect: string;
  readonly url: RegExp;
  readonly open: Open;
}

/** A path follows `name:`, also as `name:///path`. */
const afterScheme = (url: string): string => url.replace(/^[a-z]+:(?:\/\/(?=\/))?/i, '');

const ENGINES: readonly Engine[] = [
  {
    dialect: 'postgres',
    url: /^postgres(?:ql)?:\/\//i,
    open: async (url, ...rest) => (await import('./drivers/postgres.driver.js')).openPostgres(url, ...rest),
  },
  {
    dialect: 'mariadb',
    url: /^(?:mariadb|mysql):\/\//i,
    open: async (url, ...rest) => (await import('./drivers/mariadb.driver.js')).openMariadb(url, ...rest),
  },
  {
    dialect: 'clickhouse',
    url: /^https?:\/\//i,
    open: async (url, ...rest) =>
      (await import('./drivers/clickhouse.driver.js')).openClickhouse(url, ...rest),
  },
  {
    dialect: 'duckdb',
    url: /^duckdb:/i,
    open: async (url, ...rest) =>
      (await import('./drivers/duckdb.driver.js')).openDuckdbFile(afterScheme(url), ...rest),
  },
  {
    dialect: 'sqlite',
    // Everything that does not begin like a URL is a path; a single letter is a drive.
    url: /^(?:sqlite:|file:|(?![a-z][a-z0-9+.-]+:).)/is,
    open: async (url, ...rest) =>
      (await import('./drivers/sqlite.driver.js')).openSqliteFile(
        /^sqlite:/i.test(url) ? afterScheme(url) : url,
        ...rest,
      ),
  },
];

/** Names of the dialects whose databases can be opened, in the order of their drivers. */
export const LIVE_DIALECTS: readonly string[] = ENGINES.map(({ dialect }) => dialect);

/** How a database is given, for a help text. */
export const DATABASE_URLS =
  'postgres://…, mariadb://… or mysql://…, http(s)://… of ClickHouse, duckdb:<path>, sqlite:<path> or the path of a SQLite file';

/** Name of the dialect that a database's URL is of; see {@link DATABASE_URLS}. **Throws** BAD_REQUEST. */
export function dialectOfUrl(url: string): string {
  return engineOf(url).dialect;
}

/**
 * Opens a database by its URL; the engine's driver is loaded only then. The URL is never repeated, in no failure either.
 * **Throws** BAD_REQUEST, DATABASE_UNAVAILABLE, MIGRATION_LOCKED, DRIVER_MISSING.
 */
export async function openLiveDatabase(url: string, options: OpenOptions): Promise<LiveDatabase> {
  const engine = engineOf(url);
  return engine.open(url, dialectNamed(engine.dialect), options);
}

function engineOf(url: string): Engine {
  const engine = ENGINES.find((one) => one.url.test(url));
  if (engine !== undefined) return engine;
  throw new RegistryError('BAD_REQUEST', { problem: `The database is given as ${DATABASE_URLS}.` });
}
