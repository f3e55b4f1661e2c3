import type { Encoding } from '../finding.js';
import { binary } from './binary.js';
import type { EncodingDefinition } from './define-encoding.js';

const ENCODINGS: readonly EncodingDefinition[] = [binary];

/** Those of the wanted encodings by which data passes; the rest have no rules here. */
export function encodingsNamed(names: readonly Encoding[]): readonly EncodingDefinition[] {
  return ENCODINGS.filter((encoding) => names.includes(encoding.name));
}
