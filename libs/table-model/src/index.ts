export { advanceLedger, type AdvancedLedger } from './advance-ledger.js';
export { buildTable } from './build-table.js';
export { claimTable, TableNames } from './claim-names.js';
export { TYPED_DIALECTS, isColumnType, type TypeOverride } from './column-type.js';
export { isShorter } from './care-findings.js';
export type { ColumnSource, EnumLabel, JsonKey } from './column-source.js';
export { compareSources, type Relabeling, type SourceChange } from './compare-sources.js';
export { dropFrozen } from './drop-frozen.js';
export { ENVELOPE, EVENT_KEY, type EnvelopeColumn } from './envelope.js';
export { eventMessages } from './event-messages.js';
export { MAX_IDENTIFIER_BYTES, fitIdentifier, markIdentifier } from './identifier.js';
export { fieldIdOf, lastFieldId, nestedIdsOf } from './field-ids.js';
export { grownFields, type GrownField, type GrownStep } from './grown-fields.js';
export {
  logicalNameAt,
  logicalNameOf,
  type LabelChange,
  type Ledger,
  type LedgerEntry,
  type LogicalName,
  type NestedId,
} from './ledger.js';
export { shapeOf, type LogicalKind, type LogicalType } from './logical-type.js';
export { mapColumns, type MappedColumn } from './map-columns.js';
export { nestedPaths } from './nested-shape.js';
export type {
  InnerShape,
  LeafShape,
  ListShape,
  MapShape,
  NestedShape,
  StructField,
  StructShape,
} from './nested-shape.js';
export { readNested, type NestedMap, type NestedValue } from './nested-value.js';
export {
  TABLE_RULES,
  type TableClass,
  type TableFinding,
  type TableRule,
  type TableRuleId,
} from './table-finding.js';
export { typeGiven, type ColumnCare, type Sensitivity, type TableLayout } from './table-layout.js';
export type { Column, TableModel, TableOptions } from './table-model.js';
