/** The part of node:sqlite's API that is used here. Source: https://nodejs.org/api/sqlite.html */
export interface EngineStatement {
  run(...params: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  get(...params: readonly unknown[]): unknown;
  all(...params: readonly unknown[]): unknown[];
  iterate(...params: readonly unknown[]): IterableIterator<unknown>;
  setReadBigInts(enabled: boolean): void;
}

/** A connection of node:sqlite. */
export interface EngineDatabase {
  exec(sql: string): void;
  prepare(sql: string): EngineStatement;
  close(): void;
}

type Engine = new (path: string, options: { readOnly?: boolean; timeout?: number }) => EngineDatabase;

/** First Node whose built-in node:sqlite needs no flag. */
const BUILT_IN_SINCE = [22, 13] as const;

/** The built-in module where there is one, else a package with the same API and the binaries in its tarball. */
export const DatabaseSync: Engine = await loadEngine();

async function loadEngine(): Promise<Engine> {
  const builtIn = hasBuiltIn() ? (process.getBuiltinModule('node:sqlite' as 'node:fs') as unknown) : null;
  const module = builtIn ?? (await import('@photostructure/sqlite'));
  return (module as { DatabaseSync: Engine }).DatabaseSync;
}

function hasBuiltIn(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > BUILT_IN_SINCE[0] || (major === BUILT_IN_SINCE[0] && minor >= BUILT_IN_SINCE[1]);
}
