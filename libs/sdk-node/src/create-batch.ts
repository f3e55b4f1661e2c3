import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { checkSchemaRef, type SchemaRefInput } from './event-type.js';
import {
  EventBatchSchema,
  type EventBatch,
  type SchemaRefSchema,
} from './gen/protokoll/event/v1/event_pb.js';
import { SDK_NAME, SDK_VERSION } from './sdk-version.js';
import { uuidV7 } from './uuid-v7.js';

/** Who sends. */
export interface SourceInput {
  /** Application, such as `news-backend`. */
  readonly appId: string;
  readonly appVersion?: string;
  /** Default `node`. */
  readonly platform?: string;
  /** Needed where the Event API is configured with keys. */
  readonly writeKey?: string;
  /** Purposes that the user agreed to. */
  readonly consent?: readonly string[];
}

/** One event of a batch. */
export interface EventInput {
  /** Index into the batch's `schemas`. */
  readonly schemaIndex: number;
  /** The event message, serialized. */
  readonly payload: Uint8Array;
  /** 16 bytes. Default: a new UUIDv7. The same event sent again must keep its id. */
  readonly eventId?: Uint8Array;
  /** When it happened, milliseconds since 1970. Default now. */
  readonly createdAtMs?: number;
  /** Position among the sender's events. Default: position in the batch, from 1. */
  readonly seq?: number;
  /** Keeps one session's events in order. Text is taken as UTF-8. */
  readonly sessionKey?: string | Uint8Array;
}

/** What a batch is made of. */
export interface BatchInput {
  readonly source: SourceInput;
  readonly schemas: readonly SchemaRefInput[];
  readonly events: readonly EventInput[];
  /** 16 bytes. Default: a new UUIDv7. The same batch sent again must keep its id. */
  readonly batchId?: Uint8Array;
}

/** Bytes of a fingerprint that travel. */
const FINGERPRINT_BYTES = 16;

/** Makes the envelope of some events. **Throws** TypeError for a fingerprint, id or index that can not be right. */
export function createBatch(input: BatchInput): EventBatch {
  const { appId, appVersion = '', platform = 'node', writeKey = '', consent = [] } = input.source;
  return create(EventBatchSchema, {
    batchId: input.batchId ?? uuidV7(),
    sentAtMs: BigInt(Date.now()),
    source: {
      appId,
      appVersion,
      platform,
      writeKey,
      consent: [...consent],
      sdk: SDK_NAME,
      sdkVersion: SDK_VERSION,
    },
    schemas: input.schemas.map(schemaRef),
    events: input.events.map((event, position) => {
      if (!Number.isInteger(event.schemaIndex) || input.schemas[event.schemaIndex] === undefined) {
        throw new TypeError(
          `Event ${position} has the schema index ${event.schemaIndex}, the batch has ${input.schemas.length} schemas.`,
        );
      }
      return {
        eventId: event.eventId ?? uuidV7(),
        schemaIndex: event.schemaIndex,
        createdAtMs: BigInt(Math.round(event.createdAtMs ?? Date.now())),
        seq: event.seq ?? position + 1,
        sessionKey: bytesOf(event.sessionKey),
        payload: event.payload,
      };
    }),
  });
}

function schemaRef(ref: SchemaRefInput): MessageInitShape<typeof SchemaRefSchema> {
  checkSchemaRef(ref);
  if ('id' in ref) return { type: ref.type, schema: { case: 'id', value: ref.id } };
  const value = new Uint8Array(Buffer.from(ref.fingerprint, 'hex').subarray(0, FINGERPRINT_BYTES));
  return { type: ref.type, schema: { case: 'fingerprint', value } };
}

function bytesOf(key: string | Uint8Array | undefined): Uint8Array {
  if (key === undefined) return new Uint8Array();
  return typeof key === 'string' ? new TextEncoder().encode(key) : key;
}
