import type { FormatTexts } from '../format-schema.js';
import type { JsonNode } from '../text/json-node.js';
import type { Dialect } from './dialect.js';

/** A schema of JSON Schema that was read. */
export interface JsonSchema extends FormatTexts {
  readonly format: 'JSON';
  readonly dialect: Dialect;
  readonly document: JsonNode;
  /** Documents of the references by name. */
  readonly references: ReadonlyMap<string, JsonNode>;
  /** Whether a schema inside has an `$id`, or a `$ref` has keywords beside it that count. */
  readonly hasInnerIds: boolean;
}
