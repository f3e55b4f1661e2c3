import type { EnumShape } from './shape/enum-shape.js';
import type { MessageShape } from './shape/message-shape.js';
import type { SchemaShape } from './shape/schema-shape.js';

/** Two declarations of one full name. */
export interface Changed<Shape> {
  readonly before: Shape;
  readonly after: Shape;
}

/** What is declared in an earlier schema and in the proposed one. */
export interface SchemaChange {
  readonly before: SchemaShape;
  readonly after: SchemaShape;
  /** Messages of one full name that are not equal. */
  readonly messages: readonly Changed<MessageShape>[];
  /** Enums of one full name that are not equal. */
  readonly enums: readonly Changed<EnumShape>[];
}

/** Pairs declarations by full name; those that are equal are left out. */
export function pairDeclarations(before: SchemaShape, after: SchemaShape): SchemaChange {
  return {
    before,
    after,
    messages: changedIn(before.messages, after.messages),
    enums: changedIn(before.enums, after.enums),
  };
}

function changedIn<Shape extends { readonly key: string }>(
  before: ReadonlyMap<string, Shape>,
  after: ReadonlyMap<string, Shape>,
): readonly Changed<Shape>[] {
  const changed: Changed<Shape>[] = [];
  for (const [typeName, shape] of before) {
    const other = after.get(typeName);
    if (other && other.key !== shape.key) changed.push({ before: shape, after: other });
  }
  return changed;
}
