import type { PlainValue } from '../shape/field-shape.js';

/** Text that is not UTF-8, as a writer that does not verify may send it. */
export interface RawText {
  readonly raw: Uint8Array;
}

/** A value of a field: one of its type, or a list of them. A map is a list of trees of its entry. */
export type TreeValue = PlainValue | RawText | Tree | readonly TreeValue[];

/** A message as its set fields, by number. Implicit fields at zero and empty lists are not set. */
export type Tree = ReadonlyMap<number, TreeValue>;

/** Whether a value is a message. */
export function isTree(value: TreeValue | undefined): value is Tree {
  return value instanceof Map;
}

/** Whether a value is a list. */
export function isList(value: TreeValue | undefined): value is readonly TreeValue[] {
  return Array.isArray(value);
}

/** Whether a value is text that is not UTF-8. */
export function isRawText(value: TreeValue | undefined): value is RawText {
  return typeof value === 'object' && value !== null && 'raw' in value;
}
