import type { ModuleSpec } from './model.js';
import type { Pair } from './random-pair.js';

/** A way to make a pair smaller. */
export type Step = (pair: Pair) => Pair;
type Side = 'before' | 'after';
type Node = Readonly<Record<string, unknown>>;

/** All ways to make the pair a little smaller, the largest first. */
export function stepsOf(pair: Pair): readonly Step[] {
  const ids = new Set<number>();
  for (const side of ['before', 'after'] as const) visit(pair[side], (node) => addId(ids, node));
  const order = [...ids].sort((left, right) => left - right);
  const removals = order.flatMap((id): Step[] => [
    (one) => onSides(one, ['before', 'after'], (node) => without(node, id)),
    (one) => onSides(one, ['before'], (node) => without(node, id)),
    (one) => onSides(one, ['after'], (node) => without(node, id)),
  ]);
  return [plain, dressed, ...removals, ...order.flatMap(simplifications)];
}

function plain(pair: Pair): Pair {
  return { ...pair, layout: null };
}

function dressed(pair: Pair): Pair {
  return { ...pair, bare: false };
}

function addId(ids: Set<number>, node: Node): void {
  if (isElement(node)) ids.add(node['id'] as number);
}

/** References are objects with an id too, but also with a kind. */
function isElement(node: Node): boolean {
  return typeof node['id'] === 'number' && node['kind'] === undefined;
}

/** An element without its options, default, oneof, label, type; on both sides or one. */
function simplifications(id: number): Step[] {
  const edits: ((node: Node) => Node)[] = [
    (node) => ('options' in node ? { ...node, options: {} } : node),
    ...optionEdits(),
    (node) => ('default' in node ? { ...node, default: null } : node),
    (node) => ('oneof' in node ? { ...node, oneof: null } : node),
    (node) => ('label' in node ? { ...node, label: 'explicit' } : node),
    (node) =>
      'type' in node && node['group'] === null ? { ...node, type: { kind: 'scalar', name: 'int32' } } : node,
  ];
  const sides: readonly (readonly Side[])[] = [['before', 'after'], ['before'], ['after']];
  return edits.flatMap((edit) =>
    sides.map(
      (chosen): Step =>
        (pair) =>
          onSides(pair, chosen, (node) => change(node, id, edit)),
    ),
  );
}

/** Takes one option away, by its place. */
function optionEdits(): ((node: Node) => Node)[] {
  return [0, 1, 2].map((at) => (node) => {
    const options = node['options'] as Node | undefined;
    const name = Object.keys(options ?? {})[at];
    if (options === undefined || name === undefined) return node;
    return { ...node, options: Object.fromEntries(Object.entries(options).filter(([key]) => key !== name)) };
  });
}

function onSides(pair: Pair, sides: readonly Side[], edit: (node: unknown) => unknown): Pair {
  const edited = { ...pair };
  for (const side of sides) Object.assign(edited, { [side]: edit(pair[side]) as ModuleSpec });
  return edited;
}

/** The tree without the elements of an id. */
function without(node: unknown, id: number): unknown {
  if (Array.isArray(node))
    return node
      .filter((item: Node) => !isElement(item) || item['id'] !== id)
      .map((item) => without(item, id));
  return mapNode(node, (child) => without(child, id));
}

function change(node: unknown, id: number, edit: (node: Node) => Node): unknown {
  const changed = mapNode(node, (child) => change(child, id, edit));
  const isIt = typeof changed === 'object' && changed !== null && (changed as Node)['id'] === id;
  return isIt && isElement(changed as Node) ? edit(changed as Node) : changed;
}

function mapNode(node: unknown, map: (child: unknown) => unknown): unknown {
  if (Array.isArray(node)) return node.map(map);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, map(child)]));
}

function visit(node: unknown, see: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) see(node as Node);
  for (const child of Object.values(node)) visit(child, see);
}
