import { Fault } from '../fault.js';
import type { FieldPlan } from './message-plan.js';
import { MessageNode, type FieldValue, type MapValue, type SingleValue } from './value.js';

/**
 * **Throws** a {@link Fault} for the first required field that is missing, at any depth: in messages, lists, maps, oneofs and
 * extensions. To be called when a message is complete, because a message may come in parts.
 */
export function checkRequired(node: MessageNode): void {
  if (!node.plan.mayLackRequired()) return;
  for (const field of node.plan.fields) {
    const value = node.values[field.slot];
    if (value !== undefined) checkField(field, value);
    else if (field.required) {
      const owner = node.plan.desc.typeName;
      throw new Fault(
        'MISSING_REQUIRED',
        `the required field '${field.segment}' of ${owner} is missing`,
      ).within(field.segment);
    }
  }
}

function checkField(field: FieldPlan, value: FieldValue): void {
  if (!field.value.isMessage || !field.value.message().mayLackRequired()) return;
  if (field.kind === 'single') return checkWithin([field.segment], value as SingleValue);
  if (field.kind === 'list') {
    (value as readonly SingleValue[]).forEach((item, index) =>
      checkWithin([`[${index}]`, field.segment], item),
    );
    return;
  }
  for (const [key, item] of value as MapValue)
    checkWithin([`[${JSON.stringify(String(key))}]`, field.segment], item);
}

function checkWithin(segments: readonly string[], value: SingleValue): void {
  try {
    checkRequired(value as MessageNode);
  } catch (error) {
    if (error instanceof Fault) for (const segment of segments) error.within(segment);
    throw error;
  }
}
