import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { loadSchema, type Schema } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import { compileProtos } from '#libs/testing';

/** A schema with a message `A` that is a table and a message `B` that is none. Its id is 7. */
export const SCHEMA: Schema = loadSchema(
  compileProtos({ 'a.proto': 'syntax = "proto3";\nmessage A { string s = 1; }\nmessage B {}\n' }),
);

/** Where rows of `A` go. */
export const TABLE: registry.TableMappingJson = {
  subject: 'a',
  version: 1,
  table: 'a',
  tableVersion: 1,
  columns: [],
  state: 'ACTIVE',
};

/** The three ways to name `A`. */
export const PREFIX_REF = { fingerprint: SCHEMA.fingerprint.slice(0, 32), type: 'A' };
export const WHOLE_REF = { fingerprint: SCHEMA.fingerprint, type: 'A' };
export const ID_REF = { id: 7, type: 'A' };

/** A registry of somebody else: real HTTP, real descriptors, and it can misbehave. */
export class OtherRegistry {
  /** Paths asked for, oldest first. */
  readonly requests: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  readonly bodies: string[] = [];
  /** What `A` is said to be mapped to. */
  table: registry.TableMappingJson = TABLE;
  /** Schemas of Avro and JSON by what they are asked for. */
  readonly documents = new Map<string, registry.DocumentInfoJson>();
  private answer: ((path: string, response: ServerResponse) => void) | null = null;
  private server: Server | null = null;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** On the port of last time, if there was one. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.receive(request, response));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.port = address.port;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** From now on it answers this; null: as a registry does. */
  misbehave(answer: ((path: string, response: ServerResponse) => void) | null): void {
    this.answer = answer;
  }

  /** From now on it answers everything with this. */
  always(status: number, body: unknown): void {
    this.misbehave((_path, response) => sendJson(response, status, body));
  }

  /** Holds the next answers back; resolves, when the first was asked for, with what lets that one go. */
  hold(
    answer = (path: string, response: ServerResponse): void => this.serve(path, response),
  ): Promise<() => void> {
    return new Promise((resolve) => {
      this.misbehave((path, response) => resolve(() => answer(path, response)));
    });
  }

  serve(path: string, response: ServerResponse): void {
    const [, document] = /^\/api\/v1\/schemas\/([^/]+)\/document$/.exec(path) ?? [];
    if (document !== undefined) return this.serveDocument(document, response);
    const [, schema] = /^\/api\/v1\/schemas\/([^/]+)\/descriptor-set$/.exec(path) ?? [];
    if (schema === '7' || schema === SCHEMA.fingerprint)
      return void response
        .writeHead(200, { 'content-type': 'application/x-protobuf' })
        .end(Buffer.from(SCHEMA.canonical));
    const [, ref, type] = /^\/api\/v1\/codecs\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const isKnown = ref !== undefined && (SCHEMA.fingerprint.startsWith(ref) || ref === '7');
    if (!isKnown)
      return sendJson(response, 404, { code: 'SCHEMA_NOT_FOUND', detail: 'no schema', status: 404 });
    if (type !== 'A' && type !== 'B')
      return sendJson(response, 404, { code: 'MESSAGE_NOT_FOUND', detail: 'no message', status: 404 });
    sendJson(response, 200, this.codecInfo(type));
  }

  private serveDocument(ref: string, response: ServerResponse): void {
    const document = this.documents.get(ref);
    if (document === undefined)
      return sendJson(response, 404, { code: 'SCHEMA_NOT_FOUND', detail: 'no schema', status: 404 });
    sendJson(response, 200, document);
  }

  codecInfo(type: 'A' | 'B'): registry.CodecInfoJson {
    return {
      fingerprint: SCHEMA.fingerprint,
      id: 7,
      type,
      descriptorSet: Buffer.from(SCHEMA.canonical).toString('base64'),
      messageIndex: [type === 'A' ? 0 : 1],
      ...(type === 'A' ? { table: this.table } : {}),
    };
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    this.requests.push(path);
    this.headers.push(request.headers);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.bodies.push(body);
    if (this.answer === null) this.serve(path, response);
    else this.answer(path, response);
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
