// Requests over kept connections, timed, without building what is answered in memory.
import { Agent, request } from 'node:http';

/** One for each loop of requests; close it with `destroy()`. */
export function agent(connections = 1) {
  return new Agent({ keepAlive: true, maxSockets: connections });
}

/** An answer whose body is counted and thrown away: times in milliseconds. `keepBody` hands it back as text. */
export function get(url, path, { through, headers = {}, keepBody = false, pauseMs = 0, onPause } = {}) {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { agent: through, headers }, (response) => {
      const firstMs = performance.now() - begun;
      let sizeBytes = 0;
      const chunks = [];
      response.on('data', (chunk) => {
        if (sizeBytes === 0 && pauseMs > 0) hold(response, pauseMs, onPause);
        sizeBytes += chunk.length;
        if (keepBody) chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          firstMs,
          allMs: performance.now() - begun,
          sizeBytes,
          text: keepBody ? Buffer.concat(chunks).toString('utf8') : null,
        }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Reads nothing for a while, as a slow client does: buffers fill, and the server has to wait. */
function hold(response, pauseMs, onPause) {
  response.pause();
  setTimeout(() => {
    onPause?.();
    response.resume();
  }, pauseMs);
}

/** Throws unless the answer is 200. */
export async function ok(url, path, options) {
  const answer = await get(url, path, options);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return answer;
}
