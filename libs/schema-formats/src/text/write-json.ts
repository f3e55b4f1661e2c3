import { javaNumber } from './java-number.js';
import { isArray, isObject, JsonNumber, type JsonNode } from './json-node.js';

/** A string in quotes, escaped as Jackson does: control characters with upper-case digits, nothing else beyond need. */
export function quoted(text: string): string {
  // Escapes are taken whole: what follows a backslash that is escaped itself is the text's own.
  return JSON.stringify(text).replace(/\\(?:u00[01][0-9a-f]|.)/g, (escape) =>
    escape.length === 2 ? escape : `\\u${escape.slice(2).toUpperCase()}`,
  );
}

/** Compact JSON with keys in their order and numbers in the words of Java. The caller's reader has bounded the depth. */
export function writeJson(node: JsonNode): string {
  if (typeof node === 'string') return quoted(node);
  if (node instanceof JsonNumber) return javaNumber(node);
  if (isArray(node)) return `[${node.map(writeJson).join(',')}]`;
  if (isObject(node)) return members(node);
  return String(node);
}

/** The same value with the keys of every object sorted by UTF-16 code units. */
export function sortedJson(node: JsonNode): JsonNode {
  if (isArray(node)) return node.map(sortedJson);
  if (!isObject(node)) return node;
  const keys = [...node.keys()].sort();
  return new Map(keys.map((key) => [key, sortedJson(node.get(key) ?? null)]));
}

function members(object: ReadonlyMap<string, JsonNode>): string {
  return `{${[...object].map(([key, value]) => `${quoted(key)}:${writeJson(value)}`).join(',')}}`;
}
