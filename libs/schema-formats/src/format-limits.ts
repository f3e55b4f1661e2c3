/** What a schema's text may cost. Every text is taken for hostile. */
export interface FormatLimits {
  /** Longest text of the schema or of one reference, in UTF-16 code units; default 1 Mi. */
  readonly maxTextLength?: number;
  /** Deepest nesting of the JSON text, and of the types once names are followed; default 200. */
  readonly maxDepth?: number;
  /** Most JSON values in one text; default 200 000. */
  readonly maxNodes?: number;
  /** Most named types of Avro with those of the references, or most `$ref` of JSON Schema; default 10 000. */
  readonly maxNames?: number;
  /** Most references; default 1 000. */
  readonly maxReferences?: number;
  /** Whether Avro's default values must fit their fields; default true. A registry that is moved may hold some that do not. */
  readonly validateDefaults?: boolean;
}

/** The limits with none left out. */
export type FullFormatLimits = Required<FormatLimits>;

/** The defaults of {@link FormatLimits}. */
export const DEFAULT_FORMAT_LIMITS: FullFormatLimits = {
  maxTextLength: 1024 * 1024,
  maxDepth: 200,
  maxNodes: 200_000,
  maxNames: 10_000,
  maxReferences: 1_000,
  validateDefaults: true,
};

/** Leaves the parsers with a sentence about the schema; `parseFormat` makes a value of it. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault';
}

const MAX_MESSAGE_LENGTH = 2_000;

/** Refuses the schema; a longer message, which is that long by what it cites, is cut. **Throws** {@link SchemaFault}. */
export function refuse(message: string): never {
  const told = message.length <= MAX_MESSAGE_LENGTH ? message : `${message.slice(0, MAX_MESSAGE_LENGTH)}…`;
  throw new SchemaFault(told);
}
