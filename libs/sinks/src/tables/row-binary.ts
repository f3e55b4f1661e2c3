import type { Cell } from '#libs/codec';
import type { ColumnShape } from '#libs/ddl';
import type { LogicalKind } from '#libs/table-model';

const FIRST_SIZE = 65_536;
const TWO_32 = 4_294_967_296;

/** Thrown for NULL in a column that takes none; `code` is ERR_NULL_REFUSED. */
export class NullRefused extends Error {
  readonly code = 'ERR_NULL_REFUSED';
}

/** A buffer that grows. */
class Sheet {
  private bytes = Buffer.allocUnsafe(FIRST_SIZE);
  private end = 0;

  whole(): Buffer {
    return this.bytes.subarray(0, this.end);
  }

  byte(value: number): void {
    const at = this.take(1);
    this.bytes[at] = value;
  }

  int32(value: number): void {
    const at = this.take(4);
    this.bytes.writeInt32LE(value, at);
  }

  int64(value: number | bigint): void {
    const at = this.take(8);
    if (typeof value === 'bigint') {
      this.bytes.writeBigInt64LE(BigInt.asIntN(64, value), at);
      return;
    }
    this.bytes.writeUInt32LE(value >>> 0, at);
    this.bytes.writeInt32LE(Math.floor(value / TWO_32) | 0, at + 4);
  }

  float32(value: number): void {
    const at = this.take(4);
    this.bytes.writeFloatLE(value, at);
  }

  float64(value: number): void {
    const at = this.take(8);
    this.bytes.writeDoubleLE(value, at);
  }

  /** Length as a varint, then the bytes. */
  text(value: string): void {
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
    const at = this.take(16);
    this.bytes.write(value.replaceAll('-', ''), at, 'hex');
    this.bytes.subarray(at, at + 16).swap64();
  }

  varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) | 0x80);
    this.byte(rest);
  }

  /** Room for so many bytes: where it begins. May replace the buffer, so it is asked for before the buffer is touched. */
  private take(count: number): number {
    const at = this.end;
    this.end += count;
    if (this.end > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.end, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, at);
      this.bytes = larger;
    }
    return at;
  }
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

/**
 * Rows in ClickHouse's RowBinary: values one after the other, a byte before each nullable one that is 1 for NULL.
 * Source: https://clickhouse.com/docs/interfaces/formats/RowBinary
 */
export class RowBinary {
  private readonly body = new Sheet();

  /** **Throws** {@link NullRefused}. */
  constructor(
    columns: readonly string[],
    shapes: readonly ColumnShape[],
    rows: readonly (readonly Cell[])[],
  ) {
    const puts = shapes.map(({ type }) => PUTS[type.kind]);
    for (const cells of rows)
      for (let index = 0; index < puts.length; index += 1) {
        const cell = cells[index] ?? null;
        const { nullable } = shapes[index]!;
        if (cell === null && !nullable)
          throw new NullRefused(`null in column "${columns[index]}", which takes none`);
        if (nullable) this.body.byte(cell === null ? 1 : 0);
        if (cell !== null) puts[index]!(this.body, cell);
      }
  }

  /** With the header of RowBinaryWithNamesAndTypes before it: names as the engine has them. */
  withHeader(names: readonly string[], types: readonly string[]): Buffer {
    const header = new Sheet();
    header.varint(names.length);
    for (const one of [...names, ...types]) header.text(one);
    return Buffer.concat([header.whole(), this.body.whole()]);
  }
}
