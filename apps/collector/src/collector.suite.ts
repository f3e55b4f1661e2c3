/** What the Event API's specs share: a real app on a free port, its log in a folder, made-up batches. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { event } from '#libs/gen';
import { createApp } from '#libs/nest-kit';
import type { DeliveredMessage, PubSub } from '#libs/pubsub';
import { CollectorModule } from './collector.module.js';
import { COLLECTOR_LOG } from './tokens.js';
import { newEventId } from './uuid.js';

/** What of an EventBatch is not the default. */
export type BatchInit = MessageInitShape<typeof event.EventBatchSchema>;

/** Answer of the Event API as JSON. */
export interface JsonAnswer {
  readonly accepted: number;
  readonly rejected: readonly { readonly index: number; readonly reason: string; readonly message: string }[];
}

/** A running Event API in this process. */
export class TestCollector {
  private constructor(
    readonly folder: string,
    readonly app: NestFastifyApplication,
    readonly url: string,
  ) {}

  /** Starts one with these settings, in a folder of its own if none is given. */
  static async start(
    settings: Readonly<Record<string, string>> = {},
    folder = mkdtempSync(join(tmpdir(), 'protokoll-collector-')),
  ): Promise<TestCollector> {
    const before = { ...process.env };
    Object.assign(process.env, { DATA_DIR: folder, REGISTRY_URL: 'http://127.0.0.1:9', ...settings });
    try {
      const app = await createApp(CollectorModule, { logLevel: 'silent' });
      await app.listen(0, '127.0.0.1');
      return new TestCollector(folder, app, await app.getUrl());
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
    }
  }

  get log(): PubSub {
    return this.app.get<PubSub>(COLLECTOR_LOG);
  }

  post(body: Uint8Array | string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.send('/v1/events', body, headers);
  }

  postJson(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.send('/v1/events.json', typeof body === 'string' ? body : JSON.stringify(body), headers);
  }

  /** Posts bytes; a Uint8Array goes without a content type, as a beacon does. */
  send(
    path: string,
    body: Uint8Array | string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response> {
    const bytes = typeof body === 'string' ? body : new Uint8Array(body);
    return fetch(`${this.url}${path}`, { method: 'POST', body: bytes, headers });
  }

  /** Messages of the log that no earlier call took. */
  async taken(): Promise<readonly DeliveredMessage[]> {
    const consumer = await this.log.subscribe('events', 'test');
    const messages = await consumer.pull({ maxMessages: 10_000, maxBytes: 1e9, waitMs: 0 });
    await consumer.ack(messages);
    await consumer.close();
    return messages;
  }

  /** Batches of the log that no earlier call took. */
  async batches(): Promise<readonly event.EventBatch[]> {
    return (await this.taken()).map(({ payload }) => fromBinary(event.EventBatchSchema, payload));
  }

  /** A metric's line, or undefined. */
  async metric(start: string): Promise<string | undefined> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return text.split('\n').find((line) => line.startsWith(start));
  }

  async stop(): Promise<void> {
    await this.app.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A schema that exists nowhere. */
export const REF: MessageInitShape<typeof event.SchemaRefSchema> = {
  type: 'shop.v1.Click',
  schema: { case: 'fingerprint', value: new Uint8Array(16).fill(0xab) },
};

/** An event that nothing is wrong with. */
export function goodEvent(
  init: MessageInitShape<typeof event.EventSchema> = {},
): MessageInitShape<typeof event.EventSchema> {
  return { eventId: newEventId(), createdAtMs: 1_767_225_600_000n, payload: Uint8Array.of(1, 2, 3), ...init };
}

/** A batch of good events, unless told otherwise. */
export function batchInit(init: BatchInit = {}): event.EventBatch {
  const defaults = {
    batchId: newEventId(),
    source: { appId: 'news', appVersion: '1.0', platform: 'web' },
    schemas: [REF],
    events: [goodEvent(), goodEvent()],
  };
  return create(event.EventBatchSchema, { ...defaults, ...init } as BatchInit);
}

/** Its bytes. */
export function batchBytes(init: BatchInit = {}): Uint8Array {
  return toBinary(event.EventBatchSchema, batchInit(init));
}
