import { createBatch, type SourceInput } from './create-batch.js';
import type { SchemaRefInput } from './event-type.js';
import type { EventBatch } from './gen/protokoll/event/v1/event_pb.js';
import type { LostEvent } from './send-problem.js';
import { uuidText } from './uuid-v7.js';

/** Bytes of an event beside payload and session key: id, clock, tags and lengths, rounded up. */
const EVENT_OVERHEAD_BYTES = 64;

/** An event that waits. Its id is given when it is queued and never changes. */
export interface QueuedEvent {
  readonly ref: SchemaRefInput;
  readonly eventId: Uint8Array;
  readonly createdAtMs: number;
  readonly seq: number;
  readonly sessionKey: string | Uint8Array;
  readonly payload: Uint8Array;
}

/** Size of an event in a batch, estimated from above. */
export function queuedSize(event: QueuedEvent): number {
  const keyBytes =
    typeof event.sessionKey === 'string' ? Buffer.byteLength(event.sessionKey) : event.sessionKey.byteLength;
  return event.payload.byteLength + keyBytes + EVENT_OVERHEAD_BYTES;
}

/** Events in the order in which they were sent. */
export class EventQueue {
  private events: QueuedEvent[] = [];
  private sizeBytes = 0;

  get length(): number {
    return this.events.length;
  }

  add(event: QueuedEvent): void {
    this.events.push(event);
    this.sizeBytes += queuedSize(event);
  }

  /** True when a batch of these limits would be full. */
  fills(maxEvents: number, maxBytes: number): boolean {
    return this.events.length >= maxEvents || this.sizeBytes >= maxBytes;
  }

  /** Takes the first events, at least one, within the limits. */
  take(maxEvents: number, maxBytes: number): readonly QueuedEvent[] {
    let count = 0;
    let sizeBytes = 0;
    for (const event of this.events) {
      const size = queuedSize(event);
      if (count > 0 && (count >= maxEvents || sizeBytes + size > maxBytes)) break;
      count += 1;
      sizeBytes += size;
    }
    this.sizeBytes -= sizeBytes;
    return this.events.splice(0, count);
  }
}

/** The envelope of some queued events, each schema named once. */
export function batchOf(source: SourceInput, events: readonly QueuedEvent[]): EventBatch {
  const schemas: SchemaRefInput[] = [];
  const indexes = new Map<string, number>();
  const inputs = events.map(({ ref, ...event }) => {
    const name = `${'id' in ref ? ref.id : ref.fingerprint} ${ref.type}`;
    let schemaIndex = indexes.get(name);
    if (schemaIndex === undefined) {
      schemaIndex = schemas.push(ref) - 1;
      indexes.set(name, schemaIndex);
    }
    return { ...event, schemaIndex };
  });
  return createBatch({ source, schemas, events: inputs });
}

/** What is told of an event that could not be sent. */
export function lostEvent({ eventId, ref, createdAtMs, payload }: QueuedEvent): LostEvent {
  return { eventId: uuidText(eventId), type: ref.type, createdAtMs, payload };
}
