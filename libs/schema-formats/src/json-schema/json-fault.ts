import type { FormatDifference, SchemaNames } from '../format-difference.js';

/** A difference where it was found. */
export interface JsonFault {
  /** One of Confluent's types, of which those that are incompatible are told. */
  readonly type: string;
  readonly path: readonly string[];
}

type Describe = (path: string, names: SchemaNames) => string;

const ADDED: Describe = (path, { reader, writer }) =>
  `The keyword at path '${path}' in the ${reader} schema is not present in the ${writer} schema`;
const INCREASED: Describe = (path, { reader, writer }) =>
  `The value at path '${path}' in the ${reader} schema is more than its value in the ${writer} schema`;
const DECREASED: Describe = (path, { reader, writer }) =>
  `The value at path '${path}' in the ${reader} schema is less than its value in the ${writer} schema`;
const CHANGED: Describe = (path, { reader, writer }) =>
  `The value at path '${path}' is different between the ${reader} and ${writer} schema`;
const NARROWED: Describe = (path, { reader, writer }) =>
  `An array or combined type at path '${path}' has fewer elements in the ${reader} schema than the ${writer} schema`;
const EXTENDED: Describe = (path, { reader, writer }) =>
  `An array or combined type at path '${path}' has more elements in the ${reader} schema than the ${writer} schema`;
const TYPE: Describe = (path, { reader, writer }) =>
  `A type at path '${path}' is different between the ${reader} schema and the ${writer} schema`;

const EXACT: ReadonlyMap<string, Describe> = new Map([
  ['ADDITIONAL_PROPERTIES_REMOVED', ADDED],
  ['ADDITIONAL_ITEMS_REMOVED', ADDED],
  ['MULTIPLE_OF_EXPANDED', INCREASED],
  ['PATTERN_CHANGED', CHANGED],
  ['MULTIPLE_OF_CHANGED', CHANGED],
  ['TYPE_CHANGED', TYPE],
  ['TYPE_NARROWED', TYPE],
  ['COMBINED_TYPE_CHANGED', TYPE],
  ['COMBINED_TYPE_SUBSCHEMAS_CHANGED', TYPE],
  ['ENUM_ARRAY_CHANGED', TYPE],
]);

const SUFFIXES: readonly (readonly [string, Describe])[] = [
  [
    '_ADDED_TO_OPEN_CONTENT_MODEL',
    (path, { reader, writer }) =>
      `The ${reader} schema has an open content model and has a property or item at path '${path}' which is missing in the ${writer} schema`,
  ],
  [
    '_ADDED_TO_UNOPEN_CONTENT_MODEL',
    (path, { reader, writer }) =>
      `The ${reader} schema has an unopen content model and has a required property at path '${path}' which is missing in the ${writer} schema`,
  ],
  [
    '_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    (path, { reader, writer }) =>
      `The ${reader} has a closed content model and is missing a property or item present at path '${path}' in the ${writer} schema`,
  ],
  [
    '_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    (path, { reader, writer }) =>
      `A property or item is missing in the ${reader} schema but present at path '${path}' in the ${writer} schema and is not covered by its partially open content model`,
  ],
  [
    '_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    (path, { reader, writer }) =>
      `The ${reader} schema has a property or item at path '${path}' which is missing in the ${writer} schema and is not covered by its partially open content model`,
  ],
  ['_ADDED', ADDED],
  ['_INCREASED', INCREASED],
  ['_DECREASED', DECREASED],
  ['_NARROWED', NARROWED],
  ['_EXTENDED', EXTENDED],
];

/** The difference in Confluent's words. */
export function describeJsonFault({ type, path }: JsonFault, names: SchemaNames): FormatDifference {
  const text = `#/${path.join('/')}`;
  const describe = EXACT.get(type) ?? SUFFIXES.find(([suffix]) => type.endsWith(suffix))?.[1] ?? TYPE;
  return { errorType: type, description: describe(text, names), path: text, info: null };
}
