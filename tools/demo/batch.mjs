// The envelope by hand: what an SDK does for its users. See proto/protokoll/event/v1/event.proto.
import { create, toBinary } from '@bufbuild/protobuf';
import { event } from '#libs/gen';

const FINGERPRINT_BYTES = 16;

/**
 * Bytes of an EventBatch. Events: `id` (16 bytes), `fingerprint` (hex) and `type` of the schema that wrote them, `createdAt`, `payload`.
 */
export function encodeBatch(batchId, source, events, now = new Date()) {
  const refs = [...new Set(events.map(refOf))];
  const batch = create(event.EventBatchSchema, {
    batchId,
    sentAtMs: BigInt(now.getTime()),
    source,
    schemas: refs.map((ref) => {
      const [fingerprint, type] = ref.split(' ');
      const value = Buffer.from(fingerprint, 'hex').subarray(0, FINGERPRINT_BYTES);
      return { schema: { case: 'fingerprint', value }, type };
    }),
    events: events.map((one, seq) => ({
      eventId: one.id,
      schemaIndex: refs.indexOf(refOf(one)),
      createdAtMs: BigInt(one.createdAt.getTime()),
      seq,
      payload: one.payload,
    })),
  });
  return toBinary(event.EventBatchSchema, batch);
}

/** Posts the bytes of an EventBatch; answers how many events were accepted and which were not. Throws for a refused request. */
export async function postBatch(url, bytes) {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', accept: 'application/json' },
    body: bytes,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`POST /v1/events answered ${response.status}: ${answer.detail}`);
  return { accepted: answer.accepted ?? 0, rejected: answer.rejected ?? [] };
}

function refOf({ fingerprint, type }) {
  return `${fingerprint} ${type}`;
}
