import type { FieldShape } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { valuesOf, zeroOf } from './candidates.js';
import { isTree, type Tree, type TreeValue } from './tree.js';

/** Deepest nesting that required fields may ask for. */
const MOST_LEVELS = 40;

const NONE: ReadonlySet<number> = new Set();

/**
 * A tree with what a lawful writer must set, and what the reader demands if the writer has it, so that only the damage that is
 * looked for shows. Numbers in `left` stay unset unless the writer must set them. Null when no lawful message exists.
 */
export function fill(
  writer: MessageShape,
  reader: MessageShape | null,
  tree: Tree,
  left: ReadonlySet<number> = NONE,
  level = 0,
): Tree | null {
  if (level > MOST_LEVELS) return null;
  const filled = new Map(tree);
  for (const field of writer.fields.values()) {
    if (filled.has(field.number)) continue;
    const other = reader?.field(field.number) ?? null;
    if (!isNeeded(field, other, left) || isChosen(field, writer, filled)) continue;
    const value = ordinaryValue(field, other, level);
    if (value === null) return null;
    filled.set(field.number, field.repeated ? [value] : value);
  }
  return filled;
}

/** Trees of a message field: with something in it, and empty. */
export function messagesOf(field: FieldShape, reader: FieldShape | null): readonly Tree[] {
  if (field.message === null) return [];
  const other = reader?.message ?? null;
  const inner = [...field.message.fields.values()].find((one) => !one.repeated && one.message === null);
  const full = inner
    ? new Map([[inner.number, ordinaryScalar(inner, other?.field(inner.number) ?? null)]])
    : nested(field);
  const trees = [full, new Map<number, TreeValue>()].map((tree) => fill(field.message!, other, tree));
  return trees.filter((tree) => tree !== null);
}

/** An ordinary value that the reader can take, so that it does not get in the way. */
function ordinaryValue(field: FieldShape, reader: FieldShape | null, level: number): TreeValue | null {
  if (field.message !== null) return fill(field.message, reader?.message ?? null, new Map(), NONE, level + 1);
  return ordinaryScalar(field, reader);
}

function ordinaryScalar(field: FieldShape, reader: FieldShape | null): TreeValue {
  const values = valuesOf(field, null, () => []).filter(
    (value) => typeof value !== 'object' || value instanceof Uint8Array,
  );
  const known = reader?.enumShape?.closed ? reader.enumShape.numbers : null;
  const taken = known ? values.find((value) => known.has(Number(value))) : undefined;
  return taken ?? values[0] ?? zeroOf(field);
}

function isNeeded(field: FieldShape, reader: FieldShape | null, left: ReadonlySet<number>): boolean {
  if (field.presence === 'required' || (field.presence === 'always' && field.message !== null)) return true;
  return reader?.presence === 'required' && !left.has(field.number);
}

/** Whether another member of the field's oneof is set already. */
function isChosen(field: FieldShape, writer: MessageShape, tree: Tree): boolean {
  if (field.oneof === null) return false;
  return [...tree.keys()].some((number) => writer.field(number)?.oneof === field.oneof);
}

function nested(field: FieldShape): Tree {
  const inner = [...(field.message?.fields.values() ?? [])].find((one) => one.message !== null);
  if (!inner?.message) return new Map();
  const value = fill(inner.message, null, new Map());
  return isTree(value ?? undefined)
    ? new Map([[inner.number, inner.repeated ? [value!] : value!]])
    : new Map();
}
