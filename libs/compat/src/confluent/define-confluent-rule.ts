/** Every kind of difference that Confluent Schema Registry 8.4 tells of two Protobuf schemas, in its order. */
export const DIFFERENCE_TYPES = [
  'PACKAGE_CHANGED',
  'MESSAGE_ADDED',
  'MESSAGE_REMOVED',
  'MESSAGE_MOVED',
  'ENUM_ADDED',
  'ENUM_REMOVED',
  'ENUM_CONST_ADDED',
  'ENUM_CONST_CHANGED',
  'ENUM_CONST_REMOVED',
  'FIELD_ADDED',
  'FIELD_REMOVED',
  'FIELD_NAME_CHANGED',
  'FIELD_KIND_CHANGED',
  'FIELD_SCALAR_KIND_CHANGED',
  'FIELD_NAMED_TYPE_CHANGED',
  'FIELD_NUMERIC_LABEL_CHANGED',
  'FIELD_STRING_OR_BYTES_LABEL_CHANGED',
  'REQUIRED_FIELD_ADDED',
  'REQUIRED_FIELD_REMOVED',
  'ONEOF_ADDED',
  'ONEOF_REMOVED',
  'ONEOF_FIELD_ADDED',
  'ONEOF_FIELD_REMOVED',
  'ONEOF_FIELD_MOVED_TO_TOP_LEVEL',
  'MULTIPLE_FIELDS_MOVED_TO_ONEOF',
  'FIELD_MOVED_TO_EXISTING_ONEOF',
] as const;

/** One of {@link DIFFERENCE_TYPES}. */
export type DifferenceType = (typeof DIFFERENCE_TYPES)[number];

/** What the words of a description stand on. */
export interface Description {
  /** Confluent's path, such as `#/Message/2`. */
  readonly path: string;
  /** What the schema that reads is called: `new` backward, `old` forward. */
  readonly reader: 'new' | 'old';
  /** What the schema that wrote is called. */
  readonly writer: 'new' | 'old';
}

/** What Confluent makes of one kind of difference. */
export interface ConfluentRule {
  /** Confluent's `errorType`. */
  readonly id: DifferenceType;
  /** Confluent's verdict, which is not always the truth; `hint` says so. */
  readonly compatible: boolean;
  /** What it finds, one sentence. */
  readonly summary: string;
  /** How to do it instead, or what the verdict leaves unseen, as sentences. */
  readonly hint: string;
  /** Confluent's description, word for word, since clients read it; null: Confluent has none. */
  readonly describe: ((about: Description) => string) | null;
}

/** States a rule. */
export function defineConfluentRule(rule: ConfluentRule): ConfluentRule {
  return rule;
}
