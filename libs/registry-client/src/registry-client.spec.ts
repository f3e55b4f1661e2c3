import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSchema } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import { compileProtos } from '#libs/testing';
import { RegistryClient, type RegistryClientOptions } from './index.js';

const schema = loadSchema(
  compileProtos({ 'a.proto': 'syntax = "proto3";\nmessage A { string s = 1; }\nmessage B {}\n' }),
);
const TABLE: registry.TableMappingJson = {
  subject: 'a',
  version: 1,
  table: 'a',
  tableVersion: 1,
  columns: [],
  state: 'ACTIVE',
};

/** A registry of somebody else: real HTTP, real descriptors, and it can misbehave. */
class OtherRegistry {
  readonly requests: string[] = [];
  answer: (path: string, response: ServerResponse) => void = (path, response) => this.serve(path, response);
  private server: Server | null = null;
  port = 0;

  async start(): Promise<void> {
    this.server = createServer((request: IncomingMessage, response) => {
      this.requests.push(request.url ?? '');
      this.answer(request.url ?? '', response);
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    const address = this.server.address();
    if (typeof address === 'object' && address !== null) this.port = address.port;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = null;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  }

  json(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  serve(path: string, response: ServerResponse): void {
    const [, ref, type] = /^\/api\/v1\/codecs\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const known = ref !== undefined && (schema.fingerprint.startsWith(ref) || ref === '7');
    if (!known || (type !== 'A' && type !== 'B'))
      return this.json(response, 404, { code: 'SCHEMA_NOT_FOUND', detail: 'no', status: 404 });
    const info: registry.CodecInfoJson = {
      fingerprint: schema.fingerprint,
      id: 7,
      type,
      descriptorSet: Buffer.from(schema.canonical).toString('base64'),
      messageIndex: [0],
      ...(type === 'A' ? { table: TABLE } : {}),
    };
    this.json(response, 200, info);
  }
}

describe('RegistryClient', () => {
  let folder: string;
  let server: OtherRegistry;
  let nowMs: number;
  const clients: RegistryClient[] = [];
  const make = (options: Partial<RegistryClientOptions> = {}): RegistryClient => {
    const client = new RegistryClient({
      url: `http://127.0.0.1:${server.port}/`,
      cacheDir: folder,
      now: () => nowMs,
      ...options,
    });
    clients.push(client);
    return client;
  };
  const byHash = { fingerprint: schema.fingerprint.slice(0, 32), type: 'A' };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'client-'));
    nowMs = 1_000_000;
    server = new OtherRegistry();
    await server.start();
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([[byHash], [{ fingerprint: schema.fingerprint, type: 'A' }], [{ id: 7, type: 'A' }]])(
    'finds %j, and then at once',
    async (ref) => {
      const client = make();
      expect(client.peek(ref)).toBeNull();
      const found = await client.lookup(ref);
      expect(found).toMatchObject({
        status: 'found',
        handle: { fingerprint: schema.fingerprint, id: 7, type: 'A', table: TABLE },
      });
      expect(client.peek(ref)?.codec.decode(new Uint8Array([10, 1, 97]))).toMatchObject({
        ok: true,
        value: { s: 'a' },
      });
      await client.lookup(ref);
      expect(server.requests).toHaveLength(1);
    },
  );

  it('asks once for many that want the same', async () => {
    const client = make();
    const found = await Promise.all(Array.from({ length: 20 }, () => client.lookup(byHash)));
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['found']));
    expect(server.requests).toHaveLength(1);
  });

  it('waits longer and longer before it asks for the unknown again', async () => {
    const client = make();
    const unknown = { fingerprint: '0'.repeat(32), type: 'A' };
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const lookup = await client.lookup(unknown);
      const retryAtMs = lookup.status === 'unknown' ? lookup.retryAtMs : Number.NaN;
      waits.push(retryAtMs - nowMs);
      expect(await client.lookup(unknown)).toEqual(lookup);
      nowMs = retryAtMs;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(server.requests).toHaveLength(8);
  });

  it('asks for the unknown at once when something changed', async () => {
    const client = make();
    server.answer = (_, response) => server.json(response, 404, { code: 'SCHEMA_NOT_FOUND', detail: 'no' });
    await client.lookup(byHash);
    server.answer = (path, response) => server.serve(path, response);
    expect((await client.lookup(byHash)).status).toBe('unknown');
    client.noteChange({ kind: 'version.created', subject: 'a' });
    expect((await client.lookup(byHash)).status).toBe('found');
  });

  it('asks again where rows go when the subject changed', async () => {
    const client = make();
    await client.lookup(byHash);
    client.noteChange({ kind: 'version.created', subject: 'a' });
    expect(client.peek(byHash)).not.toBeNull();
    client.noteChange({ kind: 'version.state', subject: 'other' });
    expect(client.peek(byHash)).not.toBeNull();
    client.noteChange({ kind: 'version.state', subject: 'a' });
    expect(client.peek(byHash)).toBeNull();
    await client.lookup({ id: 7, type: 'B' });
    client.noteChange({ kind: 'version.created', subject: 'b' });
    expect(client.peek({ id: 7, type: 'B' })).toBeNull();
  });

  it.each([
    ['is down', async (): Promise<void> => server.stop()],
    [
      'answers 500',
      async (): Promise<void> => void (server.answer = (_, response) => void response.writeHead(500).end()),
    ],
    [
      'answers what no registry does',
      async (): Promise<void> =>
        void (server.answer = (_, response) => void response.writeHead(404).end('<html>')),
    ],
    ['does not answer in time', async (): Promise<void> => void (server.answer = () => undefined)],
  ])('tells unreachable from unknown when the registry %s', async (_, misbehave) => {
    const client = make({ timeoutMs: 100 });
    await client.lookup(byHash);
    await misbehave();
    expect(await client.lookup({ ...byHash, type: 'B' })).toMatchObject({
      status: 'unreachable',
      retryAtMs: nowMs + 250,
    });
    expect(client.peek(byHash)).not.toBeNull();
    expect((await client.lookup(byHash)).status).toBe('found');
  });

  it('asks again once a silence is over', async () => {
    const client = make();
    await server.stop();
    await client.lookup(byHash);
    await server.start();
    expect((await client.lookup(byHash)).status).toBe('unreachable');
    nowMs += 250;
    expect((await client.lookup(byHash)).status).toBe('found');
  });

  it('starts from disk without a registry', async () => {
    await make().lookup(byHash);
    await server.stop();
    expect(await make().lookup(byHash)).toMatchObject({ status: 'found', handle: { table: TABLE } });
    expect((await make({ cacheDir: join(folder, 'other') }).lookup(byHash)).status).toBe('unreachable');
  });

  it('does not trust a damaged file, and mends it', async () => {
    await make().lookup(byHash);
    const file = join(folder, 'descriptors', readdirSync(join(folder, 'descriptors'))[0]!);
    writeFileSync(file, 'damaged');
    await server.stop();
    expect((await make().lookup(byHash)).status).toBe('unreachable');
    await server.start();
    expect((await make().lookup(byHash)).status).toBe('found');
    await server.stop();
    expect((await make().lookup(byHash)).status).toBe('found');
    expect(readdirSync(join(folder, 'descriptors'))).toEqual([`${schema.fingerprint}.binpb`]);
  });

  it('refuses descriptors that are not what was asked for', async () => {
    const client = make();
    server.answer = (_, response) =>
      server.json(response, 200, { fingerprint: schema.fingerprint, type: 'A', descriptorSet: 'AAAA' });
    expect((await client.lookup(byHash)).status).toBe('invalid');
    server.answer = (_, response) =>
      server.json(response, 200, { fingerprint: '1'.repeat(64), type: 'A', descriptorSet: 'AAAA' });
    expect((await client.lookup(byHash)).status).toBe('invalid');
    expect(client.peek(byHash)).toBeNull();
  });

  it('refuses references that name nothing', async () => {
    for (const ref of [
      { type: 'A' },
      { fingerprint: '../x', type: 'A' },
      { id: -1, type: 'A' },
      { id: 1.5, type: 'A' },
    ]) {
      expect((await make().lookup(ref)).status).toBe('invalid');
      expect(make().peek(ref)).toBeNull();
    }
    expect(server.requests).toHaveLength(0);
  });

  it('drops what was longest not used when memory is full', async () => {
    const client = make({ maxMemoryBytes: schema.canonical.byteLength });
    await client.lookup(byHash);
    await client.lookup({ ...byHash, type: 'B' });
    expect([client.peek(byHash), client.peek({ ...byHash, type: 'B' })?.type]).toEqual([null, 'B']);
  });

  it('passes on what the registry refuses, in its own words', async () => {
    server.answer = (_, response) =>
      server.json(response, 409, {
        code: 'SCHEMA_INCOMPATIBLE',
        detail: 'because',
        verdict: { findings: [] },
      });
    await expect(make().request('POST', '/api/v1/x', {})).rejects.toMatchObject({
      code: 'SCHEMA_INCOMPATIBLE',
      message: 'because',
      details: { verdict: { findings: [] } },
    });
    server.answer = (_, response) => server.json(response, 418, { code: 'OF_THE_FUTURE', detail: 'hm' });
    await expect(make().request('GET', '/api/v1/x')).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining('hm'),
    });
  });

  it('polls changes, longer than other requests may take, and ends when it is closed', async () => {
    const client = make({ timeoutMs: 50 });
    server.answer = (path, response) =>
      void setTimeout(() => server.json(response, 200, { changes: [], next: path }), 150);
    expect(await client.changes('5', { waitMs: 1_000 })).toEqual({
      changes: [],
      next: '/api/v1/changes?wait=1000&after=5',
    });
    const waiting = client.changes(null, { waitMs: 10_000 });
    await client.close();
    await expect(waiting).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
  });

  it('does not show the password of an address', async () => {
    await server.stop();
    const client = make({ url: `http://user:hunter2@127.0.0.1:${server.port}` });
    const error: unknown = await client.request('GET', '/').catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('127.0.0.1');
    expect(String(error)).not.toContain('hunter2');
  });
});
