export { ERRORS, type ErrorCode, type ErrorRow, type LogLevel } from './table.js';
export { RegistryError, isRegistryError, type ErrorDetails, type ErrorParams } from './registry-error.js';
export { toProblem, type Problem } from './problem.js';
