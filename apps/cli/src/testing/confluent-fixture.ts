import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the fixture does beside answering. */
export interface FixtureOptions {
  /** Answers 503 to every request whose count is a multiple of it; 0: never. */
  readonly busyEvery?: number;
  /** Value of the header that lets in; absent: none is needed. */
  readonly authorization?: string;
  /** Breaks connections off after so many requests. */
  readonly diesAfter?: number;
  /** Most names that a page has, whatever was asked. */
  readonly pageLimit?: number;
}

/** A server that answers as Confluent Schema Registry 8 does. */
export interface ConfluentFixture {
  readonly url: string;
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const GUID = '8b6e1c33-3f5c-0a11-9c65-3a44d0c1ef11';
const MONEY = 'syntax = "proto3";\npackage shop;\n\nmessage Money {\n  int64 cents = 1;\n}\n';
const ORDER =
  'syntax = "proto3";\npackage shop;\n\nimport "shop/money.proto";\n\nmessage Order {\n  .shop.Money total = 1;\n}\n';

const SCHEMAS: Readonly<Record<string, readonly object[]>> = {
  'shop/money.proto': [
    {
      subject: 'shop/money.proto',
      version: 1,
      id: 1,
      guid: GUID,
      schemaType: 'PROTOBUF',
      schema: MONEY,
      ts: 1_700_000_000_000,
      deleted: false,
    },
  ],
  'orders-value': [
    {
      subject: 'orders-value',
      version: 1,
      id: 2,
      schemaType: 'PROTOBUF',
      references: [{ name: 'shop/money.proto', subject: 'shop/money.proto', version: 1 }],
      schema: ORDER,
      deleted: true,
    },
    {
      subject: 'orders-value',
      version: 3,
      id: 7,
      schemaType: 'PROTOBUF',
      references: [{ name: 'shop/money.proto', subject: 'shop/money.proto', version: 1 }],
      metadata: { properties: { owner: 'shop' }, tags: { 'shop.Order.total': ['PII'] } },
      schema: ORDER.replace('= 1;\n}', '= 1;\n  string note = 2;\n}'),
    },
  ],
  ':.eu:users-value': [
    // An Avro schema has no schemaType in answers of older servers.
    {
      subject: ':.eu:users-value',
      version: 1,
      id: 1,
      schema: '{"type":"record","name":"User","fields":[{"name":"id","type":"string"}]}',
    },
  ],
};
const DELETED = new Set(['orders-value/1']);
const CONFIGS: Readonly<Record<string, object>> = {
  '': { compatibilityLevel: 'FULL' },
  'orders-value': { compatibilityLevel: 'NONE', normalize: true },
};
const MODES: Readonly<Record<string, object>> = { '': { mode: 'READWRITE' }, ':.eu:': { mode: 'READONLY' } };

/** Starts one on a free port. */
export async function startConfluentFixture(options: FixtureOptions = {}): Promise<ConfluentFixture> {
  const { busyEvery = 0, diesAfter = Infinity, pageLimit = Infinity, authorization } = options;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://fixture');
    requests.push(request.url ?? '');
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
      response.end(JSON.stringify(body));
    };
    if (requests.length > diesAfter) return void request.socket.destroy();
    if (busyEvery > 0 && requests.length % busyEvery === 0)
      return send(503, { error_code: 50003, message: 'busy' });
    if (authorization !== undefined && request.headers.authorization !== authorization)
      return send(401, { error_code: 401, message: 'Unauthorized' });
    const [status, body] = answerTo(url, pageLimit);
    send(status, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, close: () => close(server) };
}

function answerTo(url: URL, pageLimit: number): [number, unknown] {
  const [first = '', name, ...rest] = url.pathname.split('/').slice(1).map(decodeURIComponent);
  const deleted = url.searchParams.get('deleted') === 'true';
  switch (first) {
    case 'contexts':
      return [200, ['.', '.eu']];
    case 'config':
      return found(
        CONFIGS[name ?? ''],
        40408,
        `Subject '${name}' does not have subject-level compatibility configured`,
      );
    case 'mode':
      return found(MODES[name ?? ''], 40409, `Subject '${name}' does not have subject-level mode configured`);
    case 'subjects':
      return name === undefined ? [200, pageOf(url, pageLimit)] : versionsOf(name, rest[1], deleted);
    default:
      return [404, { error_code: 404, message: 'HTTP 404 Not Found' }];
  }
}

function versionsOf(subject: string, which: string | undefined, deleted: boolean): [number, unknown] {
  const versions = (SCHEMAS[subject] ?? []) as readonly { version: number }[];
  const seen = versions.filter(({ version }) => deleted || !DELETED.has(`${subject}/${version}`));
  if (seen.length === 0) return [404, { error_code: 40401, message: `Subject '${subject}' not found.` }];
  if (which === undefined) return [200, seen.map(({ version }) => version)];
  return found(
    seen.find(({ version }) => String(version) === which),
    40402,
    `Version ${which} not found.`,
  );
}

function pageOf(url: URL, pageLimit: number): string[] {
  const names = Object.keys(SCHEMAS).filter(
    (name) => url.searchParams.get('subjectPrefix') === ':*:' || !name.startsWith(':'),
  );
  const offset = Number(url.searchParams.get('offset') ?? 0);
  const limit = Math.min(pageLimit, Number(url.searchParams.get('limit') ?? Infinity));
  return names.slice(offset, offset + limit);
}

function found(value: unknown, code: number, message: string): [number, unknown] {
  return value === undefined ? [404, { error_code: code, message }] : [200, value];
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
