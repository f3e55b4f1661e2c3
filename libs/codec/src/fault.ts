import type { DecodeFailure, DecodeReason } from './decoded.js';

/** The way a failure travels inside this library; the doors turn it into a {@link DecodeFailure}. */
export class Fault extends Error {
  /** Path segments, collected from the inside out. */
  readonly #segments: string[] = [];

  constructor(
    readonly reason: DecodeReason,
    message: string,
  ) {
    super(message);
  }

  /** Notes that the failure is within this field, item or entry of the message around it. */
  within(segment: string): this {
    this.#segments.push(segment);
    return this;
  }

  /** The failure as a value. */
  toFailure(): DecodeFailure {
    const path = joinPath([...this.#segments].reverse());
    return { ok: false, reason: this.reason, message: this.message, path: path === '' ? null : path };
  }
}

/** Joins `sub`, `items[3]` and `name` to `sub.items[3].name`; a segment that starts with `[` follows without a dot. */
export function joinPath(segments: readonly string[]): string {
  return segments.reduce(
    (path, segment) => (path === '' || segment.startsWith('[') ? path + segment : `${path}.${segment}`),
    '',
  );
}
