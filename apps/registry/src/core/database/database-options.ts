import { join } from 'node:path';
import { RegistryError } from '#libs/errors';
import { typeormDriver } from '#libs/sqlite';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../../../../migrations/index.js';
import { entitiesFor } from '../entities/index.js';
import type { DatabaseKind } from '../entities/columns.js';

/** Where the registry's own data lives. */
export type DatabaseLocation =
  | { readonly kind: 'sqlite'; /** A file. */ readonly path: string }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      /** Connections in the pool. */ readonly poolSize: number;
    };

/** Reads `DATABASE_URL`: empty is SQLite in the data folder. **Throws** BAD_CONFIG for an unknown scheme. */
export function databaseLocation(databaseUrl: string, dataDir: string, poolSize: number): DatabaseLocation {
  if (databaseUrl === '') return { kind: 'sqlite', path: join(dataDir, 'registry.db') };
  if (/^postgres(ql)?:\/\//.test(databaseUrl)) return { kind: 'postgres', url: databaseUrl, poolSize };
  if (databaseUrl.startsWith('sqlite:')) return { kind: 'sqlite', path: databaseUrl.slice('sqlite:'.length) };
  const problem = 'it must start with postgres:// or sqlite:, or be empty for SQLite in DATA_DIR.';
  throw new RegistryError('BAD_CONFIG', { name: 'DATABASE_URL', value: '***', problem });
}

/** A DataSource that is not yet connected. `reader` matters on SQLite alone, where it is a second, read-only connection. */
export function dataSourceFor(location: DatabaseLocation, role: 'writer' | 'reader'): DataSource {
  const shared = {
    entities: entitiesFor(kindOf(location)),
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'all',
    synchronize: false,
    logging: false,
  } as const satisfies Partial<DataSourceOptions>;
  switch (location.kind) {
    case 'sqlite':
      return new DataSource({
        ...shared,
        type: 'better-sqlite3',
        database: location.path,
        driver: typeormDriver,
        readonly: role === 'reader',
        enableWAL: role === 'writer',
      });
    case 'postgres':
      return new DataSource({
        ...shared,
        type: 'postgres',
        url: location.url,
        poolSize: location.poolSize,
        connectTimeoutMS: 10_000,
        applicationName: 'protokoll-registry',
      });
  }
}

function kindOf(location: DatabaseLocation): DatabaseKind {
  return location.kind;
}
