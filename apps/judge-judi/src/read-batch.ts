import { createHash } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { event } from '#libs/gen';
import type { DeliveredMessage } from '#libs/pubsub';
import type { DeadLetter, EventSchemaRef, EventSource } from '#libs/sinks';

/** A batch from the log, taken apart. */
export interface ReadBatch {
  /** Names the message for ever: the sink remembers by it that the batch was dealt with. */
  readonly delivery: string;
  readonly deliveryCount: number;
  /** Events whose envelope is in order; their payloads are still closed. */
  readonly events: readonly EventSource[];
  /** Events, or the whole message, that can not even be taken apart. */
  readonly broken: readonly DeadLetter[];
}

const ID_BYTES = 16;
/** The furthest that a date goes; beyond, microseconds would not fit into 64 bits either. */
const MAX_TIME_MS = 8_640_000_000_000_000n;

/** Opens the envelope of a message. Never throws: what is wrong with it is in the answer. */
export function readBatch(message: DeliveredMessage): ReadBatch {
  const delivery = nameOf(message);
  const { deliveryCount } = message;
  const shared = { message, delivery, ingestTimeMs: ingestTimeOf(message) };
  const batch = parse(message.payload);
  if (batch === null) {
    // The Event API lets no such message through; it is kept whole, for whoever looks into how it came here.
    const broken = [brokenMessage(shared)];
    return { delivery, deliveryCount, events: [], broken };
  }
  const events: EventSource[] = [];
  const broken: DeadLetter[] = [];
  const batchId = batch.batchId.length === ID_BYTES ? toUuid(batch.batchId) : derivedId(delivery);
  batch.events.forEach((one, index) => {
    const source = sourceOf(batch, one, { batchId, ingestTimeMs: shared.ingestTimeMs }, () =>
      derivedId(`${delivery}/${index}`),
    );
    const problem = problemOf(batch, one);
    if (problem === null) events.push(source);
    else broken.push(badEnvelope(source, problem, deliveryCount));
  });
  return { delivery, deliveryCount, events, broken };
}

// The offset alone would do until somebody deletes the log and keeps the database.
function nameOf({ offset, publishedAtMs, headers }: DeliveredMessage): string {
  return `${offset}@${publishedAtMs}/${(headers['batch-id'] ?? '').slice(0, 64)}`;
}

function ingestTimeOf({ headers, publishedAtMs }: DeliveredMessage): number {
  const text = headers['ingest-time-ms'] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : publishedAtMs;
}

function parse(payload: Uint8Array): event.EventBatch | null {
  try {
    return fromBinary(event.EventBatchSchema, payload);
  } catch {
    return null;
  }
}

function sourceOf(
  batch: event.EventBatch,
  one: event.Event,
  facts: { readonly batchId: string; readonly ingestTimeMs: number },
  derive: () => string,
): EventSource {
  const isDated = one.createdAtMs <= MAX_TIME_MS && one.createdAtMs >= -MAX_TIME_MS;
  return {
    ...facts,
    eventId: one.eventId.length === ID_BYTES ? toUuid(one.eventId) : derive(),
    ref: refOf(batch.schemas[one.schemaIndex]),
    appId: batch.source?.appId ?? '',
    appVersion: batch.source?.appVersion ?? '',
    platform: batch.source?.platform ?? '',
    createdAtMs: isDated ? Number(one.createdAtMs) : 0,
    seq: one.seq,
    payload: one.payload,
  };
}

/** What is wrong with an event's envelope; null when nothing is. */
function problemOf(batch: event.EventBatch, one: event.Event): string | null {
  if (one.eventId.length !== ID_BYTES)
    return `event_id has ${one.eventId.length} bytes, it must have ${ID_BYTES}.`;
  if (one.createdAtMs > MAX_TIME_MS || one.createdAtMs < -MAX_TIME_MS)
    return `created_at_ms is ${one.createdAtMs}, which is no date.`;
  const ref = batch.schemas[one.schemaIndex];
  if (ref === undefined)
    return `schema_index is ${one.schemaIndex}, but the batch names ${batch.schemas.length} schemas.`;
  if (ref.type === '') return 'The schema reference names no message.';
  switch (ref.schema.case) {
    case 'fingerprint': {
      const size = ref.schema.value.length;
      return size === ID_BYTES || size === 2 * ID_BYTES
        ? null
        : `A fingerprint has ${size} bytes, not ${ID_BYTES}.`;
    }
    case 'id':
      return ref.schema.value > 0 ? null : 'The schema id is 0.';
    case undefined:
      return 'The schema reference has neither fingerprint nor id.';
  }
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

function brokenMessage(shared: {
  readonly message: DeliveredMessage;
  readonly delivery: string;
  readonly ingestTimeMs: number;
}): DeadLetter {
  const { message, delivery, ingestTimeMs } = shared;
  const id = derivedId(delivery);
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
  return badEnvelope(source, 'The message is no EventBatch.', message.deliveryCount);
}

function badEnvelope(source: EventSource, message: string, deliveryCount: number): DeadLetter {
  return { source, reason: 'BAD_ENVELOPE', message, path: null, version: null, deliveryCount };
}

/** An id for what has none; the same for every delivery of a message, so that it is kept once. */
function derivedId(name: string): string {
  return toUuid(createHash('sha256').update(name).digest().subarray(0, ID_BYTES));
}

/** 16 bytes as lower-case UUID text. */
export function toUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
