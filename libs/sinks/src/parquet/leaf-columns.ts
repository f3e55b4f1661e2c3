import type { SchemaElement } from 'hyparquet';
import type { Cell } from '#libs/codec';
import type { LogicalKind } from '#libs/table-model';

/** A single value: its element, and how a cell is given to the writer. */
export interface LeafColumn {
  readonly type: Partial<SchemaElement>;
  readonly value: (cell: NonNullable<Cell>) => unknown;
}

const whole = (cell: NonNullable<Cell>): bigint => BigInt(cell as number | bigint);
const same = (cell: NonNullable<Cell>): Cell => cell;
const bytesOf = (cell: NonNullable<Cell>): Uint8Array => cell as Uint8Array;

/** Bytes of a UUID's text. */
function uuidBytes(cell: NonNullable<Cell>): Uint8Array {
  return Buffer.from(String(cell).replaceAll('-', ''), 'hex');
}

/** Source: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md; the older annotations are for older readers. */
export const LEAVES: Readonly<Record<LogicalKind, LeafColumn>> = {
  int32: { type: { type: 'INT32' }, value: Number },
  int64: { type: { type: 'INT64' }, value: whole },
  duration: { type: { type: 'INT64' }, value: whole },
  // Without the newer annotation: the writer spells its width in 32 bits where the format has 8, and strict readers refuse the file.
  uint64: { type: { type: 'INT64', converted_type: 'UINT_64' }, value: whole },
  float32: { type: { type: 'FLOAT' }, value: same },
  float64: { type: { type: 'DOUBLE' }, value: same },
  bool: { type: { type: 'BOOLEAN' }, value: same },
  text: {
    type: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
    value: same,
  },
  bytes: { type: { type: 'BYTE_ARRAY' }, value: bytesOf },
  timestamp: {
    type: {
      type: 'INT64',
      converted_type: 'TIMESTAMP_MICROS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
    },
    value: whole,
  },
  json: { type: { type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' } }, value: same },
  uuid: {
    type: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } },
    value: uuidBytes,
  },
};
