import type { EnumShape } from './shape/enum-shape.js';
import type { MessageShape } from './shape/message-shape.js';
import { sameEnum, sameMessage } from './shape/same.js';
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
    messages: changedIn(before.messages, after.messages, sameMessage),
    enums: changedIn(before.enums, after.enums, (left, right) => sameEnum(left.desc, right.desc)),
  };
}

function changedIn<Shape>(
  before: ReadonlyMap<string, Shape>,
  after: ReadonlyMap<string, Shape>,
  same: (before: Shape, after: Shape) => boolean,
): readonly Changed<Shape>[] {
  const changed: Changed<Shape>[] = [];
  for (const [typeName, shape] of before) {
    const other = after.get(typeName);
    if (other && !same(shape, other)) changed.push({ before: shape, after: other });
  }
  return changed;
}
