import { defineRule } from '../../define-rule.js';
import { listOf } from '../../describe.js';
import type { FieldShape } from '../../shape/field-shape.js';
import { meetsAsNumbers } from '../../wire/landing.js';
import { isClosedEnum, isZigzag, rangeOf, sendsZero, sentNumbers } from '../../wire/numbers.js';

/** A closed enum lacks numbers that may come. **Source** compatibility, binary: "int or enum→closed enum", "bool→closed enum". */
export const enumClosedValueMissing = defineRule({
  id: 'enum-closed-value-missing',
  encoding: 'binary',
  on: 'field',
  summary: 'A closed enum lacks numbers that the writer may send; they go to the unknown fields.',
  classes: ['break', 'lossy'],
  hint: 'Declare the missing numbers in the enum before anybody sends them, or make the enum open.',
  check({ writer, reader }) {
    if (!isClosedEnum(reader) || !meetsAsNumbers(writer, reader)) return null;
    if (isZigzag(writer.type)) return null;
    const missing = missingNumbers(writer, reader);
    if (missing !== null && missing.length === 0) return null;
    const what =
      missing === null ? 'a number that the enum does not declare' : `${plural(missing)} ${listOf(missing)}`;
    const required = reader.presence === 'required';
    const fate = required ? 'so the required field is missing' : 'so the value is lost';
    return {
      class: required || !sharesNonZero(writer, reader) ? 'break' : 'lossy',
      effect: `${what} goes to the unknown fields, ${fate}`,
    };
  },
});

/** Null: any number may come. */
function missingNumbers(writer: FieldShape, reader: FieldShape): readonly number[] | null {
  const sent = sentNumbers(writer);
  if (sent === null) return null;
  const known = reader.enumShape?.numbers;
  return [...sent].filter((number) => !known?.has(number) && (number !== 0 || sendsZero(writer)));
}

function sharesNonZero(writer: FieldShape, reader: FieldShape): boolean {
  const range = rangeOf(writer.type);
  const sent = sentNumbers(writer) ?? declaredNumbers(writer);
  return [...(reader.enumShape?.numbers ?? [])].some((number) => {
    if (number === 0 || range === null) return false;
    if (sent !== null) return sent.has(number);
    return BigInt(number) >= range.low && BigInt(number) <= range.high;
  });
}

/** Ordinary values of an open enum are those that it declares; null when it declares none but zero. */
function declaredNumbers(writer: FieldShape): ReadonlySet<number> | null {
  const numbers = writer.enumShape?.numbers;
  return numbers && [...numbers].some((number) => number !== 0) ? numbers : null;
}

function plural(numbers: readonly number[]): string {
  return numbers.length === 1 ? 'number' : 'each of the numbers';
}
