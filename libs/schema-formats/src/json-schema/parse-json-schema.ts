import { refuse, type FullFormatLimits } from '../format-limits.js';
import type { FormatReference } from '../format-schema.js';
import { isArray, isObject, textMember, type JsonNode } from '../text/json-node.js';
import { readJson } from '../text/read-json.js';
import { quoted, sortedJson, writeJson } from '../text/write-json.js';
import { checkDialect } from './dialect.js';
import type { JsonSchema } from './json-schema.js';
import { idOf, target, type Scope } from './place.js';

/** Members that hold data or names and no schemas. */
const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required']);

/** Reads a JSON Schema and the schemas that it refers to. **Throws** SchemaFault */
export function parseJsonSchema(
  text: string,
  given: readonly FormatReference[],
  limits: FullFormatLimits,
): JsonSchema {
  const document = readDocument(text, limits);
  const dialect = checkDialect(document, text);
  const references = new Map(given.map(({ name, text: other }) => [name, readDocument(other, limits)]));
  const inner = [document, ...references.values()].some((root) => hasInnerId(root));
  checkRefs({ document, references }, inner, limits);
  return {
    format: 'JSON',
    text,
    canonical: writeJson(document),
    normalized: writeJson(sortedJson(document)),
    name: isObject(document) ? textMember(document, 'title') : null,
    dialect,
    document,
    references,
    hasInnerIds: inner,
  };
}

function readDocument(text: string, limits: FullFormatLimits): JsonNode {
  const read = readJson(text, { ...limits, comments: false });
  if (!read.ok) refuse(read.message);
  if (!isObject(read.node) && typeof read.node !== 'boolean')
    refuse('A JSON Schema is an object or a boolean');
  return read.node;
}

/** A reference is to lead to what was given. Anchors and references under an `$id` inside are not followed, so not checked. */
function checkRefs(scope: Scope, inner: boolean, limits: FullFormatLimits): void {
  const refs = refsIn(scope.document);
  if (refs.length > limits.maxNames) refuse(`More than ${limits.maxNames} $ref`);
  if (inner) return;
  for (const ref of new Set(refs)) {
    const anchor = /#[^/]/.test(ref);
    const known = target(scope, anchor ? ref.slice(0, ref.indexOf('#')) : ref) !== null;
    if (!known && !ref.includes('json-schema.org/draft'))
      refuse(`Could not resolve the reference ${quoted(ref)}`);
  }
}

function refsIn(root: JsonNode): readonly string[] {
  const refs: string[] = [];
  walk(root, (node) => {
    const ref = textMember(node, '$ref');
    if (ref !== null) refs.push(ref);
  });
  return refs;
}

function hasInnerId(root: JsonNode): boolean {
  let found = false;
  walk(root, (node) => (found ||= node !== root && idOf(node) !== null));
  return found;
}

function walk(node: JsonNode, visit: (node: ReadonlyMap<string, JsonNode>) => void): void {
  if (isArray(node)) for (const item of node) walk(item, visit);
  if (!isObject(node)) return;
  visit(node);
  for (const [key, value] of node) if (!DATA.has(key)) walk(value, visit);
}
