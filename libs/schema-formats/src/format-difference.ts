/** What the schemas are called in a description: `new` and `old`, or `old` and `new` when the direction is forward. */
export interface SchemaNames {
  readonly reader: string;
  readonly writer: string;
}

/** The names of the direction backward: the new schema reads what the old one wrote. */
export const BACKWARD_NAMES: SchemaNames = { reader: 'new', writer: 'old' };

/** The names of the direction forward: the old schema reads what the new one wrote. */
export const FORWARD_NAMES: SchemaNames = { reader: 'old', writer: 'new' };

/** One reason why the reader cannot read what the writer wrote, under Confluent's names. */
export interface FormatDifference {
  /** Such as `READER_FIELD_MISSING_DEFAULT_VALUE` or `PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL`. */
  readonly errorType: string;
  /** Confluent's sentence, since clients read it. */
  readonly description: string;
  /** Place in the reader: a JSON pointer for Avro (`/fields/0/type`), with `#` before it for JSON Schema. */
  readonly path: string;
  /** Confluent's `additionalInfo`, which it has for Avro only; null for JSON Schema. */
  readonly info: string | null;
}

/** What a comparison came to. */
export type FormatComparison =
  /** Compatible when there are no differences. */
  | { readonly kind: 'compared'; readonly differences: readonly FormatDifference[] }
  /** Nobody can tell: something changed under a keyword that is not compared. It is to be refused, not guessed. */
  | { readonly kind: 'unsupported'; readonly keyword: string; readonly message: string };

/** The difference as Confluent writes it into `messages`. */
export function differenceText({ errorType, description, info }: FormatDifference): string {
  if (info === null) return `{errorType:"${errorType}", description:"${description}"}`;
  return `{errorType:'${errorType}', description:'${description}', additionalInfo:'${info}'}`;
}
