import type { Schema } from '#libs/descriptors';
import type { CodecHandle } from './codec-handle.js';

/** Why there is nothing. Times are of the client's clock. */
export type NotFound =
  /** The registry was asked and does not have it. */
  | { readonly status: 'unknown'; readonly retryAtMs: number }
  /** The registry could not be asked, so it may well have it. */
  | { readonly status: 'unreachable'; readonly problem: string; readonly retryAtMs: number }
  /** What was asked names nothing, or the registry's answer can not be used. */
  | { readonly status: 'invalid'; readonly problem: string };

/** There is a codec. */
export interface Found {
  readonly status: 'found';
  readonly handle: CodecHandle;
}

/** What asking for a codec came to. */
export type Lookup = Found | NotFound;

/** What asking for a schema came to. */
export type SchemaLookup = { readonly status: 'found'; readonly schema: Schema } | NotFound;

/** Why the registry has nothing for a reference. */
export type Refusal =
  { readonly status: 'unknown' } | { readonly status: 'invalid'; readonly problem: string };

/** The lookup that a refusal is until it is asked about again. */
export function refusedLookup(refusal: Refusal, retryAtMs: number): NotFound {
  return refusal.status === 'unknown' ? { status: 'unknown', retryAtMs } : refusal;
}
