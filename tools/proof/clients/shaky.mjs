import { once } from 'node:events';
import { createServer } from 'node:http';

const FAILURES = 2;

/** A server before `url` that answers 503 to the first two requests of each path, and counts what gets through. */
export async function startShaky(url) {
  const asked = new Map();
  const passed = new Map();
  const server = createServer(async (request, response) => {
    const name = `${request.method} ${request.url.split('?')[0]}`;
    asked.set(name, (asked.get(name) ?? 0) + 1);
    if (asked.get(name) <= FAILURES) return response.writeHead(503).end();
    passed.set(name, (passed.get(name) ?? 0) + 1);
    const { method, headers } = request;
    const body = method === 'GET' ? undefined : Buffer.concat(await request.toArray());
    const answer = await fetch(url + request.url, {
      method,
      body,
      headers: {
        accept: headers.accept ?? '*/*',
        'content-type': headers['content-type'] ?? 'application/json',
      },
    });
    const type = answer.headers.get('content-type') ?? 'application/json';
    response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, passed, close };
}
