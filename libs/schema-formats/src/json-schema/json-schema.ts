import type { FormatTexts } from '../format-schema.js';
import type { JsonNode } from '../text/json-node.js';
import type { Dialect } from './dialect.js';

/** Something in a schema by which its keywords do not mean what they say. */
export interface Obstacle {
  readonly keyword: string;
  readonly message: string;
}

/** A schema of JSON Schema that was read. */
export interface JsonSchema extends FormatTexts {
  readonly format: 'JSON';
  readonly dialect: Dialect;
  readonly document: JsonNode;
  /** Documents of the references by name. */
  readonly references: ReadonlyMap<string, JsonNode>;
  /** Why it can not be compared with another; null when it can. */
  readonly obstacle: Obstacle | null;
}
