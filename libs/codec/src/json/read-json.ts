import { fromJson, type JsonValue, type Message } from '@bufbuild/protobuf';
import { joinPath } from '../fault.js';
import type { MessagePlan, Plans } from '../interpret/message-plan.js';
import type { Limits } from '../limits.js';
import type { EncodeFailure, Encoded } from '../message-codec.js';
import { bytesOf } from '../interpret/bytes-of.js';
import { duplicateKeyIn } from './duplicate-key.js';
import { inspectJson, isObject, keysOf, segmentOf, type JsonProblem } from './inspect-json.js';

const LONGEST_KEY = 100;
const LONGEST_MESSAGE = 400;
// Each level is parsed once more to find the place; a document may be hostile.
const MOST_LEVELS = 16;

/** Bytes of a ProtoJSON document. */
export function bytesOfJson(plans: Plans, plan: MessagePlan, json: JsonValue, limits: Limits): Encoded {
  const problem = inspectJson(plan, json, limits);
  if (problem !== null) return describe(problem);
  const parse = (value: JsonValue, at: MessagePlan): Message =>
    fromJson(at.desc, value, {
      registry: plans.registry,
      recursionLimit: limits.maxDepth,
      ignoreUnknownFields: limits.ignoreUnknownKeys,
    });
  try {
    const value = bytesOf(plan, parse(json, plan));
    if (value.length <= limits.maxSizeBytes) return { ok: true, value };
    return bad(`the message has ${value.length} bytes, the limit is ${limits.maxSizeBytes}`, []);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const fails = (value: JsonValue, at: MessagePlan): boolean => !succeeds(() => parse(value, at));
    return bad(message.slice(0, LONGEST_MESSAGE), findBad(plan, json, fails, MOST_LEVELS));
  }
}

/** Bytes of a ProtoJSON document as text, in which no key may be twice. */
export function bytesOfJsonText(plans: Plans, plan: MessagePlan, text: string, limits: Limits): Encoded {
  let json: JsonValue;
  try {
    json = JSON.parse(text) as JsonValue;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return bad(`the text is no JSON: ${message.slice(0, LONGEST_MESSAGE)}`, []);
  }
  const key = duplicateKeyIn(text);
  if (key === null) return bytesOfJson(plans, plan, json, limits);
  return bad(`the key ${JSON.stringify(key.slice(0, LONGEST_KEY))} is there twice`, []);
}

function describe(problem: JsonProblem): EncodeFailure {
  const at = problem.path.length === 0 ? '' : ` at ${joinPath(problem.path)}`;
  if (problem.kind === 'missing')
    return bad(`the required field '${problem.key}' of ${problem.owner} is missing${at}`, problem.path);
  if (problem.kind === 'time') return bad(`this is not a ${problem.owner} in ProtoJSON${at}`, problem.path);
  const { key, meant, owner, path } = problem;
  const hint = meant === null ? '' : ` Did you mean '${meant}'?`;
  return {
    ok: false,
    reason: 'UNKNOWN_FIELD',
    message: `'${key.slice(0, LONGEST_KEY)}' is no field of ${owner}${at}.${hint}`,
    path: path.length === 0 ? null : joinPath(path),
    field: key,
  };
}

function bad(message: string, path: readonly string[]): EncodeFailure {
  const joined = joinPath(path);
  return { ok: false, reason: 'BAD_JSON', message, path: joined === '' ? null : joined, field: null };
}

/** Where the value is that makes parsing fail: the first field that fails alone, and so on inside it. */
function findBad(
  plan: MessagePlan,
  json: JsonValue,
  fails: (value: JsonValue, plan: MessagePlan) => boolean,
  levels: number,
): readonly string[] {
  if (plan.wellKnown !== null || !isObject(json) || levels === 0) return [];
  for (const [key, value] of Object.entries(json)) {
    const field = keysOf(plan).byKey.get(key);
    if (field === undefined || !fails({ [key]: value }, plan)) continue;
    const segment = segmentOf(field);
    const inner = (item: JsonValue): readonly string[] =>
      field.value.isMessage ? findBad(field.value.message(), item, fails, levels - 1) : [];
    if (field.kind === 'single') return [segment, ...inner(value)];
    for (const [name, item] of itemsOf(value))
      if (fails({ [key]: Array.isArray(value) ? [item] : { [name]: item } }, plan))
        return [segment, Array.isArray(value) ? `[${name}]` : `[${JSON.stringify(name)}]`, ...inner(item)];
    return [segment];
  }
  return [];
}

function itemsOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function succeeds(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
