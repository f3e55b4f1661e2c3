import type { EnumShape } from '../shape/enum-shape.js';
import type { FieldShape } from '../shape/field-shape.js';
import type { Form } from './form.js';
import { numberNamed, printedName } from './enum-names.js';

const SMALLEST = -(1n << 31n);
const LARGEST = (1n << 31n) - 1n;

/** Whether a writer's field prints a zero: not when absence means it. */
export function printsZero(writer: FieldShape): boolean {
  return writer.repeated || writer.presence !== 'implicit';
}

/** Numbers whose printed names a reader lacks, in order of declaration; the first one counts only if it is printed. */
export function missingNames(writer: EnumShape, reader: EnumShape, zero: boolean): readonly number[] {
  return [...writer.numbers].filter((number) => {
    if (!zero && number === writer.first) return false;
    const name = printedName(writer, number);
    return name !== null && numberNamed(reader, name) === null;
  });
}

/** A number that a writer may print as such and that a reader's enum does not take; null when it takes all. */
export function refusedNumber(sent: Form, read: Form): bigint | null {
  if (read.kind !== 'enum' || (sent.kind === 'enum' && sent.names.closed)) return null;
  const [low, high] = sent.kind === 'integer' ? [sent.range.low, sent.range.high] : [SMALLEST, LARGEST];
  if (high > LARGEST) return high;
  if (!read.names.closed) return null;
  // A closed enum never has all numbers.
  const own = sent.kind === 'enum' ? sent.names.numbers : new Set<number>();
  for (let number = 1; ; number++) {
    if (!own.has(number) && !read.names.numbers.has(number))
      return BigInt(number) >= low ? BigInt(number) : null;
  }
}
