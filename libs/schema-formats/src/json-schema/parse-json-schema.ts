import { refuse, type FullFormatLimits } from '../format-limits.js';
import type { FormatReference } from '../format-schema.js';
import { isObject, textMember, type JsonNode } from '../text/json-node.js';
import { readJson } from '../text/read-json.js';
import { sortedJson, writeJson } from '../text/write-json.js';
import type { JsonSchema } from './json-schema.js';

/** Reads a JSON Schema and the schemas that it refers to. **Throws** SchemaFault */
export function parseJsonSchema(
  text: string,
  references: readonly FormatReference[],
  limits: FullFormatLimits,
): JsonSchema {
  const document = readDocument(text, limits);
  return {
    format: 'JSON',
    text,
    canonical: writeJson(document),
    normalized: writeJson(sortedJson(document)),
    name: isObject(document) ? textMember(document, 'title') : null,
    document,
    references: new Map(
      references.map((reference) => [reference.name, readDocument(reference.text, limits)]),
    ),
  };
}

function readDocument(text: string, limits: FullFormatLimits): JsonNode {
  const read = readJson(text, { ...limits, comments: false });
  if (!read.ok) refuse(read.message);
  if (!isObject(read.node) && typeof read.node !== 'boolean')
    refuse('A JSON Schema is an object or a boolean');
  return read.node;
}
