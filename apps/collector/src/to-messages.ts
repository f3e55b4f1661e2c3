import { createHash } from 'node:crypto';
import { toBinary } from '@bufbuild/protobuf';
import { event } from '#libs/gen';
import type { OutgoingMessage } from '#libs/pubsub';

/** Size above which a batch becomes several messages: brokers take about 1 MB, and a worker holds whole messages. */
const SPLIT_BYTES = 512 * 1024;
/** What an event takes beside payload and session key. */
const EVENT_OVERHEAD_BYTES = 64;

/**
 * The batch as messages for the log: each is an EventBatch again, with part of the events and all of the schemas. The
 * write key stays behind: whoever reads the log need not know it.
 */
export function toMessages(batch: event.EventBatch, ingestTimeMs: number): OutgoingMessage[] {
  const source = batch.source === undefined ? undefined : { ...batch.source, writeKey: '' };
  const frame = { ...batch, source, events: [] };
  const roomBytes = SPLIT_BYTES - toBinary(event.EventBatchSchema, frame).length;
  return splitBySize(batch.events, roomBytes).map((events) => ({
    key: keyOf(batch, events),
    payload: toBinary(event.EventBatchSchema, { ...frame, events }),
    headers: {
      'event-count': String(events.length),
      'batch-id': Buffer.from(batch.batchId).toString('hex'),
      'ingest-time-ms': String(ingestTimeMs),
      'schema-refs': refsOf(batch, events),
    },
  }));
}

function splitBySize(events: readonly event.Event[], roomBytes: number): event.Event[][] {
  const parts: event.Event[][] = [];
  let sizeBytes = Number.POSITIVE_INFINITY;
  for (const one of events) {
    const size = one.payload.length + one.sessionKey.length + EVENT_OVERHEAD_BYTES;
    if (sizeBytes + size > roomBytes) {
      parts.push([]);
      sizeBytes = 0;
    }
    parts.at(-1)!.push(one);
    sizeBytes += size;
  }
  return parts;
}

/** Events of one session keep their order; without a session, those of one app do. Hashed: keys show up in brokers' tools. */
function keyOf(batch: event.EventBatch, events: readonly event.Event[]): string {
  const session = events[0]?.sessionKey ?? new Uint8Array();
  const hash = createHash('sha256')
    .update(batch.source?.appId ?? '')
    .update('\0')
    .update(session);
  return hash.digest('hex').slice(0, 16);
}

/** Schemas that the events use, as `<fingerprint or id>/<type>`, separated by commas. */
function refsOf(batch: event.EventBatch, events: readonly event.Event[]): string {
  const used = new Set(events.map(({ schemaIndex }) => schemaIndex));
  return [...used].map((index) => refOf(batch.schemas[index])).join(',');
}

function refOf(ref: event.SchemaRef | undefined): string {
  const name =
    ref?.schema.case === 'fingerprint' ? Buffer.from(ref.schema.value).toString('hex') : ref?.schema.value;
  return `${name ?? ''}/${ref?.type ?? ''}`;
}
