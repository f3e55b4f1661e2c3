// A registry on the loopback that answers what the clients ask for once; afterwards all of them have it in memory.
import { createServer } from 'node:http';

/** Schema id of every frame. */
export const ID = 1;

/** Starts it; `answers` is path without query → body. Answers its address, and what it was asked for. */
export async function startLoopback(answers) {
  const asked = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    asked.push(request.url);
    const answer = answers[url.pathname];
    const body = typeof answer === 'function' ? answer(url.searchParams) : answer;
    if (body === undefined) response.writeHead(404).end('{"error_code":40403,"message":"no"}');
    else if (body instanceof Uint8Array) response.writeHead(200).end(body);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, asked, close: () => server.close() };
}
