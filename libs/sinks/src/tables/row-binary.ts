import type { Cell } from '#libs/codec';
import { dialectNamed, type ColumnShape } from '#libs/ddl';
import {
  readNested,
  type InnerShape,
  type LogicalKind,
  type NestedMap,
  type NestedValue,
} from '#libs/table-model';

const CLICKHOUSE = dialectNamed('clickhouse');

const FIRST_BYTES = 65_536;
const TWO_32 = 4_294_967_296;
/** Texts of so many UTF-16 units are written here sign by sign while they are ASCII: a call of the encoder costs more. */
const SHORT_TEXT = 48;
const UUID_BYTES = 16;
const UUID_LENGTH = 36;
const HYPHEN = 0x2d;

/** A column of a document: its name and type as the engine has them. */
export interface BinaryColumn {
  readonly name: string;
  readonly type: string;
  readonly shape: ColumnShape;
}

/**
 * Rows in ClickHouse's RowBinaryWithNamesAndTypes: number of columns, their names, their types; then values one after the other, a
 * byte before each nullable one that is 1 for NULL. No NULL may be in a column that takes none.
 * Source: https://clickhouse.com/docs/interfaces/formats/RowBinaryWithNamesAndTypes
 */
export function rowBinary(
  columns: readonly BinaryColumn[],
  rows: readonly (readonly Cell[])[],
): Uint8Array<ArrayBuffer> {
  const sheet = new Sheet();
  sheet.varint(columns.length);
  for (const { name } of columns) sheet.text(name);
  for (const { type } of columns) sheet.text(type);
  const writers = columns.map(({ shape }) => new ColumnWriter(shape));
  for (const cells of rows)
    for (let index = 0; index < writers.length; index += 1)
      writers[index]!.write(sheet, cells[index] ?? null);
  return sheet.whole();
}

type Put = (sheet: Sheet, cell: NonNullable<Cell>) => void;

const text: Put = (sheet, cell) => sheet.text(String(cell));
const int64: Put = (sheet, cell) => sheet.int64(cell as number | bigint);

const PUTS: Readonly<Record<LogicalKind, Put>> = {
  bool: (sheet, cell) => sheet.byte(cell === true ? 1 : 0),
  int32: (sheet, cell) => sheet.int32(Number(cell)),
  int64,
  uint64: int64,
  duration: int64,
  timestamp: int64,
  float32: (sheet, cell) => sheet.float32(Number(cell)),
  float64: (sheet, cell) => sheet.float64(Number(cell)),
  bytes: (sheet, cell) => sheet.blob(cell as Uint8Array),
  uuid: (sheet, cell) => sheet.uuid(String(cell)),
  text,
  json: text,
};

/** Only fields of tuples may be null; elements, keys and values never are. */
function putInner(sheet: Sheet, shape: InnerShape, value: NestedValue, nullable: boolean): void {
  switch (shape.kind) {
    case 'leaf':
      if (nullable) sheet.byte(value === null ? 1 : 0);
      if (value !== null) PUTS[shape.type.kind](sheet, value as NonNullable<Cell>);
      return;
    case 'list': {
      const elements = value as readonly NestedValue[];
      sheet.varint(elements.length);
      for (const element of elements) putInner(sheet, shape.element, element, false);
      return;
    }
    case 'map': {
      const { entries } = value as NestedMap;
      sheet.varint(entries.length);
      for (const [key, one] of entries) {
        putInner(sheet, shape.key, key, false);
        putInner(sheet, shape.value, one, false);
      }
      return;
    }
    case 'struct':
      for (const [index, field] of shape.fields.entries())
        putInner(sheet, field.shape, (value as readonly NestedValue[])[index] ?? null, true);
  }
}

/** Writes the cells of one column. Many neighbours are alike, and to copy bytes costs less than to make them of a text again. */
class ColumnWriter {
  private readonly put: Put;
  private readonly nullable: boolean;
  private readonly mayBeEmpty: boolean;
  private last: Cell = null;
  private lastFrom = 0;
  private lastTo = 0;

  constructor({ type, nullable }: ColumnShape) {
    const inside = CLICKHOUSE.shape(type);
    this.put =
      inside === null
        ? PUTS[type.kind]
        : (sheet, cell) => putInner(sheet, inside, readNested(inside, String(cell)), false);
    this.nullable = nullable && inside === null;
    this.mayBeEmpty = inside !== null;
  }

  write(sheet: Sheet, cell: Cell): void {
    if (this.nullable) sheet.byte(cell === null ? 1 : 0);
    // A list or map that is not there is an empty one.
    if (cell === null && this.mayBeEmpty) sheet.varint(0);
    if (cell === null) return;
    if (typeof cell !== 'string') return this.put(sheet, cell);
    if (cell === this.last) return sheet.again(this.lastFrom, this.lastTo);
    this.lastFrom = sheet.end;
    this.put(sheet, cell);
    this.lastTo = sheet.end;
    this.last = cell;
  }
}

/** One buffer that grows. */
class Sheet {
  end = 0;
  private bytes = Buffer.from(new ArrayBuffer(FIRST_BYTES));
  private view = new DataView(this.bytes.buffer);

  whole(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.end);
  }

  byte(value: number): void {
    const at = this.take(1);
    this.bytes[at] = value;
  }

  int32(value: number): void {
    const at = this.take(4);
    this.view.setInt32(at, value, true);
  }

  int64(value: number | bigint): void {
    const at = this.take(8);
    if (typeof value === 'bigint') {
      this.view.setBigInt64(at, value, true);
      return;
    }
    this.view.setUint32(at, value >>> 0, true);
    this.view.setInt32(at + 4, Math.floor(value / TWO_32), true);
  }

  float32(value: number): void {
    const at = this.take(4);
    this.view.setFloat32(at, value, true);
  }

  float64(value: number): void {
    const at = this.take(8);
    this.view.setFloat64(at, value, true);
  }

  /** Length as a varint, then the bytes. */
  text(value: string): void {
    if (value.length <= SHORT_TEXT && this.shortAscii(value)) return;
    const size = Buffer.byteLength(value);
    this.varint(size);
    const at = this.take(size);
    this.bytes.write(value, at, 'utf8');
  }

  blob(value: Uint8Array): void {
    this.varint(value.byteLength);
    const at = this.take(value.byteLength);
    this.bytes.set(value, at);
  }

  /** Two halves of 64 bits, each with its lowest byte first. */
  uuid(value: string): void {
    const at = this.take(UUID_BYTES);
    let place = 0;
    for (let sign = 0; sign < UUID_LENGTH; sign += 2) {
      if (value.charCodeAt(sign) === HYPHEN) sign += 1;
      const byte = (digit(value.charCodeAt(sign)) << 4) | digit(value.charCodeAt(sign + 1));
      // The eight bytes of each half from the last to the first.
      this.bytes[at + (place ^ 7)] = byte;
      place += 1;
    }
  }

  /** What was written before, once more. */
  again(from: number, to: number): void {
    const at = this.take(to - from);
    this.bytes.copyWithin(at, from, to);
  }

  varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) | 0x80);
    this.byte(rest);
  }

  /** False, and nothing written, when there is more than ASCII in it. */
  private shortAscii(value: string): boolean {
    const { length } = value;
    const at = this.take(length + 1);
    this.bytes[at] = length;
    for (let sign = 0; sign < length; sign += 1) {
      const code = value.charCodeAt(sign);
      if (code >= 0x80) {
        this.end = at;
        return false;
      }
      this.bytes[at + 1 + sign] = code;
    }
    return true;
  }

  /** Room for so many bytes: where it begins. May replace the buffer, so it is asked for before the buffer is touched. */
  private take(count: number): number {
    const at = this.end;
    this.end += count;
    if (this.end > this.bytes.length) {
      const larger = Buffer.from(new ArrayBuffer(Math.max(this.end, this.bytes.length * 2)));
      larger.set(this.bytes.subarray(0, at));
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    return at;
  }
}

/** Value of a hex digit: letters of either case have their number in the lowest four bits, less nine. */
function digit(code: number): number {
  return code < 0x40 ? code - 0x30 : (code & 0x0f) + 9;
}
