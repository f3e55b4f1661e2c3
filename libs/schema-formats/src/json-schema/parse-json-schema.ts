import { refuse, type FullFormatLimits } from '../format-limits.js';
import type { FormatReference } from '../format-schema.js';
import { isArray, isObject, textMember, type JsonNode, type JsonObject } from '../text/json-node.js';
import { readJson } from '../text/read-json.js';
import { quoted, sortedJson, writeJson } from '../text/write-json.js';
import { checkDialect, dialectOf } from './dialect.js';
import type { JsonSchema, Obstacle } from './json-schema.js';
import { idOf, target, type Scope } from './place.js';

/** Members that hold data or names and no schemas. */
const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required']);

/** Members that hold schemas by names, which are no keywords. */
const NAMED: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependencies',
  'dependentSchemas',
]);

/** Keywords of later drafts, and whether draft 4 takes them when their value is a flag. */
const LATER: readonly (readonly [keyword: string, isFlag: boolean])[] = [
  ['const', false],
  ['exclusiveMaximum', true],
  ['exclusiveMinimum', true],
];

/** Reads a JSON Schema and the schemas that it refers to. **Throws** SchemaFault */
export function parseJsonSchema(
  text: string,
  given: readonly FormatReference[],
  limits: FullFormatLimits,
): JsonSchema {
  const document = readDocument(text, limits);
  const dialect = checkDialect(document, text);
  const references = new Map(given.map(({ name, text: other }) => [name, readDocument(other, limits)]));
  const documents = [document, ...references.values()];
  const inner = documents.some(hasInnerId);
  checkRefs({ document, references }, inner, limits);
  const later = documents.map(laterKeyword).find((keyword) => keyword !== null) ?? null;
  return {
    format: 'JSON',
    text,
    canonical: writeJson(document),
    normalized: writeJson(sortedJson(document)),
    name: isObject(document) ? textMember(document, 'title') : null,
    dialect,
    document,
    references,
    obstacle: inner ? INNER_ID : later === null ? null : unknownToDraft4(later),
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

const INNER_ID: Obstacle = {
  keyword: '$id',
  message: 'Schemas with an $id inside, which moves what a $ref means, are not compared',
};

function unknownToDraft4(keyword: string): Obstacle {
  const message = `'${keyword}' means nothing in draft 4, and schemas that have it there are not compared`;
  return { keyword, message };
}

/** A keyword of a document of draft 4 that it takes for none, though later drafts do; null: there is none. */
function laterKeyword(root: JsonNode): string | null {
  let found: string | null = null;
  if (dialectOf(root) === 'draft-04')
    walk(root, (node) => {
      for (const [keyword, isFlag] of LATER)
        if (node.has(keyword) && !(isFlag && typeof node.get(keyword) === 'boolean')) found ??= keyword;
    });
  return found;
}

/** Visits every part that may be a schema. */
function walk(node: JsonNode, visit: (node: JsonObject) => void): void {
  if (isArray(node)) for (const item of node) walk(item, visit);
  if (!isObject(node)) return;
  visit(node);
  for (const [key, value] of node) {
    if (NAMED.has(key) && isObject(value)) for (const part of value.values()) walk(part, visit);
    else if (!DATA.has(key)) walk(value, visit);
  }
}
