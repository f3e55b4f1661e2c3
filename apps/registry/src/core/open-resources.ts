import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Compiler } from '#libs/compiler';
import { RegistryError } from '#libs/errors';
import type { Health } from '#libs/nest-kit';
import { cacheShares } from './cache-shares.js';
import type { RegistryConfig } from './config.js';
import { databaseLocation } from './database/database-options.js';
import { Database } from './database/database.js';

/** Opens the database, and has its health watched. **Throws** DATA_DIR_UNUSABLE, and what Database.open throws. */
export async function openDatabase(config: RegistryConfig, health: Health): Promise<Database> {
  makeDataDir(config.dataDir);
  const location = databaseLocation(config.databaseUrl, config.dataDir, config.databasePoolSize);
  const database = await Database.open(location);
  health.register('database', async () => {
    await database.query('SELECT 1 AS "one"');
  });
  return database;
}

function makeDataDir(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw new RegistryError(
      'DATA_DIR_UNUSABLE',
      { path, problem: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    );
  }
}

/** The compiler within the settings' limits. */
export function makeCompiler(config: RegistryConfig): Compiler {
  return new Compiler({
    cacheDir: join(config.dataDir, 'compiler-cache'),
    timeoutMs: config.compileTimeoutMs,
    maxFiles: config.maxSchemaFiles,
    maxTotalSizeBytes: config.maxSchemaBytes,
    maxFileSizeBytes: config.maxSchemaFileBytes,
    maxNesting: config.maxSchemaNesting,
    maxImageSizeBytes: config.maxImageBytes,
    maxMemoryBytes: cacheShares(config.maxCacheBytes).compiled,
  });
}
