import type { CellForm, RowColumn } from '../cell.js';
import type { FieldPlan, MessagePlan } from '../interpret/message-plan.js';

/** A cell that a field fills: its place in the row and its form. */
export interface Sink {
  readonly index: number;
  readonly form: CellForm;
}

/** A message of which a row has cells, and what becomes of its fields. */
export interface RowNode {
  readonly plan: MessagePlan;
  /** What the names of its variables start with: the field numbers that lead to it. */
  readonly name: string;
  /** The root is 1. */
  readonly depth: number;
  readonly children: Map<FieldPlan, RowNode>;
  readonly leaves: Map<FieldPlan, Sink[]>;
  /** Places of the cells that name the set member, by each member of the oneof. */
  readonly cases: Map<FieldPlan, number[]>;
}

/** The messages that the columns lead through. A column that the type lacks is nowhere in it. */
export function rowTree(plan: MessagePlan, columns: readonly RowColumn[]): RowNode {
  const root = nodeOf(plan, 'n', 1);
  columns.forEach(({ path, form }, index) => place(root, path, { index, form }));
  return root;
}

function nodeOf(plan: MessagePlan, name: string, depth: number): RowNode {
  return { plan, name, depth, children: new Map(), leaves: new Map(), cases: new Map() };
}

function place(node: RowNode, path: readonly number[], sink: Sink): void {
  const [number, ...rest] = path;
  const field = number === undefined ? undefined : node.plan.byNumber.get(number);
  if (field === undefined || field.desc.kind === 'extension') return;
  if (rest.length === 0) {
    if (sink.form === 'case') placeCase(node, field, sink.index);
    else push(node.leaves, field, sink);
  } else if (field.kind === 'single' && field.value.isMessage) {
    const child =
      node.children.get(field) ??
      nodeOf(field.value.message(), `${node.name}_${field.number}`, node.depth + 1);
    node.children.set(field, child);
    place(child, rest, sink);
  }
}

function placeCase(node: RowNode, field: FieldPlan, index: number): void {
  const { oneof } = field.desc;
  if (oneof === undefined) return;
  for (const member of node.plan.fields) if (member.desc.oneof === oneof) push(node.cases, member, index);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
