import {
  shapeOf,
  type InnerShape,
  type LeafShape,
  type LogicalType,
  type NestedShape,
} from '#libs/table-model';
import { cost } from './cost.js';
import type { StatementCost, StatementKind } from './dialect.js';

/** Costs of a definition: where columns never grow inside, that they do needs none. */
export type DefinedCosts = Readonly<Record<Exclude<StatementKind, 'growColumn'>, StatementCost>> &
  Readonly<Partial<Record<'growColumn', StatementCost>>>;

/** What it costs that columns grow where they hold JSON. */
export const NEVER_GROWS = cost('T0', 'none', 'Never needed: what lies inside of a column takes new fields.');

/** How an engine says lists, maps and structs. What is given is quoted, or a type in the engine's words. */
export interface NestedWords {
  /** What of a shape the engine can hold; parts that it can not are JSON leaves, null makes all of it JSON. Default: all. */
  readonly holds?: (shape: NestedShape) => NestedShape | null;
  list(element: string): string;
  map(key: string, value: string): string;
  struct(fields: readonly (readonly [name: string, type: string])[]): string;
  /** Statements that add fields inside of a column; null when none are needed. */
  readonly grow: ((growth: Growth) => readonly Grown[]) | null;
}

/** A column that grows inside. */
export interface Growth {
  readonly table: string;
  readonly column: string;
  /** Path: what leads to the field, joined by dots from the column down; `element` and `value` stand for those of lists and maps. */
  readonly fields: readonly { readonly path: string; readonly type: string }[];
  readonly typeBefore: string;
  readonly typeAfter: string;
}

/** A statement that makes a column grow. */
export interface Grown {
  readonly sql: string;
  readonly undo: string | null;
}

/** What of a type an engine with these words holds as lists, maps and structs. */
export function heldShape(nested: NestedWords | undefined, type: LogicalType): NestedShape | null {
  const shape = shapeOf(type);
  if (shape === undefined || nested === undefined) return null;
  return nested.holds === undefined ? shape : nested.holds(shape);
}

/** What {@link nestedType} needs of a dialect. */
export interface NestedPrinter {
  readonly nested: NestedWords;
  leaf(leaf: LeafShape, nullable: boolean): string;
  quote(name: string): string;
}

/** The type of what lies inside of a column, in the engine's words. Elements, keys and values are never NULL, fields may be. */
export function nestedType(printer: NestedPrinter, shape: InnerShape, nullable: boolean): string {
  const { nested } = printer;
  const inner = (one: InnerShape): string => nestedType(printer, one, false);
  switch (shape.kind) {
    case 'leaf':
      return printer.leaf(shape, nullable);
    case 'list':
      return nested.list(inner(shape.element));
    case 'map':
      return nested.map(inner(shape.key), inner(shape.value));
    case 'struct':
      return nested.struct(
        shape.fields.map((field) => [printer.quote(field.name), nestedType(printer, field.shape, true)]),
      );
  }
}

/** Lists of single values alone: for engines whose structs take no new fields. */
export function listsOfValues(shape: NestedShape): NestedShape | null {
  return shape.kind === 'list' && isValue(shape.element) ? shape : null;
}

/** Lists and maps of single values alone. */
export function plainCollections(shape: NestedShape): NestedShape | null {
  return shape.kind === 'map' && isValue(shape.value) ? shape : listsOfValues(shape);
}

function isValue(shape: InnerShape): boolean {
  return shape.kind === 'leaf';
}
