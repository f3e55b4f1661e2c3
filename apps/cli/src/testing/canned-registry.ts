import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer to one request, such as `GET /api/v1/subjects/a`. */
export interface CannedAnswer {
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
  /** Expected body of the request; absent: any. */
  readonly given?: unknown;
}

/** An HTTP server that gives a registry's answers, in their order where a request comes again. */
export interface CannedRegistry {
  readonly url: string;
  /** Requests that came, with what was wrong about them. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts one on a free port. What it was not told answers 404 as the registry does. */
export async function startCannedRegistry(answers: readonly CannedAnswer[]): Promise<CannedRegistry> {
  const requests: string[] = [];
  const left = [...answers];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const name = `${request.method} ${request.url}`;
      const index = left.findIndex((answer) => answer.request === name);
      const answer = left[index] ?? notFound(name);
      // The last one stays for those who ask again.
      if (left.filter((other) => other.request === name).length > 1) left.splice(index, 1);
      requests.push(`${name}${wrongBody(answer.given, Buffer.concat(chunks).toString('utf8'))}`);
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, close: () => close(server) };
}

function wrongBody(expected: unknown, body: string): string {
  if (expected === undefined) return '';
  const actual = JSON.stringify(JSON.parse(body));
  return actual === JSON.stringify(expected) ? '' : ` got ${actual}`;
}

function notFound(name: string): CannedAnswer {
  const body = { code: 'ROUTE_NOT_FOUND', detail: `There is nothing at ${name}.`, status: 404 };
  return { request: name, status: 404, body };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
