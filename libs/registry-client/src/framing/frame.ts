/**
 * Confluent's framing of Protobuf messages, which says before the payload which schema and which message of it wrote it:
 *
 * - V0: byte 0, schema id (4 bytes, big-endian), message indexes, payload
 * - V1: byte 1, schema GUID (16 bytes), message indexes, payload
 * - header: one of the two without a payload in a header of the record, and the payload bare
 *
 * Message indexes: how many, then each, as zigzag varints; `[0]` is the single byte 0.
 * **Source**: https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
export interface Frame {
  /** A number is the schema's id, a text its GUID. */
  readonly schema: number | string;
  /** Indexes from the top of the schema's own file down to the message; never empty. */
  readonly indexes: readonly number[];
  /** Where the payload begins. */
  readonly payloadOffset: number;
}

/** The same of a schema that has no messages, such as one of Avro: nothing stands between its name and the payload. */
export type DocumentFrame = Pick<Frame, 'schema' | 'payloadOffset'>;

/**
 * Why bytes are no frame.
 *
 * - `NOT_FRAMED`: they are empty or begin with neither 0 nor 1
 * - `FRAME_TRUNCATED`: they end before the payload begins
 * - `BAD_SCHEMA_ID`: the id is 0 or above 2147483647
 * - `BAD_INDEXES`: a count or an index is negative or too large
 * - `BAD_HEADER`: the header that names the schema holds more than that
 */
export type FrameReason = 'NOT_FRAMED' | 'FRAME_TRUNCATED' | 'BAD_SCHEMA_ID' | 'BAD_INDEXES' | 'BAD_HEADER';

/** Bytes that are no frame. */
export interface FrameFailure {
  readonly ok: false;
  readonly reason: FrameReason;
  /** One sentence. */
  readonly message: string;
}

/** What reading a frame answers. */
export type FrameRead = { readonly ok: true; readonly frame: Frame } | FrameFailure;

/** What reading a frame without message indexes answers. */
export type DocumentFrameRead = { readonly ok: true; readonly frame: DocumentFrame } | FrameFailure;

/** Bounds of what is read. */
export interface FrameLimits {
  /** Most indexes of one message, which is how deep it may be declared. Default 100. */
  readonly maxIndexes?: number;
}

/** First byte of a frame that names its schema by id. */
export const MAGIC_ID = 0;
/** First byte of a frame that names its schema by GUID. */
export const MAGIC_GUID = 1;
/** Bytes of a schema id. */
export const ID_BYTES = 4;
/** Largest schema id: the ids are signed where they come from. */
export const MAX_SCHEMA_ID = 0x7fff_ffff;
