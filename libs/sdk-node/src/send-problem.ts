/** An event that was not stored, with all that is needed to store or send it by other means. */
export interface LostEvent {
  /** UUID text. */
  readonly eventId: string;
  readonly type: string;
  readonly createdAtMs: number;
  readonly payload: Uint8Array;
}

/**
 * Why events were not stored.
 * - `QUEUE_FULL`: more were sent than the queue holds while the Event API did not take any.
 * - `TOO_LARGE`: one event alone is larger than a batch may be.
 * - `REJECTED`: the Event API refused this event.
 * - `REFUSED`: the Event API refused the request, such as for a wrong write key; asking again is useless.
 * - `GAVE_UP`: it could not be reached for `giveUpAfterMs`.
 * - `CLOSED`: the sender was closed before they could be sent.
 */
export interface SendProblem {
  readonly reason: 'QUEUE_FULL' | 'TOO_LARGE' | 'REJECTED' | 'REFUSED' | 'GAVE_UP' | 'CLOSED';
  readonly message: string;
  readonly events: readonly LostEvent[];
}
