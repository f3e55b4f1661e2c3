import type { DecodeReason } from '#libs/codec';
import type { CodecHandle } from './codec-handle.js';
import type { FrameReason } from './framing/frame.js';
import type { NotFound } from './lookup.js';

/**
 * Why a framed message could not be read.
 *
 * - of the frame: {@link FrameReason}
 * - of the schema: `UNKNOWN_SCHEMA`, the registry does not have it; `REGISTRY_UNREACHABLE`, it could not be asked; `BAD_SCHEMA`, the
 *   frame names no message of it, or the answer can not be used
 * - `NO_TABLE`: a row was asked for, and no subject has the message as a table
 * - of the payload: {@link DecodeReason}
 */
export type ClientReason =
  FrameReason | DecodeReason | 'UNKNOWN_SCHEMA' | 'REGISTRY_UNREACHABLE' | 'BAD_SCHEMA' | 'NO_TABLE';

/** A message that could not be read. It is a value: bytes from outside never make the client throw. */
export interface ClientFailure {
  readonly ok: false;
  readonly reason: ClientReason;
  /** One sentence without values of the message. */
  readonly message: string;
  /** The field it is about; null when it is none. */
  readonly path: string | null;
  /** When asking again makes sense, in milliseconds of the client's clock; null: the same bytes will fail again. */
  readonly retryAtMs: number | null;
}

/** What reading a framed message answers. */
export type ClientDecoded<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** True when the bytes hold, at any depth, fields or closed enum values that the schema lacks. */
      readonly unknownFields: boolean;
      /** What read it: its type, schema and table. */
      readonly handle: CodecHandle;
    }
  | ClientFailure;

/** A failure that is known for good. */
export function failed(
  reason: ClientReason,
  message: string,
  path: string | null = null,
  retryAtMs: number | null = null,
): ClientFailure {
  return { ok: false, reason, message, path, retryAtMs };
}

/** The failure that a lookup without an answer is. */
export function notFound(lookup: NotFound): ClientFailure {
  switch (lookup.status) {
    case 'unknown':
      return failed(
        'UNKNOWN_SCHEMA',
        'the registry does not have the schema or its message',
        null,
        lookup.retryAtMs,
      );
    case 'unreachable':
      return failed('REGISTRY_UNREACHABLE', lookup.problem, null, lookup.retryAtMs);
    case 'invalid':
      return failed('BAD_SCHEMA', lookup.problem);
  }
}
