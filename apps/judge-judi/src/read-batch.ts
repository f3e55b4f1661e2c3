import { createHash } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { event } from '#libs/gen';
import type { DeliveredMessage } from '#libs/pubsub';
import type { DeadLetter, EventSchemaRef, EventSource } from '#libs/sinks';

/** A batch from the log, taken apart. */
export interface ReadBatch {
  /** Name under which the sink remembers that the batch was dealt with. */
  readonly delivery: string;
  readonly deliveryCount: number;
  readonly events: readonly EventSource[];
  /** What could not even be taken apart. */
  readonly broken: readonly DeadLetter[];
}

/** Opens the envelope of a message. The payloads stay closed. */
export function readBatch(message: DeliveredMessage): ReadBatch {
  const delivery = `${message.offset}`;
  const shared = { delivery, deliveryCount: message.deliveryCount };
  const ingestTimeMs = Number(message.headers['ingest-time-ms'] ?? message.publishedAtMs);
  try {
    const batch = fromBinary(event.EventBatchSchema, message.payload);
    return { ...shared, events: batch.events.map((one) => sourceOf(batch, one, ingestTimeMs)), broken: [] };
  } catch (error) {
    // The Event API lets no such message through; it is kept whole, for whoever looks into how it came here.
    const letter = brokenEnvelope(
      message,
      ingestTimeMs,
      error instanceof Error ? error.message : String(error),
    );
    return { ...shared, events: [], broken: [letter] };
  }
}

function sourceOf(batch: event.EventBatch, one: event.Event, ingestTimeMs: number): EventSource {
  return {
    eventId: toUuid(one.eventId),
    batchId: toUuid(batch.batchId),
    ref: refOf(batch.schemas[one.schemaIndex]),
    appId: batch.source?.appId ?? '',
    appVersion: batch.source?.appVersion ?? '',
    platform: batch.source?.platform ?? '',
    createdAtMs: Number(one.createdAtMs),
    ingestTimeMs,
    seq: one.seq,
    payload: one.payload,
  };
}

function refOf(ref: event.SchemaRef | undefined): EventSchemaRef {
  switch (ref?.schema.case) {
    case 'fingerprint':
      return { fingerprint: Buffer.from(ref.schema.value).toString('hex'), id: null, type: ref.type };
    case 'id':
      return { fingerprint: null, id: ref.schema.value, type: ref.type };
    case undefined:
      return { fingerprint: null, id: null, type: ref?.type ?? '' };
  }
}

function brokenEnvelope(message: DeliveredMessage, ingestTimeMs: number, problem: string): DeadLetter {
  // The same message gives the same id, so that a redelivery is known as one.
  const id = toUuid(
    createHash('sha256').update(message.offset).update(message.payload).digest().subarray(0, 16),
  );
  const source: EventSource = {
    eventId: id,
    batchId: id,
    ref: { fingerprint: null, id: null, type: '' },
    appId: '',
    appVersion: '',
    platform: '',
    createdAtMs: 0,
    ingestTimeMs,
    seq: 0,
    payload: message.payload,
  };
  return {
    source,
    reason: 'BAD_ENVELOPE',
    message: problem,
    path: null,
    version: null,
    deliveryCount: message.deliveryCount,
  };
}

/** 16 bytes as lower-case UUID text. */
export function toUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex').padEnd(32, '0').slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
