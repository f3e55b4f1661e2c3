import type { EnumShape } from '../shape/enum-shape.js';

/** The name that a writer prints for a number: the first declared one; null when it prints the number. */
export function printedName(shape: EnumShape, number: number): string | null {
  return shape.desc.value[number]?.jsonName ?? null;
}

/** The number that a reader takes a name for; null when it has no such name. */
export function numberNamed(shape: EnumShape, name: string): number | null {
  return shape.numberNamed(name);
}

/** Whether a number that a writer sends is, by its name, the one that a reader took. A number without a name is itself. */
export function sameValue(writer: EnumShape, sent: number, reader: EnumShape, read: number): boolean {
  const name = printedName(writer, sent);
  if (name === null) return sent === read;
  return numberNamed(reader, name) === read;
}

/** Whether what two enums take for unset is one value: the same name, or the same number under a name that was only changed. */
export function sameUnset(writer: EnumShape, sent: number, reader: EnumShape, read: number): boolean {
  if (sameValue(writer, sent, reader, read)) return true;
  if (sent !== read) return false;
  const sentName = printedName(writer, sent);
  const readName = printedName(reader, read);
  if (sentName === null || readName === null) return true;
  return numberNamed(reader, sentName) === null && numberNamed(writer, readName) === null;
}
