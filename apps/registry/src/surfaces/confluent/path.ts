import type { FastifyRequest } from 'fastify';
import type { RequestContext } from '../../core/request-context.js';
import { DEFAULT_CONTEXT, parseSubjectName, type SubjectName } from '../../core/subject-name.js';
import { FAILURES } from './confluent-error.js';

/** The parameters of a path: names are decoded. */
export interface PathParams {
  readonly context?: string;
  readonly subject?: string;
  readonly version?: string;
  readonly id?: string;
  readonly guid?: string;
}

/** Values of a query; a key that came twice is a list. */
export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** Header by which a client may say who acts. Recorded, not trusted. */
const ACTOR_HEADER = 'x-protokoll-actor';
const MAX_VERSION = 2 ** 31 - 1;

/** The core's view of a request. */
export function contextOf(request: FastifyRequest): RequestContext {
  const actor = request.headers[ACTOR_HEADER];
  return { requestId: request.id, actor: typeof actor === 'string' ? actor.slice(0, 200) : '' };
}

/** The context that a path is below: `.ctx` of `.ctx`, `ctx` and `:.ctx:`; "." when it is below none. */
export function contextName(params: PathParams): string {
  const text = (params.context ?? '').replace(/^:|:$/g, '');
  return text === '' ? DEFAULT_CONTEXT : text.startsWith('.') ? text : `.${text}`;
}

/** The subject of a path, qualified by the path's context unless it names one. **Throws** 42208. */
export function subjectOf(params: PathParams, text = params.subject ?? ''): SubjectName {
  const context = contextName(params);
  const qualified = text.startsWith(':.') || context === DEFAULT_CONTEXT ? text : `:${context}:${text}`;
  // Its own name is taken: the global settings' and the global context's.
  if (text === '__GLOBAL' || text === '__EMPTY') throw FAILURES.invalidSubject(text);
  return parseSubjectName(qualified);
}

/** A version's number, or `latest` for -1 and any case of it. **Throws** 42202. */
export function versionOf(text: string): number | 'latest' {
  if (text.toLowerCase() === 'latest') return 'latest';
  if (!/^-?\d{1,10}$/.test(text)) throw FAILURES.invalidVersion(text);
  const version = Number(text);
  if (version === -1) return 'latest';
  if (version < 1 || version > MAX_VERSION) throw FAILURES.invalidVersion(text);
  return version;
}

/** True for `true` in any case; everything else is false. */
export function flag(query: Query, name: string): boolean {
  return one(query, name).toLowerCase() === 'true';
}

/** The first value of a key; empty when there is none. */
export function one(query: Query, name: string): string {
  return all(query, name)[0] ?? '';
}

/** Every value of a key. */
export function all(query: Query, name: string): readonly string[] {
  const value = query[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** `offset` and `limit`; a negative limit is none. **Throws** 400 for what is no number. */
export function pageOf(
  query: Query,
  maxLimit: number | null = null,
): { offset: number; limit: number | null } {
  const limit = integer(query, 'limit', -1);
  const asked = limit < 0 ? null : limit;
  return {
    offset: Math.max(0, integer(query, 'offset', 0)),
    limit: maxLimit === null ? asked : Math.min(asked ?? maxLimit, maxLimit),
  };
}

/** The items of a page. */
export function cut<T>(
  items: readonly T[],
  { offset, limit }: { offset: number; limit: number | null },
): T[] {
  return items.slice(offset, limit === null ? undefined : offset + limit);
}

function integer(query: Query, name: string, fallback: number): number {
  const text = one(query, name);
  if (text === '') return fallback;
  if (!/^-?\d{1,9}$/.test(text)) throw FAILURES.badRequest(`Query parameter '${name}' is no number.`);
  return Number(text);
}
