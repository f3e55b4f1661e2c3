import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { EventBatchSchema, PublishEventsResponseSchema, type EventBatch } from './index.js';

/** One answer of the scripted Event API; absent parts are those of a full success. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Indexes that are refused. */
  readonly rejected?: readonly number[];
  /** Takes the request and hangs up: the answer is lost. */
  readonly hangUp?: boolean;
  /** Never answers. */
  readonly silent?: boolean;
}

/** A request as it came. */
export interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly batch: EventBatch;
}

/** An HTTP server that answers as told, in order, and then with success. */
export class ScriptedEventApi {
  readonly seen: Seen[] = [];
  private readonly server: Server;
  private script: Answer[] = [];

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        const batch = fromBinary(EventBatchSchema, bytes);
        this.seen.push({ headers: request.headers, path: request.url ?? '', batch });
        const answer = this.script.shift() ?? {};
        if (answer.silent === true) return;
        if (answer.hangUp === true) return void request.socket.destroy();
        response.writeHead(answer.status ?? 200, {
          'content-type': 'application/x-protobuf',
          ...answer.headers,
        });
        response.end(answer.body ?? success(batch, answer.rejected ?? []));
      });
    });
  }

  static async start(): Promise<ScriptedEventApi> {
    const api = new ScriptedEventApi();
    await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  answerWith(...answers: readonly Answer[]): void {
    this.script.push(...answers);
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function success(batch: EventBatch, rejected: readonly number[]): Uint8Array {
  const message = create(PublishEventsResponseSchema, {
    accepted: batch.events.length - rejected.length,
    rejected: rejected.map((index) => ({ index, reason: 'TOO_LARGE', message: 'no' })),
  });
  return toBinary(PublishEventsResponseSchema, message);
}
