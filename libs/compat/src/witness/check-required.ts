import type { FieldShape } from '../shape/field-shape.js';
import { isList, isTree, type TreeValue } from './tree.js';

/** **Throws** an Error when a message at or below a value lacks a field that it requires. */
export function checkRequired(field: FieldShape, value: TreeValue): void {
  if (isList(value)) {
    for (const item of value) checkRequired(field, item);
    return;
  }
  if (!isTree(value) || field.message === null) return;
  for (const inner of field.message.fields.values()) {
    const item = value.get(inner.number);
    if (item !== undefined) checkRequired(inner, item);
    else if (inner.presence === 'required') {
      throw new Error(`MISSING_REQUIRED: ${field.name} lacks the required field '${inner.name}'`);
    }
  }
}
