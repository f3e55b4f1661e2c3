import { createHash } from 'node:crypto';
import { create, type JsonValue } from '@bufbuild/protobuf';
import { RegistryError, isRegistryError } from '#libs/errors';
import { event, type registry } from '#libs/gen';
import type { CodecHandle, RegistryClient } from '#libs/registry-client';
import { rejection } from './judge-envelope.js';
import { newEventId, parseUuid } from './uuid.js';
import type { JsonBatch, JsonEvent } from './json-batch.js';

/** How long the newest version of a type is taken for granted. */
const NEWEST_MAX_AGE_MS = 1_000;
const RETRY_AFTER_SECONDS = 2;

/** A schema that an event of the request uses. */
interface Resolved {
  readonly handle: CodecHandle;
  readonly index: number;
}

/** A batch made of JSON, and what could not be. */
export interface Transcoded {
  readonly batch: event.EventBatch;
  readonly rejected: readonly event.Rejection[];
}

/** Turns JSON events into the bytes that an SDK would have sent. */
export class Transcoder {
  private readonly newest = new Map<string, { info: registry.MessageInfoJson; atMs: number }>();

  constructor(private readonly client: RegistryClient) {}

  /** **Throws** REGISTRY_UNREACHABLE: without the registry nothing can be said of the events, and nothing is accepted. */
  async transcode(input: JsonBatch): Promise<Transcoded> {
    const schemas: event.SchemaRef[] = [];
    const events: event.Event[] = [];
    const rejected: event.Rejection[] = [];
    const resolved = new Map<string, Resolved | event.Rejection>();
    for (const [index, one] of input.events.entries()) {
      const outcome = await this.one(one, index, resolved, schemas);
      if (outcome.$typeName === 'protokoll.event.v1.Event') events.push(outcome);
      else rejected.push(outcome);
    }
    const batchId = input.batchId === undefined ? newEventId() : parseUuid(input.batchId)!;
    const source = create(event.SourceSchema, { ...input.source, sdk: 'json' });
    return {
      batch: create(event.EventBatchSchema, {
        batchId,
        sentAtMs: BigInt(Date.now()),
        source,
        schemas,
        events,
      }),
      rejected,
    };
  }

  private async one(
    one: JsonEvent,
    index: number,
    resolved: Map<string, Resolved | event.Rejection>,
    schemas: event.SchemaRef[],
  ): Promise<event.Event | event.Rejection> {
    const key = JSON.stringify([one.type, one.fingerprint, one.subject, one.version]);
    let schema = resolved.get(key);
    if (schema === undefined) {
      schema = await this.resolve(one, schemas);
      resolved.set(key, schema);
    }
    if ('$typeName' in schema) return rejection(index, schema.reason, schema.message);
    const encoded = schema.handle.codec.fromJson(one.data as JsonValue);
    if (!encoded.ok) return rejection(index, encoded.reason, encoded.message);
    return create(event.EventSchema, {
      eventId: one.id === undefined ? newEventId() : parseUuid(one.id)!,
      schemaIndex: schema.index,
      createdAtMs: BigInt(one.createdAt === undefined ? Date.now() : Date.parse(one.createdAt)),
      seq: index,
      sessionKey: one.sessionKey === undefined ? new Uint8Array() : shortKey(one.sessionKey),
      payload: encoded.value,
    });
  }

  private async resolve(one: JsonEvent, schemas: event.SchemaRef[]): Promise<Resolved | event.Rejection> {
    const fingerprint = one.fingerprint ?? (await this.fingerprintOf(one));
    if (typeof fingerprint !== 'string') return fingerprint;
    const lookup = await this.client.lookup({ fingerprint: fingerprint.toLowerCase(), type: one.type });
    switch (lookup.status) {
      case 'found': {
        const value = Buffer.from(lookup.handle.fingerprint, 'hex').subarray(0, 16);
        schemas.push(
          create(event.SchemaRefSchema, {
            schema: { case: 'fingerprint', value: new Uint8Array(value) },
            type: one.type,
          }),
        );
        return { handle: lookup.handle, index: schemas.length - 1 };
      }
      case 'unknown':
        return rejection(
          0,
          'UNKNOWN_SCHEMA',
          `The registry has no schema ${fingerprint} with a message '${one.type}'.`,
        );
      case 'invalid':
        return rejection(0, 'UNKNOWN_SCHEMA', `The schema can not be used: ${lookup.problem}`);
      case 'unreachable':
        throw new RegistryError('REGISTRY_UNREACHABLE', {
          url: 'REGISTRY_URL',
          problem: lookup.problem,
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
    }
  }

  /** The fingerprint of a subject's version, or of the newest version that has the type. */
  private async fingerprintOf(one: JsonEvent): Promise<string | event.Rejection> {
    try {
      if (one.subject === undefined) return (await this.newestWith(one.type)).fingerprint ?? '';
      const path = `/api/v1/subjects/${encodeURIComponent(one.subject)}/versions/${one.version ?? 'latest'}`;
      return (await this.client.request<registry.VersionInfoJson>('GET', path)).fingerprint ?? '';
    } catch (error) {
      if (isRegistryError(error, 'MESSAGE_NOT_FOUND')) return this.unknownType(one.type);
      if (isRegistryError(error) && error.row.http < 500)
        return rejection(0, 'UNKNOWN_SCHEMA', error.message);
      throw error;
    }
  }

  private async newestWith(type: string): Promise<registry.MessageInfoJson> {
    const known = this.newest.get(type);
    if (known !== undefined && Date.now() - known.atMs < NEWEST_MAX_AGE_MS) return known.info;
    const info = await this.client.request<registry.MessageInfoJson>(
      'GET',
      `/api/v1/messages/${encodeURIComponent(type)}`,
    );
    this.newest.set(type, { info, atMs: Date.now() });
    return info;
  }

  private async unknownType(type: string): Promise<event.Rejection> {
    const { items = [] } = await this.client.request<registry.ListResponseJson>('GET', '/api/v1/messages');
    const wanted = lastName(type).toLowerCase();
    const meant =
      items.find((name) => lastName(name).toLowerCase() === wanted) ??
      items.find((name) => lastName(name).toLowerCase().startsWith(wanted.slice(0, 3)));
    const hint =
      meant === undefined
        ? `Known: ${items.slice(0, 10).join(', ') || 'none yet'}.`
        : `Did you mean '${meant}'?`;
    return rejection(0, 'UNKNOWN_TYPE', `There is no event '${type.slice(0, 200)}'. ${hint}`);
  }
}

function lastName(type: string): string {
  return type.split('.').at(-1) ?? type;
}

function shortKey(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return new Uint8Array(bytes.length <= 64 ? bytes : createHash('sha256').update(bytes).digest());
}
