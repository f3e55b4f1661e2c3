import type { JsonValue } from '@bufbuild/protobuf';
import { isTimestampText, isDurationText } from './time-text.js';
import type { FieldPlan, MessagePlan } from '../interpret/message-plan.js';
import type { Limits } from '../limits.js';
import type { JsonObject } from './write-json.js';
import { suggest } from './suggest.js';

/** What is wrong with a document. */
export type JsonProblem =
  | {
      readonly kind: 'unknown';
      readonly path: readonly string[];
      readonly key: string;
      readonly owner: string;
      /** The field that may have been meant; null when none is near. */
      readonly meant: string | null;
    }
  | {
      readonly kind: 'missing';
      readonly path: readonly string[];
      readonly key: string;
      readonly owner: string;
    }
  | { readonly kind: 'time'; readonly path: readonly string[]; readonly owner: string };

/** What is looked at, and what passes. */
export type JsonLimits = Pick<Limits, 'maxDepth' | 'ignoreUnknownKeys'>;

/**
 * The first problem, in the document's order, that the parser would not notice or not place: a key that no field has, a
 * required field that is missing, a time that is not one. Null when there is none; nothing is said of values of a wrong type.
 */
export function inspectJson(
  plan: MessagePlan,
  json: JsonValue,
  limits: JsonLimits,
  path: readonly string[] = [],
): JsonProblem | null {
  const owner = plan.desc.typeName;
  if (plan.wellKnown !== null) return isTimeProblem(plan, json) ? { kind: 'time', path, owner } : null;
  if (!isObject(json) || limits.maxDepth === 0) return null;
  const { byKey } = keysOf(plan);
  for (const [key, value] of Object.entries(json)) {
    const field = byKey.get(key);
    if (field === undefined) {
      if (limits.ignoreUnknownKeys) continue;
      const meant = suggest(key, plan.desc.fields);
      return { kind: 'unknown', path, key, owner, meant };
    }
    const problem = inspectField(field, value, limits, [...path, segmentOf(field)]);
    if (problem !== null) return problem;
  }
  return findMissing(plan, json, path);
}

function findMissing(plan: MessagePlan, json: JsonObject, path: readonly string[]): JsonProblem | null {
  for (const field of keysOf(plan).required) {
    const has = [field.jsonName, field.desc.name].some(
      (key) => Object.hasOwn(json, key) && json[key] !== null,
    );
    if (!has) return { kind: 'missing', path, key: field.jsonName, owner: plan.desc.typeName };
  }
  return null;
}

function inspectField(
  field: FieldPlan,
  value: JsonValue,
  { maxDepth, ignoreUnknownKeys }: JsonLimits,
  path: readonly string[],
): JsonProblem | null {
  if (!field.value.isMessage || value === null) return null;
  const plan = field.value.message();
  const limits = { maxDepth: maxDepth - 1, ignoreUnknownKeys };
  if (field.kind === 'single') return inspectJson(plan, value, limits, path);
  const items: readonly (readonly [string, JsonValue])[] = Array.isArray(value)
    ? value.map((item, index) => [`[${index}]`, item] as const)
    : isObject(value)
      ? Object.entries(value).map(([key, item]) => [`[${JSON.stringify(key)}]`, item] as const)
      : [];
  for (const [segment, item] of items) {
    const problem = inspectJson(plan, item, limits, [...path, segment]);
    if (problem !== null) return problem;
  }
  return null;
}

function isTimeProblem(plan: MessagePlan, json: JsonValue): boolean {
  if (typeof json !== 'string') return false;
  if (plan.wellKnown === 'timestamp') return !isTimestampText(json);
  return plan.wellKnown === 'duration' && !isDurationText(json);
}

/** True for an object of JSON. */
export function isObject(json: JsonValue): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** How a path names the field of a document. */
export function segmentOf(field: FieldPlan): string {
  return field.desc.kind === 'extension' ? field.segment : field.jsonName;
}

/** A message's fields by the keys that a document may use for them. */
export interface FieldKeys {
  readonly byKey: ReadonlyMap<string, FieldPlan>;
  readonly required: readonly FieldPlan[];
}

const KNOWN = new WeakMap<MessagePlan, FieldKeys>();

/** The keys of a message: JSON names and declared names, and `[pkg.name]` for extensions. */
export function keysOf(plan: MessagePlan): FieldKeys {
  let keys = KNOWN.get(plan);
  if (keys === undefined) {
    const byKey = new Map<string, FieldPlan>();
    for (const field of plan.fields) {
      byKey.set(field.jsonName, field);
      if (field.desc.kind === 'field') byKey.set(field.desc.name, field);
    }
    keys = { byKey, required: plan.fields.filter((field) => field.required) };
    KNOWN.set(plan, keys);
  }
  return keys;
}
