import { DEFAULT_CONTEXT } from '../../core/subject-name.js';
import { contextName, one, type PathParams, type Query } from './path.js';

/**
 * What `subjectPrefix` asks for: a context, null being all of them, and the start of a name. `:*:` is all contexts, which is also what
 * nothing means, except below a context.
 */
export function prefixOf(params: PathParams, query: Query): { context: string | null; prefix: string } {
  const text = one(query, 'subjectPrefix');
  const below = contextName(params);
  const [, wildcard] = /^:\*:(.*)$/su.exec(text) ?? [];
  const [, named, rest] = /^:(\.[^:]*):(.*)$/su.exec(text) ?? [];
  if (below !== DEFAULT_CONTEXT) return { context: below, prefix: wildcard ?? rest ?? text };
  if (named !== undefined) return { context: named, prefix: rest ?? '' };
  if (wildcard !== undefined || text === '') return { context: null, prefix: wildcard ?? '' };
  return { context: DEFAULT_CONTEXT, prefix: text };
}
