export { addColumn } from './add-column.js';
export { columnCommentText, tableCommentText } from './comment-text.js';
export { commentColumn, commentTable } from './comment.js';
export { createTable } from './create-table.js';
export { defineDialect, type DialectDefinition } from './define-dialect.js';
export { DIALECTS, dialectNamed } from './dialect-named.js';
export type { Dialect, DialectLimits, StatementCost, StatementKind } from './dialect.js';
export type { Statement } from './statement.js';
