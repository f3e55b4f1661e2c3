import type { FormatTexts } from '../format-schema.js';
import type { JsonNode } from '../text/json-node.js';

/** A schema of JSON Schema that was read. */
export interface JsonSchema extends FormatTexts {
  readonly format: 'JSON';
  readonly document: JsonNode;
  /** Documents of the references by name. */
  readonly references: ReadonlyMap<string, JsonNode>;
}
