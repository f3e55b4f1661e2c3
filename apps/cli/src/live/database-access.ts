import { RegistryError } from '#libs/errors';
import {
  DATABASE_URLS,
  dialectOfUrl,
  openLiveDatabase,
  type LiveDatabase,
  type OpenOptions,
} from '#libs/live-tables';
import type { Command } from 'commander';
import type { Io } from '../io.js';

/** Environment variable that names the database; the command line of a process can be read by others, its environment can not. */
export const DATABASE_VARIABLE = 'PROTOKOLL_DATABASE';
const DEFAULT_LOCK_TIMEOUT_MS = 10_000;

/** Adds `--database`, in which every command that looks at live tables agrees. */
export function addDatabaseOption(command: Command): Command {
  return command.option('--database <url>', `${DATABASE_URLS} (default: ${DATABASE_VARIABLE})`);
}

/** The database that was named, else that of the environment. **Throws** BAD_REQUEST. */
export function databaseUrl(io: Io, given: string | undefined): string {
  const url = given ?? io.env[DATABASE_VARIABLE] ?? '';
  if (url !== '') return url;
  throw new RegistryError('BAD_REQUEST', {
    problem: `Which database? Give --database, or set ${DATABASE_VARIABLE}.`,
  });
}

/** Checks that a dialect, if one was named, is that of the database. **Throws** BAD_REQUEST. */
export function assertDialect(url: string, dialect: string | undefined): void {
  const actual = dialectOfUrl(url);
  if (dialect === undefined || dialect === actual) return;
  const problem = `The dialect is ${dialect}, and the database is one of ${actual}.`;
  throw new RegistryError('BAD_REQUEST', { problem });
}

/** Runs work with an open database that is closed afterwards. **Throws** as `openLiveDatabase`. */
export async function withDatabase<T>(
  io: Io,
  url: string,
  options: Pick<OpenOptions, 'readOnly'> & Partial<OpenOptions>,
  work: (database: LiveDatabase) => Promise<T>,
): Promise<T> {
  const folder = io.cwd;
  const database = await openLiveDatabase(url, {
    lockTimeoutMs: DEFAULT_LOCK_TIMEOUT_MS,
    folder,
    ...options,
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
