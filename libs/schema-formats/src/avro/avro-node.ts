import { refuse } from '../format-limits.js';
import { isArray, type JsonNode, type JsonObject } from '../text/json-node.js';
import { writeJson } from '../text/write-json.js';

/** A piece of a schema for a message, cut when long. */
export function excerpt(node: JsonNode): string {
  const text = writeJson(node);
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}

/** The members that the specification does not name. */
export function propsOf(node: JsonObject, reserved: ReadonlySet<string>): JsonObject {
  return new Map([...node].filter(([key]) => !reserved.has(key)));
}

/** The strings of `aliases`, without doubles. **Throws** SchemaFault */
export function aliasesOf(node: JsonObject): readonly string[] {
  const aliases = node.get('aliases');
  if (aliases === undefined) return [];
  if (!isArray(aliases)) refuse(`aliases not an array: ${excerpt(node)}`);
  const words = aliases.map((alias) =>
    typeof alias === 'string' ? alias : refuse(`alias not a string: ${excerpt(alias)}`),
  );
  return [...new Set(words)];
}
