import type { Cell } from '#libs/codec';
import type { DeadLetter, EventSource, EventVersion, ParkedEvent, SinkRow } from '#libs/sinks';
import { failpoint } from './failpoint.js';
import type { Destination, Resolution, RowMaker } from './resolver.js';

/** What becomes of an event. */
export type Judgement =
  | { readonly kind: 'row'; readonly destination: Destination; readonly row: SinkRow }
  | { readonly kind: 'dead'; readonly letter: DeadLetter }
  | { readonly kind: 'parked'; readonly event: ParkedEvent };

/** An event to judge, and what is known of the attempt. */
export interface Arrival {
  readonly source: EventSource;
  readonly deliveryCount: number;
  /** When the event began to wait; now, when it comes from the log. */
  readonly waitsSinceMs: number;
}

/** Judges one event. Never throws: whatever an event does to the decoder is its own affair. */
export function judge(arrival: Arrival, resolution: Resolution): Judgement {
  const { source } = arrival;
  switch (resolution.kind) {
    case 'ready':
      return makeRow(arrival, resolution.maker);
    case 'never':
      return dead(arrival, resolution.reason, resolution.message, null, resolution.version);
    case 'waiting':
      return {
        kind: 'parked',
        event: { source, reason: resolution.reason, parkedAtMs: arrival.waitsSinceMs },
      };
  }
}

/** The event waited for longer than it may. */
export function expire(arrival: Arrival, resolution: Resolution & { readonly kind: 'waiting' }): Judgement {
  return dead(
    arrival,
    resolution.reason,
    `${resolution.message} The event waited too long for it.`,
    null,
    null,
  );
}

/** Lives of the process in which one event may be tried alone before it is taken for what ends them. */
export const MAX_ATTEMPTS_ALONE = 3;

/** The event is taken for what stops the process. */
export function quarantine(arrival: Arrival): Judgement {
  const message = 'The worker died each time that it tried this event alone. It was not opened again.';
  return dead(arrival, 'QUARANTINED', message, null, null);
}

function makeRow(arrival: Arrival, { destination, decode }: RowMaker): Judgement {
  const { source } = arrival;
  const { version } = destination;
  failpoint('judge', source.eventId);
  try {
    const decoded = decode(source.payload);
    if (decoded.ok) {
      const cells = envelopeCells(source, version).concat(decoded.value);
      return { kind: 'row', destination, row: { cells, source, drift: decoded.unknownFields } };
    }
    const reason = decoded.reason === 'TOO_LARGE' ? 'TOO_LARGE' : 'DECODE_ERROR';
    return dead(arrival, reason, `${decoded.reason}: ${decoded.message}`, decoded.path, version);
  } catch (error) {
    // A fault of ours, but one that this event will meet every time: the others must not wait for it.
    const message = `The decoder failed: ${error instanceof Error ? error.message : String(error)}`;
    return dead(arrival, 'DECODE_ERROR', message, null, version);
  }
}

const US_PER_MS = 1_000;

/** In the order of table-model's ENVELOPE. */
function envelopeCells(source: EventSource, version: EventVersion): Cell[] {
  const { createdAtMs, ingestTimeMs } = source;
  return [
    source.eventId,
    // 0 is what a sender without a clock writes.
    toMicroseconds(createdAtMs === 0 ? ingestTimeMs : createdAtMs),
    toMicroseconds(ingestTimeMs),
    version.subject,
    version.version,
    version.fingerprint,
    orNull(source.appId),
    orNull(source.appVersion),
    orNull(source.platform),
    source.batchId,
    source.seq,
  ];
}

function toMicroseconds(ms: number): Cell {
  const us = ms * US_PER_MS;
  return Number.isSafeInteger(us) ? us : BigInt(ms) * BigInt(US_PER_MS);
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function dead(
  { source, deliveryCount }: Arrival,
  reason: string,
  message: string,
  path: string | null,
  version: EventVersion | null,
): Judgement {
  return { kind: 'dead', letter: { source, reason, message, path, version, deliveryCount } };
}
