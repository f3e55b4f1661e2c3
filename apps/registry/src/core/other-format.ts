import type { CompatibilityLevel, Verdict } from '#libs/compat';
import { refused } from './document-verdict.js';

/** The verdict on a schema whose format is not that of a version before. */
export function otherFormat(level: CompatibilityLevel, version: number): Verdict {
  const message = 'Incompatible because of different schema type';
  return refused(level, version, [{ ruleId: 'SCHEMA_TYPE_CHANGED', message, path: '#', hint: '' }]);
}
