/** What the worker's specs share: a real registry in a process of its own, a real log, a real sink, made-up events. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { event, type registry } from '#libs/gen';
import { Metrics } from '#libs/nest-kit';
import { openEmbeddedLog, type PubSub } from '#libs/pubsub';
import { RegistryClient } from '#libs/registry-client';
import { openSqliteSink, type EventCounts, type EventSink, type TableSink } from '#libs/sinks';
import { Pipeline, type PipelineEnds, type PipelineOptions } from './pipeline.js';
import { TOPIC, WORKER_GROUP } from './tokens.js';

/** First version of the message that the specs send. */
export const CLICK_V1 = 'syntax = "proto3";\npackage shop.v1;\nmessage Click {\n  string target = 1;\n}\n';
/** Adds `position`. */
export const CLICK_V2 = CLICK_V1.replace('target = 1;', 'target = 1;\n  int64 position = 2;');
/** Adds `note`. */
export const CLICK_V3 = CLICK_V2.replace('position = 2;', 'position = 2;\n  string note = 3;');
/** Its full name. */
export const CLICK = 'shop.v1.Click';

/** A process that this spec started. */
export interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly exited: Promise<unknown>;
  /** What it said on stdout and stderr. */
  readonly output: () => string;
}

/** Builds what the processes run. */
export function buildOnce(): void {
  const built = spawnSync(process.execPath, ['tools/build.mjs'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
}

/** Starts an app from dist and waits until it is ready. `portSetting` is what it calls its port. */
export async function startApp(
  app: string,
  env: Readonly<Record<string, string>>,
  portSetting = 'PORT',
): Promise<Started> {
  const port = env[portSetting] ?? String(await freePort());
  const child = spawn(process.execPath, [`dist/apps/${app}/src/main.js`], {
    env: { ...process.env, HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...env, [portSetting]: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  return { child, url, exited, output: () => output };
}

/** Waits until the app answers, or has ended. */
export async function whenReady(started: Started): Promise<Started> {
  await until(async () => {
    if (started.child.exitCode !== null || started.child.signalCode !== null) return true;
    return (await fetch(`${started.url}/ready`)).ok;
  });
  return started;
}

/** Kills it and waits until it is gone. */
export async function kill(started: Started): Promise<void> {
  started.child.kill('SIGKILL');
  await started.exited;
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** A folder that is removed by {@link removeFolder}. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'judge-judi-'));
}

/** Removes it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Waits for a time. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until something is true; a failure counts as not yet. */
export async function until(isTrue: () => Promise<boolean> | boolean, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  let last: unknown = 'it never was';
  while (performance.now() < end) {
    try {
      if (await isTrue()) return;
    } catch (error) {
      last = error;
    }
    await sleep(10);
  }
  throw new Error(`waited ${withinMs} ms in vain`, { cause: last });
}

/** Publishes a schema of one file. */
export async function publish(
  url: string,
  subject: string,
  content: string,
): Promise<registry.VersionInfoJson> {
  const files = [{ path: 'shop/v1/click.proto', content }];
  const response = await call(url, 'POST', `/subjects/${subject}/versions`, { files });
  return ((await response.json()) as registry.PublishResponseJson).version!;
}

/** A request of the native API that has to go well. */
export async function call(url: string, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers,
    body: JSON.stringify(body) ?? null,
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

/** Bytes of a Click; what is absent is not written. */
export function click(target: string, position?: number, note?: string): Uint8Array {
  const writer = new BinaryWriter().tag(1, 2).string(target);
  if (position !== undefined) writer.tag(2, 0).int64(position);
  if (note !== undefined) writer.tag(3, 2).string(note);
  return writer.finish();
}

/** 16 random bytes. */
export function newId(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(16));
}

/** An event without id gets one. */
export type TestEvent = Omit<MessageInitShape<typeof event.EventSchema>, '$typeName'>;

/** A batch whose events were all written by one schema. */
export function batchOf(
  fingerprint: string,
  events: readonly TestEvent[],
  more: { readonly type?: string; readonly appId?: string } = {},
): Uint8Array {
  const value = new Uint8Array(Buffer.from(fingerprint, 'hex').subarray(0, 16));
  return toBinary(
    event.EventBatchSchema,
    create(event.EventBatchSchema, {
      batchId: newId(),
      source: { appId: more.appId ?? 'test', appVersion: '1.0', platform: 'node' },
      schemas: [{ schema: { case: 'fingerprint', value }, type: more.type ?? CLICK }],
      events: events.map((one) => ({ eventId: newId(), createdAtMs: 1_767_225_600_000n, ...one })),
    }),
  );
}

/** Clicks with the given targets. */
export function clicks(...targets: string[]): TestEvent[] {
  return targets.map((target) => ({ payload: click(target) }));
}

const DEFAULTS: PipelineOptions = {
  parkLimitMs: 3_600_000,
  maxParked: 10_000,
  maxDeliveries: 5,
  migrates: true,
};

/** A pipeline in this process, between a log and a sink in a folder. */
export class Bench {
  private pipeline: Pipeline | null = null;
  readonly metrics = new Metrics();

  private constructor(
    readonly log: PubSub,
    readonly sink: EventSink,
    private readonly client: RegistryClient,
    private readonly options: PipelineOptions,
    private readonly mirrors: readonly TableSink[],
  ) {}

  /** Opens it; {@link start} lets it run. */
  static async open(
    folder: string,
    registryUrl: string,
    options: Partial<PipelineOptions> & {
      readonly busyTimeoutMs?: number;
      readonly mirrors?: readonly TableSink[];
    } = {},
  ): Promise<Bench> {
    const log = await openEmbeddedLog({ directory: join(folder, 'log') });
    const sink = await openSqliteSink(join(folder, 'events.db'), {
      busyTimeoutMs: options.busyTimeoutMs ?? 1_000,
    });
    const client = new RegistryClient({
      url: registryUrl,
      cacheDir: join(folder, 'codecs'),
      timeoutMs: 2_000,
    });
    return new Bench(log, sink, client, { ...DEFAULTS, ...options }, options.mirrors ?? []);
  }

  async start(): Promise<this> {
    Logger.overrideLogger(false);
    this.pipeline = new Pipeline(this.ends, this.metrics, (context) => new Logger(context), this.options);
    await this.pipeline.start();
    return this;
  }

  private get ends(): PipelineEnds {
    return { log: this.log, sink: this.sink, client: this.client, mirrors: this.mirrors };
  }

  /** Appends batches to the log, as the Event API does. */
  send(...batches: Uint8Array[]): Promise<void> {
    const headers = { 'ingest-time-ms': String(Date.now()) };
    return this.log.publish(
      TOPIC,
      batches.map((payload) => ({ key: 'k', payload, headers })),
    );
  }

  /** Waits until nothing is in the log and so many events are accounted for; answers the counts, which must balance. */
  async settle(accepted: number): Promise<EventCounts> {
    await until(async () => {
      const { pendingMessages } = await this.log.depth(TOPIC, WORKER_GROUP);
      return pendingMessages === 0 && (await this.sink.counts()).accepted >= accepted;
    });
    const counts = await this.sink.counts();
    expect(counts.rows + counts.duplicates + counts.dead + counts.parked).toBe(counts.accepted);
    expect(counts.accepted).toBe(accepted);
    return counts;
  }

  /** All rows of a table, oldest first. */
  async rows(table = 'click'): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return (await this.sink.recent({ table, after: null, limit: 1_000 })).items.map((item) => item.row);
  }

  /** Reasons of the dead letters, most frequent first. */
  async reasons(): Promise<Record<string, number>> {
    return Object.fromEntries((await this.sink.deadReasons()).map(({ reason, count }) => [reason, count]));
  }

  async close(): Promise<void> {
    await this.pipeline?.stop();
    await this.client.close();
    await this.sink.close();
    await this.log.close();
  }
}
