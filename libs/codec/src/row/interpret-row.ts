import type { Cell, RowColumn } from '../cell.js';
import type { Decoded } from '../decoded.js';
import type { Interpreter } from '../interpret/interpreter.js';
import { cellReader } from './cell-reader.js';

/** A decoder of rows without generated code. */
export function interpretRow(
  interpreter: Interpreter,
  columns: readonly RowColumn[],
): (bytes: Uint8Array) => Decoded<Cell[]> {
  const readers = columns.map((column) => cellReader(interpreter.plan, column));
  return (bytes) =>
    interpreter.read(bytes, (root, anyReader) => readers.map((read) => read(root, anyReader)));
}
