import type { FormatDifference, SchemaNames } from '../format-difference.js';

/** The kinds of incompatibility that Avro knows. Source: SchemaIncompatibilityType of the Java library 1.12. */
export const AVRO_DIFFERENCE_TYPES = [
  'NAME_MISMATCH',
  'FIXED_SIZE_MISMATCH',
  'MISSING_ENUM_SYMBOLS',
  'READER_FIELD_MISSING_DEFAULT_VALUE',
  'TYPE_MISMATCH',
  'MISSING_UNION_BRANCH',
] as const;

/** One of {@link AVRO_DIFFERENCE_TYPES}. */
export type AvroDifferenceType = (typeof AVRO_DIFFERENCE_TYPES)[number];

/** A difference where it was found. */
export interface AvroFault {
  readonly type: AvroDifferenceType;
  /** From the root; a union that is read by something else starts a new one, as in the Java library. */
  readonly location: readonly string[];
  /** What the Java library says of it. */
  readonly info: string;
}

/** The difference in Confluent's words. */
export function describeAvroFault(fault: AvroFault, names: SchemaNames): FormatDifference {
  const path = `/${fault.location.join('/')}`;
  return { errorType: fault.type, description: describe(fault, path, names), path, info: fault.info };
}

function describe({ type, info }: AvroFault, path: string, { reader, writer }: SchemaNames): string {
  switch (type) {
    case 'NAME_MISMATCH':
      return `The name of the schema has changed (path '${path}')`;
    case 'FIXED_SIZE_MISMATCH':
      return `The size of FIXED type field at path '${path}' in the ${reader} schema does not match with the ${writer} schema`;
    case 'MISSING_ENUM_SYMBOLS':
      return `The ${reader} schema is missing enum symbols '${info}' at path '${path}' in the ${writer} schema`;
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      return `The field '${info}' at path '${path}' in the ${reader} schema has no default value and is missing in the ${writer} schema`;
    case 'TYPE_MISMATCH':
      return `The type (path '${path}') of a field in the ${reader} schema does not match with the ${writer} schema`;
    case 'MISSING_UNION_BRANCH':
      return `The ${reader} schema is missing a type inside a union field at path '${path}' in the ${writer} schema`;
  }
}
