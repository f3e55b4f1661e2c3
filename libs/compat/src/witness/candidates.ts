import type { FieldShape } from '../shape/field-shape.js';
import { rangeOf } from '../wire/numbers.js';
import type { Tree, TreeValue } from './tree.js';

/** Numbers around which codecs go wrong, ordinary ones first. */
const INTEGERS: readonly bigint[] = [
  1n,
  2n,
  5n,
  -1n,
  (1n << 31n) - 1n,
  1n << 31n,
  (1n << 32n) - 1n,
  (1n << 32n) + 1n,
  (1n << 53n) + 1n,
  (1n << 24n) + 1n,
  -(1n << 31n),
  (1n << 63n) - 1n,
  -(1n << 63n),
  1n << 63n,
  (1n << 64n) - 1n,
  0n,
];
const FLOATS: readonly number[] = [1.5, -2, 0, -0, Number.NaN, Number.POSITIVE_INFINITY];
const DOUBLES: readonly number[] = [...FLOATS, 1e300];
const ASCII_A = 0x61;
const NOT_UTF8 = 0xff;

/** Most declared numbers of an enum that are tried. */
const MOST_NUMBERS = 24;

/** Single values of a writer's field to try on a reader's, ordinary ones first. Messages come from `messages`. */
export function valuesOf(
  writer: FieldShape,
  reader: FieldShape | null,
  messages: (field: FieldShape) => readonly Tree[],
): readonly TreeValue[] {
  switch (writer.type) {
    case 'message':
    case 'group':
      return messages(writer);
    case 'string':
      return writer.strictUtf8 ? ['a', 'é', ''] : ['a', { raw: Uint8Array.of(NOT_UTF8) }, 'é', ''];
    case 'bytes':
      return [Uint8Array.of(ASCII_A), Uint8Array.of(NOT_UTF8), new Uint8Array(0), Uint8Array.of(0)];
    case 'float':
      return FLOATS;
    case 'double':
      return DOUBLES;
    case 'enum':
      return enumNumbers(writer, reader);
    default:
      return integersOf(writer);
  }
}

/** The zero of a field's type. */
export function zeroOf(field: FieldShape): TreeValue {
  switch (field.type) {
    case 'message':
    case 'group':
      return new Map();
    case 'string':
      return '';
    case 'bytes':
      return new Uint8Array(0);
    case 'float':
    case 'double':
      return 0;
    default:
      return 0n;
  }
}

function integersOf(field: FieldShape): readonly bigint[] {
  const range = rangeOf(field.type);
  return range === null ? [] : INTEGERS.filter((value) => value >= range.low && value <= range.high);
}

/** Numbers that the reader lacks come first; then those of both; an open enum may send any. */
function enumNumbers(writer: FieldShape, reader: FieldShape | null): readonly bigint[] {
  const declared = [...(writer.enumShape?.numbers ?? [])].filter((number) => number !== 0);
  const known = reader?.enumShape?.numbers;
  const missing = declared.filter((number) => !known?.has(number)).slice(0, MOST_NUMBERS);
  const shared = declared.filter((number) => known?.has(number)).slice(0, MOST_NUMBERS);
  const zero = writer.enumShape?.numbers.has(0) ? [0n] : [];
  const any = writer.enumShape?.closed ? [] : integersOf(writer);
  return [...new Set([...[...missing, ...shared].map(BigInt), ...zero, ...any])];
}
