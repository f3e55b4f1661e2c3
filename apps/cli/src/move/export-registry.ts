import { readProblem } from '#libs/registry-client';
import type { Io } from '../io.js';
import { countText, kindOf, RecordCount } from './count-records.js';
import { openStream, textOf, unreachable, type Endpoint, type StreamAnswer } from './open-stream.js';
import { readLines } from './read-lines.js';
import type { Write } from './write-stream.js';

/** Versions after which progress is told. */
const TELL_EVERY = 10_000;
/** Longer than any record: a schema of the largest size that may be set, in JSON. */
const MAX_LINE_BYTES = 512 * 1024 * 1024;
const MAX_PROBLEM_BYTES = 1024 * 1024;

/** Copies a registry's export, line by line, and answers what it was. **Throws** REGISTRY_UNREACHABLE, also when the export ends too early. */
export async function exportRegistry(io: Io, endpoint: Endpoint, write: Write): Promise<RecordCount> {
  const answer = await openStream(endpoint, {
    method: 'GET',
    path: '/api/v1/export',
    accept: 'application/x-ndjson',
    signal: io.signal,
  });
  if (answer.status !== 200) throw await refusalOf(endpoint.url, answer);
  const count = new RecordCount();
  let last: string | null = null;
  for await (const { text } of readLines(answer.chunks, MAX_LINE_BYTES)) {
    const line = text ?? '';
    last = kindOf(line);
    if (last === null) throw unreachable(endpoint.url, new Error('it answered a line that is no record'));
    count.add(last);
    await write(`${line}\n`);
    const versions = count.of('version');
    if (last === 'version' && versions % TELL_EVERY === 0)
      io.stderr(`protokoll: ${countText(versions, 'versions')} so far\n`);
  }
  if (last !== 'end') throw unreachable(endpoint.url, new Error('its export ended before the end'));
  return count;
}

/** The registry's own failure where it tells one. */
export async function refusalOf(url: string, answer: StreamAnswer): Promise<Error> {
  const problem = readProblem(await textOf(answer, url, MAX_PROBLEM_BYTES));
  return problem ?? unreachable(url, new Error(`it answered ${answer.status} without problem details`));
}
