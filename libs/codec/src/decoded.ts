/**
 * Why bytes could not be decoded.
 *
 * - `TRUNCATED`: they end in the middle of a value
 * - `MALFORMED`: they are not Protobuf: a bad tag, a varint of more than 10 bytes, a value past the end of its message
 * - `INVALID_UTF8`: a string that must be UTF-8 is not
 * - `TOO_DEEP`, `TOO_LARGE`: a limit of {@link CodecOptions}
 * - `MISSING_REQUIRED`: a required field is not there
 * - `UNREPRESENTABLE`: the value has no form that was asked for, such as a Timestamp in the year 12000
 */
export type DecodeReason =
  | 'TRUNCATED'
  | 'MALFORMED'
  | 'INVALID_UTF8'
  | 'TOO_DEEP'
  | 'TOO_LARGE'
  | 'MISSING_REQUIRED'
  | 'UNREPRESENTABLE';

/** Bytes that could not be decoded. */
export interface DecodeFailure {
  readonly ok: false;
  readonly reason: DecodeReason;
  /** One sentence without values of the event. */
  readonly message: string;
  /** The field it is about, as `sub.items[3].name` or `labels["key"]`; null when it is the root message itself. */
  readonly path: string | null;
}

/** What decoding answers. */
export type Decoded<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** True when the bytes hold, at any depth, fields or closed enum values that the schema lacks. */
      readonly unknownFields: boolean;
    }
  | DecodeFailure;
