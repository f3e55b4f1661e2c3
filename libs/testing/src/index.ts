export { findPostgres, startPostgres, type TestPostgres } from './postgres.js';
export { compileProtos } from './compile-protos.js';
export { ledgersOf } from './ledgers-of.js';
export { messageFrom, schemaFrom } from './message-from.js';
export { FIELD_KINDS, messageHistories, messageOf, type FieldSpec } from './message-history.js';
export { openPostgresEngine, openSqliteEngine, type LiveColumn, type TableEngine } from './table-engine.js';
export { expectGolden, fitsGlob } from './golden.js';
export { exitOf, linesOf, spawnTypeScript, type ChildOptions } from './spawn-typescript.js';
