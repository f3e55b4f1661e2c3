import { createHash } from 'node:crypto';
import { create, type JsonValue } from '@bufbuild/protobuf';
import { event } from '#libs/gen';
import { MAX_SCHEMAS, rejection } from './judge-envelope.js';
import type { JsonBatch, JsonEvent } from './json-batch.js';
import type { Found, SchemaFinder } from './schema-finder.js';
import { newEventId, parseUuid } from './uuid.js';

/** A batch made of JSON, and what could not be. */
export interface Transcoded {
  readonly batch: event.EventBatch;
  /** Position in the request of each event of the batch. */
  readonly positions: readonly number[];
  readonly rejected: readonly event.Rejection[];
}

/** Longest session key that is kept as it is; a longer one is replaced by its hash. */
const MAX_PLAIN_KEY_BYTES = 64;
/** A fingerprint's bytes that travel. */
const FINGERPRINT_BYTES = 16;
/** What the batch says of who made it. */
const SDK_NAME = 'json';

/** Turns JSON events into the bytes that an SDK would have sent. */
export class Transcoder {
  constructor(private readonly finder: SchemaFinder) {}

  /** **Throws** REGISTRY_UNREACHABLE: then nothing is accepted. */
  async transcode(input: JsonBatch): Promise<Transcoded> {
    const schemas = new Dictionary();
    const found = new Map<string, Found>();
    const events: event.Event[] = [];
    const positions: number[] = [];
    const rejected: event.Rejection[] = [];
    for (const one of input.events) {
      const key = JSON.stringify([one.type, one.fingerprint, one.subject, one.version]);
      const schema = found.get(key) ?? (found.size < MAX_SCHEMAS ? await this.finder.find(one) : tooMany());
      if (found.size < MAX_SCHEMAS) found.set(key, schema);
      const made = transcodeEvent(one, schema, schemas);
      if (made.$typeName === 'protokoll.event.v1.Rejection') rejected.push(made);
      else positions.push(events.push(made) && one.index);
    }
    const batch = create(event.EventBatchSchema, {
      batchId: input.batchId === null ? newEventId() : parseUuid(input.batchId)!,
      sentAtMs: BigInt(Date.now()),
      source: { ...input.source, sdk: SDK_NAME },
      schemas: [...schemas.entries],
      events,
    });
    return { batch, positions, rejected };
  }
}

/** The schemas of a batch, each once. */
class Dictionary {
  readonly entries: event.SchemaRef[] = [];
  private readonly indexes = new Map<string, number>();

  indexOf(fingerprint: string, type: string): number {
    const key = `${fingerprint}/${type}`;
    const known = this.indexes.get(key);
    if (known !== undefined) return known;
    const value = new Uint8Array(Buffer.from(fingerprint, 'hex').subarray(0, FINGERPRINT_BYTES));
    const ref = create(event.SchemaRefSchema, { schema: { case: 'fingerprint', value }, type });
    const index = this.entries.push(ref) - 1;
    this.indexes.set(key, index);
    return index;
  }
}

function transcodeEvent(one: JsonEvent, schema: Found, schemas: Dictionary): event.Event | event.Rejection {
  if (!schema.ok) return rejection(one.index, schema.reason, schema.message);
  const encoded = schema.handle.codec.fromJson(one.data as JsonValue);
  if (!encoded.ok) return rejection(one.index, encoded.reason, encoded.message);
  return create(event.EventSchema, {
    eventId: one.id === undefined ? newEventId() : parseUuid(one.id)!,
    schemaIndex: schemas.indexOf(schema.handle.fingerprint, one.type),
    createdAtMs: BigInt(one.createdAt === undefined ? Date.now() : Date.parse(one.createdAt)),
    seq: one.index,
    sessionKey: one.sessionKey === undefined ? new Uint8Array() : shortKey(one.sessionKey),
    payload: encoded.value,
  });
}

function tooMany(): Found {
  const message = `A request may use ${MAX_SCHEMAS} schemas. Split it.`;
  return { ok: false, reason: 'UNKNOWN_SCHEMA', message };
}

function shortKey(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return new Uint8Array(
    bytes.length <= MAX_PLAIN_KEY_BYTES ? bytes : createHash('sha256').update(bytes).digest(),
  );
}
