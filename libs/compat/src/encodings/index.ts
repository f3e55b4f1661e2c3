import type { Policy } from '../policy.js';
import { binary } from './binary.js';
import type { EncodingDefinition } from './define-encoding.js';
import { json, strictJson } from './json.js';

/** Those of a policy's encodings by which data passes; the rest have no rules here. */
export function encodingsOf(
  policy: Pick<Policy, 'encodings' | 'jsonIgnoreUnknown'>,
): readonly EncodingDefinition[] {
  const all = [binary, policy.jsonIgnoreUnknown ? json : strictJson];
  return all.filter((encoding) => policy.encodings.includes(encoding.name));
}
