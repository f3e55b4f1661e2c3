import { toBinary } from '@bufbuild/protobuf';
import { event } from '#libs/gen';
import type { OutgoingMessage } from '#libs/pubsub';

/** Size above which a batch becomes several messages: brokers take about 1 MB, and a worker holds whole messages. */
const SPLIT_BYTES = 512 * 1024;
/** What an event takes beside its payload. */
const EVENT_OVERHEAD_BYTES = 64;

/** The batch as messages for the log. The write key stays behind: whoever reads the log need not know it. */
export function toMessages(batch: event.EventBatch, ingestTimeMs: number): OutgoingMessage[] {
  const source = batch.source === undefined ? undefined : { ...batch.source, writeKey: '' };
  return splitBySize(batch.events).map((events) => ({
    key: keyOf(batch, events),
    payload: toBinary(event.EventBatchSchema, { ...batch, source, events }),
    headers: {
      'event-count': String(events.length),
      'batch-id': Buffer.from(batch.batchId).toString('hex'),
      'ingest-time-ms': String(ingestTimeMs),
      'schema-refs': [...new Set(batch.schemas.map((ref) => ref.type))].slice(0, 20).join(','),
    },
  }));
}

function splitBySize(events: readonly event.Event[]): event.Event[][] {
  const parts: event.Event[][] = [];
  let sizeBytes = Number.POSITIVE_INFINITY;
  for (const one of events) {
    const size = one.payload.length + EVENT_OVERHEAD_BYTES;
    if (sizeBytes + size > SPLIT_BYTES) {
      parts.push([]);
      sizeBytes = 0;
    }
    parts.at(-1)!.push(one);
    sizeBytes += size;
  }
  return parts;
}

/** Events of one session keep their order; without a session, those of one app do. */
function keyOf(batch: event.EventBatch, events: readonly event.Event[]): string {
  const session = events[0]?.sessionKey ?? new Uint8Array();
  return session.length > 0 ? Buffer.from(session).toString('hex') : (batch.source?.appId ?? '');
}
