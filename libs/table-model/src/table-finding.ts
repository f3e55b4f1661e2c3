/** What a change costs the table: T0 nothing, T1 metadata, T2 background rewrite, T3 blocking rewrite, T4 a new column beside the old, T5 not expressible. */
export type TableClass = 'T0' | 'T1' | 'T2' | 'T3' | 'T4' | 'T5';

/** Something that a schema author should know about the table made from a message. A value, never thrown. */
export interface TableFinding {
  readonly ruleId: TableRuleId;
  /** Element path: `#/pkg.Message/field/7`; of nested columns in a ledger `#/pkg.Root/field/12/field/3`. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
  readonly class: TableClass;
}

/** One row of {@link TABLE_RULES}. */
export interface TableRule {
  readonly class: TableClass;
  /** One sentence for the reference. */
  readonly summary: string;
}

const rule = (tableClass: TableClass, summary: string): TableRule => ({ class: tableClass, summary });

/** Every kind of table finding: rule id -> class and meaning. */
export const TABLE_RULES = {
  TABLE_DEPTH_BUDGET: rule('T0', 'A message lies deeper than the depth budget and becomes one JSON column.'),
  TABLE_COLUMN_BUDGET: rule(
    'T0',
    'Flattening a message would pass the column budget; it becomes one JSON column.',
  ),
  TABLE_TOO_WIDE: rule('T5', "The message's own fields alone pass the column budget."),
  TABLE_RECURSION: rule(
    'T0',
    'A message type contains itself; its second occurrence becomes one JSON column.',
  ),
  TABLE_NESTED_BUDGET: rule(
    'T0',
    'A list, map or struct is too deep or too large to be more than JSON text.',
  ),
  TABLE_STRATEGY_UNSUPPORTED: rule('T0', 'The annotated strategy does not fit the kind of the field.'),
  TABLE_ANNOTATION_UNREADABLE: rule('T0', 'A protokoll.options.v1 annotation can not be read.'),
  TABLE_ANNOTATION_INVALID: rule('T0', 'An annotation has a value that is of no use, and is not followed.'),
  TABLE_ANNOTATION_UNSUPPORTED: rule('T0', 'An annotation does not fit the kind of the field.'),
  TABLE_PARTITION_CHANGED: rule(
    'T5',
    'The annotated partition is another one; it is fixed when the table is made.',
  ),
  TABLE_CLUSTER_CHANGED: rule(
    'T5',
    'The annotated cluster is another one; it is fixed when the table is made.',
  ),
  TABLE_TYPE_OVERRIDE_CHANGED: rule(
    'T5',
    'The annotated type of a column is another one; it is fixed when the column is made.',
  ),
  TABLE_TTL_CHANGED: rule('T1', 'Rows are kept for another time; those that are older are lost.'),
  TABLE_SENSITIVITY_CHANGED: rule('T1', 'The values of a column need another care than was said.'),
  TABLE_EXTENSIONS_IGNORED: rule('T0', 'The message has extension ranges; extension fields get no column.'),
  TABLE_NAME_INVALID: rule('T0', 'An annotated name is empty or has control characters, and is not used.'),
  TABLE_NAME_SHORTENED: rule('T0', 'A name is longer than 63 bytes and is shortened.'),
  TABLE_NAME_RESERVED: rule('T0', 'A name belongs to the envelope, to Protokoll or to the database.'),
  TABLE_NAME_COLLISION: rule('T0', 'Two columns would have the same name when case is ignored.'),
  TABLE_NAME_CLAIMED: rule('T0', 'Another message already owns the table name.'),
  TABLE_RENAMED: rule('T0', 'The message or its table annotation was renamed; the table keeps its name.'),
  TABLE_COLUMN_RENAMED: rule('T1', 'A field was renamed; its column keeps its physical name.'),
  TABLE_COLUMN_FROZEN: rule('T0', 'A field was removed; its column and data stay, nothing new is written.'),
  TABLE_COLUMN_REACTIVATED: rule('T0', 'A removed field is back as it was; its column is written again.'),
  TABLE_TYPE_CHANGED: rule(
    'T4',
    'A field changed to a type that its column can not hold; it gets a new column.',
  ),
  TABLE_ENUM_RELABELED: rule(
    'T0',
    'An enum value was renamed; rows of earlier versions keep the earlier label.',
  ),
  TABLE_INTEGER_NARROWED: rule('T0', 'An integer field got a narrower type; its column stays wide.'),
  TABLE_PRESENCE_CHANGED: rule(
    'T0',
    'A field tells unset from zero since, or no longer; earlier rows are as they were written.',
  ),
  TABLE_JSON_CHANGED: rule('T0', 'Keys or types inside of a JSON column changed; earlier rows keep theirs.'),
  TABLE_NUMBER_REUSED: rule(
    'T4',
    'A removed field number is back with another meaning; it gets a new column.',
  ),
  TABLE_NAME_TAKEN: rule('T4', 'A new field wants the name of a column that another field number owns.'),
  TABLE_VERSION_OUT_OF_ORDER: rule(
    'T0',
    'A version older than the ledger was offered; the ledger stays as it is.',
  ),
} as const satisfies Record<string, TableRule>;

/** Stable id of a table rule. */
export type TableRuleId = keyof typeof TABLE_RULES;

/** Makes a finding; its class comes from the rule. */
export function tableFinding(ruleId: TableRuleId, path: string, message: string, hint: string): TableFinding {
  return { ruleId, path, message, hint, class: TABLE_RULES[ruleId].class };
}
