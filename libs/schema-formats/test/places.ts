import { DEFAULT_COMPARE_LIMITS, UnsupportedChange } from '../src/compare-limits.js';
import { JsonComparison } from '../src/json-schema/json-comparison.js';
import type { Place } from '../src/json-schema/place.js';
import type { JsonNode } from '../src/text/json-node.js';
import { readJson } from '../src/text/read-json.js';

/** The value of a text as parsers read it. */
export function nodeOf(text: string): JsonNode {
  const read = readJson(text, { maxDepth: 500, maxNodes: 1_000_000, comments: false });
  if (!read.ok) throw new Error(read.message);
  return read.node;
}

/** The root of a document, which is JSON text or what makes some; other documents by the names of their references. */
export function placeOf(document: unknown, others: Readonly<Record<string, unknown>> = {}): Place {
  const read = (value: unknown): JsonNode =>
    nodeOf(typeof value === 'string' ? value : JSON.stringify(value));
  const node = read(document);
  const references = new Map(Object.entries(others).map(([name, other]) => [name, read(other)]));
  return { node, scope: { document: node, references } };
}

/** Types and paths of what keeps the reader from reading what the writer wrote, or the keyword that is not compared. */
export function faultsOf(reader: unknown, writer: unknown): string {
  try {
    const faults = new JsonComparison(DEFAULT_COMPARE_LIMITS).compare(placeOf(reader), placeOf(writer));
    return faults.map(({ type, path }) => `${type} /${path.join('/')}`).join(', ');
  } catch (error) {
    if (error instanceof UnsupportedChange) return `unsupported ${error.keyword}`;
    throw error;
  }
}
