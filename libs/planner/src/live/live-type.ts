import type { ColumnShape, Dialect } from '#libs/ddl';

/** A name in quotes; a quote inside of it is doubled. */
const QUOTED = /(["`])((?:(?!\1).|\1\1)*)\1/gsu;
const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A column's type as a catalogue has it: without the words for null, unless they are a part of the type as in `Nullable(String)`. */
export function liveType(dialect: Dialect, shape: ColumnShape): string {
  return dialect.columnType(shape).replace(/ (?:NOT )?NULL$/, '');
}

/** A type whose inner names are quoted only where they need it: catalogues quote them as they like. */
export function plainType(type: string): string {
  return type.replaceAll(QUOTED, (quoted: string, _mark: string, name: string) =>
    PLAIN.test(name) ? name : quoted,
  );
}
