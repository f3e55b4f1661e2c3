import type { ConfigScope } from '../../core/services/policies.service.js';
import { DEFAULT_CONTEXT, formatSubjectName } from '../../core/subject-name.js';
import { contextName, subjectOf, type PathParams } from './path.js';

/** Name of this surface among the settings that surfaces keep. */
export const SURFACE = 'confluent';

/** What a path of /config or /mode is about: all, a context (`:.ctx:`, or a path below it), a subject. **Throws** 42208. */
export function scopeOf(params: PathParams): ConfigScope {
  const text = params.subject ?? '';
  const context = /^:(\.[^:]*):$/u.exec(text)?.[1];
  if (context === '.__GLOBAL') return { kind: 'global' };
  if (context !== undefined) return { kind: 'context', context };
  if (params.subject !== undefined) return { kind: 'subject', subject: subjectOf(params) };
  const below = contextName(params);
  return below === DEFAULT_CONTEXT ? { kind: 'global' } : { kind: 'context', context: below };
}

/** The scope as a key of settings. */
export function keyOf(scope: ConfigScope): string {
  switch (scope.kind) {
    case 'global':
      return '';
    case 'context':
      return `:${scope.context}:`;
    case 'subject':
      return formatSubjectName(scope.subject);
  }
}

/** Keys of the scopes that bear on a scope, the weakest first, itself last. */
export function keysOver(scope: ConfigScope): readonly string[] {
  switch (scope.kind) {
    case 'global':
      return [''];
    case 'context':
      return ['', keyOf(scope)];
    case 'subject':
      return ['', `:${scope.subject.context}:`, keyOf(scope)];
  }
}
