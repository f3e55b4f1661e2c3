import { ScalarType, type DescField, type DescMessage, type DescOneof } from '@bufbuild/protobuf';
import { elementPath } from '#libs/descriptors';
import { options } from '#libs/gen';
import { columnAnnotationOf } from './annotations.js';
import { askedShape } from './asked-shape.js';
import { CASE_SHAPE, JSON_SHAPE, leafShape } from './leaf.js';
import type { ValueShape } from './logical-type.js';
import { NestedLayout } from './nested-layout.js';
import { unusable } from './read-layout.js';
import { tableFinding, type TableFinding } from './table-finding.js';
import type { ColumnCare } from './table-layout.js';

/** How far flattening may go; both limits are at least 1. */
export interface LayoutBudget {
  readonly depth: number;
  readonly columns: number;
}

/** A column before its name is settled: the name may be too long, reserved or not unique. */
export interface PlannedColumn {
  readonly desc: DescField | DescOneof;
  readonly path: readonly number[];
  readonly wantedName: string;
  readonly shape: ValueShape;
  readonly care: ColumnCare;
}

// An explicit FLATTEN goes past the depth budget; this bounds hostile chains of thousands of annotated types.
const MAX_FLATTEN_DEPTH = 32;

interface Part {
  readonly desc: DescField | DescOneof;
  readonly path: readonly number[];
  readonly name: string;
  /** Message types from the root down to the holder of this part. */
  readonly trail: readonly DescMessage[];
  readonly forced: boolean;
  readonly care: ColumnCare;
  /** Null while the part is a message whose layout is not decided, and when it is flattened. */
  shape: ValueShape | null;
  /** The parts of a flattened message. */
  nested: readonly Part[];
}

/**
 * Decides which messages are flattened and which become JSON. Breadth first and by field number, so that shallow and early
 * fields get their columns first when the column budget runs out. Work is bounded by the column budget, whatever the schema.
 */
export function layoutColumns(
  root: DescMessage,
  budget: LayoutBudget,
  findings: TableFinding[],
): readonly PlannedColumn[] {
  const layout = new Layout(budget, findings);
  return [...leavesOf(layout.run(root))];
}

class Layout {
  private columns = 0;
  private readonly queue: Part[] = [];
  private readonly widths = new Map<DescMessage, number>();
  private readonly extended = new Set<DescMessage>();
  private readonly nested: NestedLayout;

  constructor(
    private readonly budget: LayoutBudget,
    private readonly findings: TableFinding[],
  ) {
    this.nested = new NestedLayout(findings);
  }

  run(root: DescMessage): readonly Part[] {
    const parts = this.expand(root, [], '', [root]);
    this.columns = parts.length;
    if (this.columns > this.budget.columns)
      this.findings.push(tooWide(root, this.columns, this.budget.columns));
    for (let next = 0; next < this.queue.length; next += 1) this.decide(this.queue[next]!);
    return parts;
  }

  private decide(part: Part): void {
    const message = messageOf(part);
    const problem = this.problemOf(part, message);
    if (problem !== null) {
      part.shape = JSON_SHAPE;
      this.findings.push(problem);
      return;
    }
    const care = this.careBelow(part, message);
    part.nested = this.expand(message, part.path, `${part.name}__`, [...part.trail, message], care);
    this.columns += part.nested.length - 1;
  }

  /** What is said of a flattened message holds for the columns that come of it, but for its type: it has no column. */
  private careBelow({ care, desc }: Part, message: DescMessage): ColumnCare {
    if (isDecimal(message)) return care;
    const { overrides, ...below } = care;
    if (overrides !== undefined)
      this.findings.push(
        unusable(elementPath(desc), 'column.types', 'has no column to hold for: the message is flattened'),
      );
    return below;
  }

  private problemOf(part: Part, message: DescMessage): TableFinding | null {
    if (part.trail.includes(message)) return recursion(part, message);
    const depth = part.path.length;
    if (depth >= MAX_FLATTEN_DEPTH || (depth >= this.budget.depth && !part.forced)) {
      return tooDeep(part, message, Math.min(this.budget.depth, MAX_FLATTEN_DEPTH));
    }
    const columns = this.columns + this.widthOf(message) - 1;
    return columns > this.budget.columns ? overBudget(part, message, columns, this.budget.columns) : null;
  }

  private expand(
    message: DescMessage,
    path: readonly number[],
    prefix: string,
    trail: readonly DescMessage[],
    above: ColumnCare = {},
  ): readonly Part[] {
    this.noteExtensions(message);
    const parts: Part[] = [];
    const cases = casesByLowestMember(message);
    for (const field of byNumber(message.fields)) {
      const fieldPath = [...path, field.number];
      const oneof = cases.get(field);
      if (oneof !== undefined) parts.push(casePart(oneof, fieldPath, prefix, trail));
      const part = this.fieldPart(field, fieldPath, prefix, trail);
      if (part !== null) parts.push(part);
    }
    // What a field says of itself goes before what is said of the message that it is in.
    const cared = parts.map((part) => ({ ...part, care: { ...above, ...part.care } }));
    for (const part of cared) if (part.shape === null) this.queue.push(part);
    return cared;
  }

  private fieldPart(
    field: DescField,
    path: readonly number[],
    prefix: string,
    trail: readonly DescMessage[],
  ): Part | null {
    const said = columnAnnotationOf(field, this.findings);
    if (said.strategy === options.Strategy.IGNORE) return null;
    const { shape, forced } = this.shapeOf(field, said.strategy, trail);
    const name = said.name ?? prefix + field.name;
    const asked = shape === null ? null : askedShape(field, said, shape, this.findings);
    return { desc: field, path, name, trail, forced, care: said.care, shape: asked, nested: [] };
  }

  private shapeOf(
    field: DescField,
    strategy: options.Strategy,
    trail: readonly DescMessage[],
  ): Pick<Part, 'shape' | 'forced'> {
    const isPlural = field.fieldKind === 'list' || field.fieldKind === 'map';
    const natural = isPlural ? JSON_SHAPE : leafShape(field);
    if (strategy === options.Strategy.JSON) return { shape: JSON_SHAPE, forced: false };
    const forced = strategy === options.Strategy.FLATTEN;
    const asStruct = strategy === options.Strategy.STRUCT;
    if ((forced && natural !== null) || (asStruct && natural !== null && !isPlural))
      this.findings.push(notFitting(field, forced ? 'FLATTEN' : 'STRUCT'));
    if (isPlural) return { shape: this.nested.plural(field, trail), forced: false };
    if (asStruct && natural === null && field.message !== undefined)
      return { shape: this.nested.whole(field, field.message, trail), forced: false };
    return { shape: natural, forced };
  }

  // Counted once for each type: a schema may name one wide type from hundreds of fields.
  private widthOf(message: DescMessage): number {
    let width = this.widths.get(message);
    if (width === undefined) {
      const kept = message.fields.filter(
        (field) => columnAnnotationOf(field, []).strategy !== options.Strategy.IGNORE,
      );
      width = kept.length + message.oneofs.length;
      this.widths.set(message, width);
    }
    return width;
  }

  private noteExtensions(message: DescMessage): void {
    if (message.proto.extensionRange.length === 0 || this.extended.has(message)) return;
    this.extended.add(message);
    this.findings.push(
      tableFinding(
        'TABLE_EXTENSIONS_IGNORED',
        elementPath(message),
        `Message ${message.typeName} may carry extensions; they get no column.`,
        'Make the extensions ordinary fields if their values are needed in the table.',
      ),
    );
  }
}

// Its one column is the field's value, and nobody can annotate the type itself. Source: tables.md §1.3.
function isDecimal({ typeName, fields }: DescMessage): boolean {
  return typeName === 'google.type.Decimal' && fields.length === 1 && fields[0]!.scalar === ScalarType.STRING;
}

function* leavesOf(parts: readonly Part[]): Generator<PlannedColumn> {
  for (const { desc, path, name, shape, care, nested } of parts) {
    if (shape === null) yield* leavesOf(nested);
    else yield { desc, path, wantedName: name, shape, care };
  }
}

function byNumber(fields: readonly DescField[]): readonly DescField[] {
  return [...fields].sort((one, other) => one.number - other.number);
}

function casesByLowestMember(message: DescMessage): ReadonlyMap<DescField, DescOneof> {
  const cases = new Map<DescField, DescOneof>();
  for (const oneof of message.oneofs) {
    const lowest = byNumber(oneof.fields)[0];
    if (lowest !== undefined) cases.set(lowest, oneof);
  }
  return cases;
}

function casePart(
  oneof: DescOneof,
  path: readonly number[],
  prefix: string,
  trail: readonly DescMessage[],
): Part {
  const name = `${prefix}${oneof.name}__case`;
  return { desc: oneof, path, name, trail, forced: false, care: {}, shape: CASE_SHAPE, nested: [] };
}

function messageOf(part: Part): DescMessage {
  // Only parts whose leafShape is null are queued, and those are singular messages.
  return (part.desc as DescField & { readonly fieldKind: 'message' }).message;
}

function recursion(part: Part, message: DescMessage): TableFinding {
  return tableFinding(
    'TABLE_RECURSION',
    elementPath(part.desc),
    `Message ${message.typeName} contains itself; column '${part.name}' holds the inner one as JSON.`,
    'Nothing to do, unless the inner values are needed as columns: then give them a type of their own.',
  );
}

function tooDeep(part: Part, message: DescMessage, depth: number): TableFinding {
  return tableFinding(
    'TABLE_DEPTH_BUDGET',
    elementPath(part.desc),
    `Message ${message.typeName} lies deeper than ${depth} levels; column '${part.name}' holds it as JSON.`,
    'Annotate the field with column.strategy = STRATEGY_FLATTEN to get a column for each of its fields.',
  );
}

function overBudget(part: Part, message: DescMessage, columns: number, budget: number): TableFinding {
  return tableFinding(
    'TABLE_COLUMN_BUDGET',
    elementPath(part.desc),
    `Flattening ${message.typeName} would make ${columns} columns, over the budget of ${budget}; column '${part.name}' holds it as JSON.`,
    'Annotate fields that the table does not need with column.strategy = STRATEGY_IGNORE or STRATEGY_JSON.',
  );
}

function tooWide(root: DescMessage, columns: number, budget: number): TableFinding {
  return tableFinding(
    'TABLE_TOO_WIDE',
    elementPath(root),
    `Message ${root.typeName} has ${columns} columns of its own, over the budget of ${budget}. PostgreSQL takes no more than 1600.`,
    'Group rarely used fields in a nested message, or annotate them with column.strategy = STRATEGY_IGNORE.',
  );
}

function notFitting(field: DescField, strategy: 'FLATTEN' | 'STRUCT'): TableFinding {
  return tableFinding(
    'TABLE_STRATEGY_UNSUPPORTED',
    elementPath(field),
    `Field ${field.name} can not have strategy ${strategy}: only a singular message with fields can. It becomes one column.`,
    `Remove column.strategy = STRATEGY_${strategy}.`,
  );
}
