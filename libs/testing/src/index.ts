export { findPostgres, startPostgres, type TestPostgres } from './postgres.js';
export { compileProtos } from './compile-protos.js';
export { messageFrom, schemaFrom } from './message-from.js';
