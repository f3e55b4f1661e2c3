/** One value of a row. `null` means that the event does not say. */
export type Cell = null | number | bigint | string | boolean | Uint8Array;

/**
 * How a cell represents the field it comes from.
 *
 * - `int`: signed and 32-bit unsigned integers, a number when safe, else a bigint
 * - `uint64`: as `int`, and may exceed the signed 64-bit range
 * - `float`, `bool`, `text`, `bytes`: the value itself; `text` of a google.protobuf.FieldMask is its ProtoJSON string
 * - `enum`: the value's name; a number that the enum lacks as its decimal text, also when the enum is closed
 * - `timestamp`, `duration`: microseconds, rounded down, a number when safe, else a bigint
 * - `json`: canonical ProtoJSON text of the field's value, whatever its kind; a list or map that is not there is `[]` or `{}`
 * - `presence`: true when the field is set, null when it is not
 * - `case`: the name of the oneof's set member, null when none is set
 */
export type CellForm =
  | 'int'
  | 'uint64'
  | 'float'
  | 'bool'
  | 'text'
  | 'bytes'
  | 'enum'
  | 'timestamp'
  | 'duration'
  | 'json'
  | 'presence'
  | 'case';

/** Where a cell comes from and how it is represented. */
export interface RowColumn {
  /**
   * Field numbers from the root message to the leaf. A wrapper message at the end yields its value. For `case`: the path
   * of the message that holds the oneof, then the oneof's lowest member number. A path that the descriptor lacks, or that
   * leads through a list or map, yields null in every row.
   */
  readonly path: readonly number[];
  readonly form: CellForm;
}
