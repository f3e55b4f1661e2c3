import type { FieldShape } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { wellKnownOf } from '../json/well-known.js';
import { matchByNumber, type MatchField } from '../pair.js';
import { knownTrees } from './known-trees.js';
import { valuesOf, zeroOf } from './candidates.js';
import type { Tree, TreeValue } from './tree.js';

/** Most messages that required fields may ask for in one tree. */
const MOST_MESSAGES = 500;

/** Deepest nesting of required fields. */
const MOST_LEVELS = 100;

/** Levels to which fields are filled that only the reader demands: enough to keep them out of the way. */
const MOST_DEMANDED_LEVELS = 3;

const NONE: ReadonlySet<number> = new Set();
const EMPTY: Tree = new Map();

/**
 * A tree with what a lawful writer must set, and what the reader demands if the writer has it, so that only the damage that is
 * looked for shows. Numbers in `left` stay unset unless the writer must set them. Null when no lawful message exists.
 */
export function fill(
  writer: MessageShape,
  reader: MessageShape | null,
  tree: Tree,
  left: ReadonlySet<number> = NONE,
  match: MatchField = matchByNumber,
): Tree | null {
  return new Filler(match).fill(writer, reader, tree, left, 0);
}

/** Trees of a message field: with something in it, and empty. */
export function messagesOf(field: FieldShape, reader: FieldShape | null): readonly Tree[] {
  const shape = field.message;
  if (shape === null) return [];
  const other = reader?.message ?? null;
  const known = knownTrees(shape);
  if (known.length > 0) return known;
  const wrapped = wellKnownOf(shape) === 'wrapper' ? shape.field(1) : null;
  if (wrapped) return [...valuesOf(wrapped, null, () => []).map((value) => new Map([[1, value]])), EMPTY];
  const inners = [...shape.fields.values()];
  const scalar = inners.find((one) => one.message === null);
  const inner = scalar ?? inners[0];
  const value = inner && contentOf(inner, other?.field(inner.number) ?? null);
  const full: Tree = inner && value ? new Map([[inner.number, inner.repeated ? [value] : value]]) : EMPTY;
  return [full, EMPTY].map((tree) => fill(shape, other, tree)).filter((tree) => tree !== null);
}

function contentOf(field: FieldShape, reader: FieldShape | null): TreeValue | null {
  if (field.message === null) return ordinaryScalar(field, reader);
  return fill(field.message, reader?.message ?? null, EMPTY);
}

class Filler {
  #messages = 0;
  readonly #match: MatchField;

  constructor(match: MatchField) {
    this.#match = match;
  }

  fill(
    writer: MessageShape,
    reader: MessageShape | null,
    tree: Tree,
    left: ReadonlySet<number>,
    level: number,
  ): Tree | null {
    if (level > MOST_LEVELS || ++this.#messages > MOST_MESSAGES) return null;
    const [known] = tree.size === 0 ? knownTrees(writer) : [];
    if (known) return known;
    const filled = new Map(tree);
    for (const field of writer.fields.values()) {
      if (filled.has(field.number)) continue;
      const other = reader && this.#match(field, reader);
      const lawful = isLawful(field);
      if (!lawful && !isDemanded(field, other, left, level)) continue;
      if (isChosen(field, writer, filled)) continue;
      const value = this.#ordinaryValue(field, other, level);
      if (value !== null) filled.set(field.number, field.repeated ? [value] : value);
      else if (lawful) return null;
    }
    return filled;
  }

  /** An ordinary value that the reader can take, so that it does not get in the way. */
  #ordinaryValue(field: FieldShape, reader: FieldShape | null, level: number): TreeValue | null {
    if (field.message === null) return ordinaryScalar(field, reader);
    return this.fill(field.message, reader?.message ?? null, EMPTY, NONE, level + 1);
  }
}

function ordinaryScalar(field: FieldShape, reader: FieldShape | null): TreeValue {
  const values = valuesOf(field, null, () => []).filter(
    (value) => typeof value !== 'object' || value instanceof Uint8Array,
  );
  const known = reader?.enumShape?.closed ? reader.enumShape.numbers : null;
  const taken = known ? values.find((value) => known.has(Number(value))) : undefined;
  return taken ?? values[0] ?? zeroOf(field);
}

/** Whether a lawful writer must set the field. */
function isLawful(field: FieldShape): boolean {
  return field.presence === 'required' || (field.presence === 'always' && field.message !== null);
}

function isDemanded(
  field: FieldShape,
  reader: FieldShape | null,
  left: ReadonlySet<number>,
  level: number,
): boolean {
  return reader?.presence === 'required' && level <= MOST_DEMANDED_LEVELS && !left.has(field.number);
}

/** Whether another member of the field's oneof is set already. */
function isChosen(field: FieldShape, writer: MessageShape, tree: Tree): boolean {
  if (field.oneof === null) return false;
  return [...tree.keys()].some((number) => writer.field(number)?.oneof === field.oneof);
}
