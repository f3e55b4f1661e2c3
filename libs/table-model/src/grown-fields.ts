import type { InnerShape, NestedShape, StructField, StructShape } from './nested-shape.js';

/** A field that came to be inside of a column. */
export interface GrownField {
  /** From the column down to the field, its own name last: `element`, `value`, and physical names of fields. */
  readonly steps: readonly GrownStep[];
  readonly field: StructField;
}

/** A place on the way to a field: a field's name is told apart from an element or a value, which engines may call the same. */
export interface GrownStep {
  readonly kind: 'element' | 'value' | 'field';
  readonly name: string;
}

/**
 * The fields that a shape has and an earlier state of it had not, in the order of the shape, the outer before the inner ones. What lies
 * inside of a new field comes with it. `after` is `before` or was grown from it. Linear.
 */
export function grownFields(before: NestedShape, after: NestedShape): readonly GrownField[] {
  const found: GrownField[] = [];
  collect(before, after, [], found);
  return found;
}

function collect(
  before: InnerShape,
  after: InnerShape,
  steps: readonly GrownStep[],
  found: GrownField[],
): void {
  if (before.kind === 'list' && after.kind === 'list')
    collect(before.element, after.element, [...steps, { kind: 'element', name: 'element' }], found);
  if (before.kind === 'map' && after.kind === 'map')
    collect(before.value, after.value, [...steps, { kind: 'value', name: 'value' }], found);
  if (before.kind === 'struct' && after.kind === 'struct') collectFields(before, after, steps, found);
}

function collectFields(
  before: StructShape,
  after: StructShape,
  steps: readonly GrownStep[],
  found: GrownField[],
): void {
  const known = new Map(before.fields.map((field) => [field.number, field]));
  const stepTo = (field: StructField): readonly GrownStep[] => [
    ...steps,
    { kind: 'field', name: field.name },
  ];
  for (const field of after.fields) if (!known.has(field.number)) found.push({ steps: stepTo(field), field });
  for (const field of after.fields) {
    const earlier = known.get(field.number);
    if (earlier !== undefined) collect(earlier.shape, field.shape, stepTo(field), found);
  }
}
