export { SqliteDatabase, openSqlite, type SqliteOptions } from './open-sqlite.js';
export { SqliteStatement, type RunResult } from './statement.js';
export { typeormDriver } from './typeorm-driver.js';
export type { SqliteParam, SqliteRow, SqliteValue } from './values.js';
