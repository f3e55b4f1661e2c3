import type { ColumnShape, Dialect } from '#libs/ddl';

/** A column's type as a catalogue has it: without the words for null, unless they are a part of the type as in `Nullable(String)`. */
export function liveType(dialect: Dialect, shape: ColumnShape): string {
  return dialect.columnType(shape).replace(/ (?:NOT )?NULL$/, '');
}
