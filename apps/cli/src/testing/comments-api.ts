import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A comment on a pull request. */
export interface Comment {
  readonly id: number;
  body: string;
}

/** A server that plays GitHub's API of issue comments for `acme/shop`. */
export interface CommentsApi {
  readonly url: string;
  readonly comments: Comment[];
  /** `METHOD path` of what came. */
  readonly requests: readonly string[];
  /** Answers this status to writes from now on; null: as it should. */
  refuseWrites: number | null;
  close(): Promise<void>;
}

const PAGE_SIZE = 100;

/** Starts one on a free port; it takes the token `from-github`. */
export async function startCommentsApi(): Promise<CommentsApi> {
  const comments: Comment[] = [];
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(api, request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api: CommentsApi & { readonly requests: string[] } = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    comments,
    requests,
    refuseWrites: null,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return api;
}

async function answer(
  api: CommentsApi & { readonly requests: string[] },
  request: IncomingMessage,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const { method = '', url = '' } = request;
  api.requests.push(`${method} ${url}`);
  if (request.headers.authorization !== 'Bearer from-github') return { status: 401, body: {} };
  const { pathname, searchParams } = new URL(url, api.url);
  const list = /^\/repos\/acme\/shop\/issues\/7\/comments$/.test(pathname);
  if (method === 'GET' && list) {
    const start = (Number(searchParams.get('page')) - 1) * PAGE_SIZE;
    return { status: 200, body: api.comments.slice(start, start + PAGE_SIZE) };
  }
  if (api.refuseWrites !== null) return { status: api.refuseWrites, body: {} };
  const { body } = JSON.parse(await textOf(request)) as { readonly body: string };
  if (method === 'POST' && list) {
    const made = { id: api.comments.length + 1, body };
    api.comments.push(made);
    return { status: 201, body: { ...made, html_url: `https://github.test/c/${made.id}` } };
  }
  const id = Number(/^\/repos\/acme\/shop\/issues\/comments\/(\d+)$/.exec(pathname)?.[1]);
  const known = api.comments.find((comment) => comment.id === id);
  if (method !== 'PATCH' || known === undefined) return { status: 404, body: {} };
  known.body = body;
  return { status: 200, body: known };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
