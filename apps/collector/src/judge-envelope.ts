import { create, fromBinary } from '@bufbuild/protobuf';
import { RegistryError } from '#libs/errors';
import { event } from '#libs/gen';
import type { BatchLimits } from './config.js';

/** A batch without its unusable events, and what was wrong with those. */
export interface JudgedEnvelope {
  readonly batch: event.EventBatch;
  /** Positions are those in the request. */
  readonly rejected: readonly event.Rejection[];
}

const ID_BYTES = 16;
const FINGERPRINT_LENGTHS = new Set([16, 32]);
const MAX_SCHEMAS = 256;
const MAX_TEXT = 256;
const MAX_TYPE = 512;
const MAX_SESSION_KEY_BYTES = 256;

/**
 * Parses the envelope and nothing more: payloads stay closed, so no schema is needed here. What is wrong with one event
 * rejects that event alone. **Throws** BAD_ENVELOPE, TOO_MANY_EVENTS.
 */
export function judgeEnvelope(body: Uint8Array, limits: BatchLimits): JudgedEnvelope {
  const batch = parse(body);
  checkBatch(batch, limits);
  const rejected: event.Rejection[] = [];
  const events = batch.events.filter((one, index) => {
    const problem = problemOf(one, batch, limits);
    if (problem !== null) rejected.push(rejection(index, ...problem));
    return problem === null;
  });
  return { batch: { ...batch, events }, rejected };
}

/** Why an event of the request was refused. */
export function rejection(index: number, reason: string, message: string): event.Rejection {
  return create(event.RejectionSchema, { index, reason, message });
}

function parse(body: Uint8Array): event.EventBatch {
  if (body.length === 0) throw badEnvelope('it is empty.');
  try {
    return fromBinary(event.EventBatchSchema, body);
  } catch (cause) {
    throw badEnvelope(
      `it can not be parsed (${cause instanceof Error ? cause.message : String(cause)}). Send protokoll.event.v1.EventBatch, serialized.`,
    );
  }
}

function checkBatch(batch: event.EventBatch, limits: BatchLimits): void {
  if (batch.events.length > limits.events)
    throw new RegistryError('TOO_MANY_EVENTS', { count: batch.events.length, limit: limits.events });
  if (batch.batchId.length !== ID_BYTES)
    throw badEnvelope(`batch_id has ${batch.batchId.length} bytes; it must have ${ID_BYTES}.`);
  if (batch.schemas.length > MAX_SCHEMAS)
    throw badEnvelope(`it names ${batch.schemas.length} schemas; the limit is ${MAX_SCHEMAS}.`);
  const { source } = batch;
  for (const [name, text] of Object.entries({
    app_id: source?.appId,
    app_version: source?.appVersion,
    platform: source?.platform,
    sdk: source?.sdk,
    sdk_version: source?.sdkVersion,
  })) {
    if ((text?.length ?? 0) > MAX_TEXT)
      throw badEnvelope(`source.${name} is longer than ${MAX_TEXT} characters.`);
  }
}

function problemOf(
  one: event.Event,
  batch: event.EventBatch,
  limits: BatchLimits,
): [reason: string, message: string] | null {
  if (one.eventId.length !== ID_BYTES)
    return [
      'BAD_EVENT_ID',
      `event_id has ${one.eventId.length} bytes; it must have ${ID_BYTES}, a UUIDv7 by preference.`,
    ];
  const ref = batch.schemas[one.schemaIndex];
  if (ref === undefined)
    return [
      'BAD_SCHEMA_INDEX',
      `schema_index is ${one.schemaIndex}, but the batch names ${batch.schemas.length} schemas.`,
    ];
  if (ref.type === '' || ref.type.length > MAX_TYPE)
    return [
      'BAD_SCHEMA_REF',
      'The schema names no message type. Give its full name, such as broadcaster.events.v1.ArticleView.',
    ];
  if (ref.schema.case === undefined) return ['BAD_SCHEMA_REF', 'The schema has neither fingerprint nor id.'];
  if (ref.schema.case === 'fingerprint' && !FINGERPRINT_LENGTHS.has(ref.schema.value.length)) {
    return ['BAD_SCHEMA_REF', `The fingerprint has ${ref.schema.value.length} bytes; give its first 16.`];
  }
  if (one.payload.length > limits.payloadBytes)
    return ['TOO_LARGE', `The payload has ${one.payload.length} bytes; the limit is ${limits.payloadBytes}.`];
  if (one.sessionKey.length > MAX_SESSION_KEY_BYTES)
    return [
      'BAD_SESSION_KEY',
      `session_key has ${one.sessionKey.length} bytes; the limit is ${MAX_SESSION_KEY_BYTES}.`,
    ];
  return null;
}

function badEnvelope(problem: string): RegistryError {
  return new RegistryError('BAD_ENVELOPE', { problem });
}
