import { create, fromBinary } from '@bufbuild/protobuf';
import { RegistryError } from '#libs/errors';
import { event } from '#libs/gen';
import type { BatchLimits } from './config.js';
import { countEntries } from './count-entries.js';

/** A batch without its unusable events, and what was wrong with those. */
export interface JudgedEnvelope {
  readonly batch: event.EventBatch;
  /** Positions are those in the request. */
  readonly rejected: readonly event.Rejection[];
}

const ID_BYTES = 16;
const FINGERPRINT_LENGTHS: ReadonlySet<number> = new Set([16, 32]);
/** Most schemas of a batch. */
export const MAX_SCHEMAS = 256;
const MAX_TEXT = 256;
const MAX_CONSENTS = 64;
const MAX_TYPE = 512;
const MAX_SESSION_KEY_BYTES = 256;
const MAX_SCHEMA_ID = 2 ** 31 - 1;
/** The furthest from 1970 that a date goes. */
const MAX_TIME_MS = 8_640_000_000_000_000n;
const OPENING_BRACE = 0x7b;

/**
 * Parses the envelope and nothing more: payloads stay closed, so no schema is needed here. What is wrong with one event
 * rejects that event alone. **Throws** BAD_ENVELOPE, TOO_MANY_EVENTS.
 */
export function judgeEnvelope(body: Uint8Array, limits: BatchLimits): JudgedEnvelope {
  return judgeBatch(parse(body, limits), limits);
}

/** Judges a batch that is parsed already. **Throws** BAD_ENVELOPE, TOO_MANY_EVENTS. */
export function judgeBatch(batch: event.EventBatch, limits: BatchLimits): JudgedEnvelope {
  checkBatch(batch);
  const schemaProblems = batch.schemas.map(problemOfSchema);
  const rejected: event.Rejection[] = [];
  const events = batch.events.filter((one, index) => {
    const problem = problemOf(one, schemaProblems, limits);
    if (problem !== null) rejected.push(rejection(index, ...problem));
    return problem === null;
  });
  return { batch: { ...batch, events }, rejected };
}

/** Why an event of the request was refused. */
export function rejection(index: number, reason: string, message: string): event.Rejection {
  return create(event.RejectionSchema, { index, reason, message });
}

function parse(body: Uint8Array, limits: BatchLimits): event.EventBatch {
  if (body.length === 0) throw badEnvelope('it is empty.');
  try {
    const counts = countEntries(body);
    if (counts.events > limits.events)
      throw new RegistryError('TOO_MANY_EVENTS', { count: counts.events, limit: limits.events });
    if (counts.schemas > MAX_SCHEMAS)
      throw badEnvelope(`it names ${counts.schemas} schemas; the limit is ${MAX_SCHEMAS}.`);
    return fromBinary(event.EventBatchSchema, body);
  } catch (cause) {
    if (cause instanceof RegistryError) throw cause;
    const hint =
      body[0] === OPENING_BRACE
        ? 'It looks like JSON: post that to /v1/events.json.'
        : 'Send protokoll.event.v1.EventBatch, serialized.';
    throw badEnvelope(`it can not be parsed (${String((cause as Error).message)}). ${hint}`);
  }
}

function checkBatch({ batchId, source }: event.EventBatch): void {
  if (batchId.length !== ID_BYTES)
    throw badEnvelope(`batch_id has ${batchId.length} bytes; it must have ${ID_BYTES}.`);
  if (source === undefined) return;
  const { writeKey, appId, appVersion, platform, sdk, sdkVersion, consent } = source;
  if (consent.length > MAX_CONSENTS)
    throw badEnvelope(`source.consent has ${consent.length} entries; the limit is ${MAX_CONSENTS}.`);
  const texts = {
    write_key: writeKey,
    app_id: appId,
    app_version: appVersion,
    platform,
    sdk,
    sdk_version: sdkVersion,
  };
  const named = [...Object.entries(texts), ...consent.map((text) => ['consent', text] as const)];
  for (const [name, text] of named) {
    if (text.length > MAX_TEXT) throw badEnvelope(`source.${name} is longer than ${MAX_TEXT} characters.`);
  }
}

type Problem = readonly [reason: string, message: string];

function problemOf(
  one: event.Event,
  schemaProblems: readonly (Problem | null)[],
  limits: BatchLimits,
): Problem | null {
  const { eventId, schemaIndex, createdAtMs, sessionKey, payload } = one;
  if (eventId.length !== ID_BYTES) {
    const message = `event_id has ${eventId.length} bytes; it must have ${ID_BYTES}, a UUIDv7 by preference.`;
    return ['BAD_EVENT_ID', message];
  }
  const schemaProblem = schemaProblems[schemaIndex];
  if (schemaProblem === undefined) {
    const message = `schema_index is ${schemaIndex}, but the batch names ${schemaProblems.length} schemas.`;
    return ['BAD_SCHEMA_INDEX', message];
  }
  if (schemaProblem !== null) return schemaProblem;
  if (payload.length > limits.payloadBytes)
    return ['TOO_LARGE', `The payload has ${payload.length} bytes; the limit is ${limits.payloadBytes}.`];
  if (createdAtMs > MAX_TIME_MS || createdAtMs < -MAX_TIME_MS)
    return ['BAD_CREATED_AT', `created_at_ms is ${createdAtMs}; give milliseconds since 1970.`];
  if (sessionKey.length > MAX_SESSION_KEY_BYTES) {
    const message = `session_key has ${sessionKey.length} bytes; the limit is ${MAX_SESSION_KEY_BYTES}.`;
    return ['BAD_SESSION_KEY', message];
  }
  return null;
}

function problemOfSchema({ type, schema }: event.SchemaRef): Problem | null {
  if (type === '') {
    const message =
      'The schema names no message. Give its full name, such as broadcaster.events.v1.ArticleView.';
    return ['BAD_SCHEMA_REF', message];
  }
  if (type.length > MAX_TYPE)
    return ['BAD_SCHEMA_REF', `The message's name has ${type.length} characters; the limit is ${MAX_TYPE}.`];
  switch (schema.case) {
    case 'fingerprint':
      if (FINGERPRINT_LENGTHS.has(schema.value.length)) return null;
      return ['BAD_SCHEMA_REF', `The fingerprint has ${schema.value.length} bytes; give its first 16.`];
    case 'id':
      if (schema.value > 0 && schema.value <= MAX_SCHEMA_ID) return null;
      return ['BAD_SCHEMA_REF', `The schema id is ${schema.value}; ids go from 1 to ${MAX_SCHEMA_ID}.`];
    case undefined:
      return ['BAD_SCHEMA_REF', 'The schema has neither fingerprint nor id.'];
  }
}

function badEnvelope(problem: string): RegistryError {
  return new RegistryError('BAD_ENVELOPE', { problem });
}
