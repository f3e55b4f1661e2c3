export { addColumn } from './add-column.js';
export { changeType, typeChangeCost } from './change-type.js';
export { changeTtl } from './change-ttl.js';
export { entryShape } from './entry-shape.js';
export { columnCommentText, tableCommentText } from './comment-text.js';
export { commentColumn, commentTable } from './comment.js';
export { cost } from './cost.js';
export { createTable } from './create-table.js';
export { dbtFiles, type DbtFile, type DbtOptions } from './dbt/dbt-files.js';
export { defineDialect, type DialectDefinition } from './define-dialect.js';
export {
  defineDocument,
  documentFields,
  type DocumentDefinition,
  type DocumentField,
  type InsideField,
} from './define-document.js';
export { describeTable } from './describe-table.js';
export { DIALECTS, EXECUTED_DIALECTS, dialectNamed } from './dialect-named.js';
export type {
  ColumnShape,
  Dialect,
  DialectLimits,
  DialectExpiry,
  DialectProof,
  DialectRows,
  LintWaiver,
  StatementCost,
  StatementKind,
  TypeChange,
} from './dialect.js';
export { dropColumn } from './drop-column.js';
export { dropLatestView, latestView, latestViewName } from './latest-view.js';
export { onceView, onceViewName } from './once-view.js';
export { dayStatements, isPartitioned, keyColumns, type DayStatements } from './partitions.js';
export { scriptHead } from './script-head.js';
export { growColumn } from './grow-column.js';
export type { NestedWords } from './nested-words.js';
export { makeStatement, type Statement } from './statement.js';
export type { SqlWords } from './words.js';
export { versionView, versionViewName } from './version-view.js';
