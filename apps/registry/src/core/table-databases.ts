import { RegistryError } from '#libs/errors';
import { dialectOfUrl, openLiveDatabase, type LiveDatabase } from '#libs/live-tables';

const LOCK_TIMEOUT_MS = 10_000;
const SETTING = 'TABLE_DATABASES';
const ENTRY = /^([A-Za-z0-9][A-Za-z0-9._-]{0,62})=(.+)$/s;

/**
 * Databases with event tables that an operator named, `name=url` apart by spaces or lines. Requests name them; their URLs are
 * in no answer and no log.
 */
export class TableDatabases {
  private readonly urls: ReadonlyMap<string, string>;

  /** **Throws** BAD_CONFIG, without a URL. */
  constructor(setting: string) {
    const entries = setting.split(/\s+/).filter((entry) => entry !== '');
    this.urls = new Map(entries.map((entry, index) => entryOf(entry, index + 1)));
    if (this.urls.size < entries.length) throw badConfig('Two of its databases have one name.');
  }

  /** Runs work with a named database that is closed afterwards. **Throws** DATABASE_NOT_FOUND and as `openLiveDatabase`. */
  async use<T>(name: string, readOnly: boolean, work: (database: LiveDatabase) => Promise<T>): Promise<T> {
    const url = this.urls.get(name);
    if (url === undefined)
      throw new RegistryError('DATABASE_NOT_FOUND', {
        name,
        known: [...this.urls.keys()].join(', ') || 'none',
      });
    const database = await openLiveDatabase(url, { readOnly, lockTimeoutMs: LOCK_TIMEOUT_MS });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }
}

function entryOf(entry: string, place: number): readonly [string, string] {
  const [, name, url] = ENTRY.exec(entry) ?? [];
  if (name === undefined || url === undefined) throw badConfig(`Its database ${place} is not name=url.`);
  try {
    dialectOfUrl(url);
  } catch {
    throw badConfig(`The URL of '${name}' is of no database that can be opened.`);
  }
  return [name, url];
}

// The value holds passwords, so it is not shown.
function badConfig(problem: string): RegistryError {
  return new RegistryError('BAD_CONFIG', { name: SETTING, value: '…', problem });
}
