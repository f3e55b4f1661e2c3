import { isArray, isObject, textMember, type JsonNode, type JsonObject } from '../text/json-node.js';

/** The document that a `$ref` starts from, and the others by name. */
export interface Scope {
  readonly document: JsonNode;
  readonly references: ReadonlyMap<string, JsonNode>;
}

/** A schema inside a document. */
export interface Place {
  readonly node: JsonNode;
  readonly scope: Scope;
}

/** Keywords that refuse values: beside a `$ref` some drafts take them and some do not. */
const BESIDE_REF: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'const',
  'properties',
  'patternProperties',
  'additionalProperties',
  'required',
  'minProperties',
  'maxProperties',
  'propertyNames',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'items',
  'prefixItems',
  'additionalItems',
  'contains',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'unevaluatedProperties',
  'unevaluatedItems',
  '$dynamicRef',
  '$recursiveRef',
]);

const MAX_HOPS = 100;

/** The schema at a part of the same document. */
export function within(place: Place, node: JsonNode): Place {
  return { node, scope: place.scope };
}

/** Where `$ref`s of parsed documents lead to; a part is of one document, and documents never change. */
const known = new WeakMap<JsonObject, Place | null>();

/** Follows `$ref` to a schema that is none; null: it leads nowhere, in a circle or to no pointer, or keywords beside it count. */
export function followed(place: Place): Place | null {
  if (!isObject(place.node) || textMember(place.node, '$ref') === null) return place;
  const before = known.get(place.node);
  if (before !== undefined) return before;
  const found = follow(place);
  known.set(place.node, found);
  return found;
}

function follow(place: Place): Place | null {
  let here: Place | null = place;
  for (let hop = 0; here !== null && hop < MAX_HOPS; hop++) {
    const ref = isObject(here.node) ? textMember(here.node, '$ref') : null;
    if (ref === null) return here;
    if ([...membersOf(here).keys()].some((key) => BESIDE_REF.has(key))) return null;
    here = target(here.scope, ref);
  }
  return null;
}

/** The schema that a `$ref` names: a pointer into this document, or into one named by name or by its `$id`; null: none. */
export function target(scope: Scope, ref: string): Place | null {
  const [name = '', pointer = ''] = ref.split('#', 2);
  const document = name === '' ? scope.document : documentNamed(scope, name);
  if (document === undefined) return null;
  const node = pointed(document, pointer);
  return node === undefined ? null : { node, scope: { document, references: scope.references } };
}

/** The `$id` of a document, `id` in draft 4. */
export function idOf(document: JsonNode): string | null {
  if (!isObject(document)) return null;
  return (textMember(document, '$id') ?? textMember(document, 'id'))?.replace(/#$/, '') ?? null;
}

function documentNamed(scope: Scope, name: string): JsonNode | undefined {
  return documentCalled(scope, name) ?? documentCalled(scope, absolute(scope.document, name));
}

function documentCalled(scope: Scope, name: string | null): JsonNode | undefined {
  if (name === null) return undefined;
  const named = scope.references.get(name);
  if (named !== undefined) return named;
  return [scope.document, ...scope.references.values()].find((document) => idOf(document) === name);
}

/** The name from where the document says that it is; null when it does not say or the name is none of that kind. */
function absolute(document: JsonNode, name: string): string | null {
  const base = idOf(document);
  return base !== null && URL.canParse(name, base) ? new URL(name, base).href : null;
}

const INDEX = /^(?:0|[1-9]\d*)$/;

function pointed(document: JsonNode, pointer: string): JsonNode | undefined {
  if (pointer === '') return document;
  if (!pointer.startsWith('/')) return undefined;
  let node: JsonNode | undefined = document;
  for (const token of pointer.slice(1).split('/')) {
    const key = decoded(token).replaceAll('~1', '/').replaceAll('~0', '~');
    node = isObject(node) ? node.get(key) : isArray(node) && INDEX.test(key) ? node[Number(key)] : undefined;
  }
  return node;
}

function decoded(token: string): string {
  return /%(?![0-9A-Fa-f]{2})/.test(token) ? token : safelyDecoded(token);
}

function safelyDecoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch (error) {
    if (error instanceof URIError) return token;
    throw error;
  }
}

/** The members of a schema; a boolean schema has none. */
export function membersOf(place: Place): JsonObject {
  return isObject(place.node) ? place.node : new Map();
}
