import { isRegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Io } from '../io.js';
import { refusalOf } from './export-registry.js';
import { openStream, textOf, unreachable, type Endpoint } from './open-stream.js';

const NDJSON = 'application/x-ndjson';
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Waits between tries; a registry that restarts is back within them. */
const WAITS_MS = [200, 500, 1_000, 2_000, 4_000, 8_000];

/** Sends records and answers what came of each; again when the registry went away meanwhile, since what it has taken it takes for there. **Throws** REGISTRY_UNREACHABLE and what it refuses as a whole. */
export async function sendRecords(
  io: Io,
  endpoint: Endpoint,
  lines: readonly string[],
  dryRun: boolean,
): Promise<readonly registry.ImportOutcomeJson[]> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await sendOnce(io, endpoint, lines, dryRun);
    } catch (error) {
      const waitMs = WAITS_MS[attempt];
      if (waitMs === undefined || io.signal.aborted || !isPassing(error)) throw error;
      if (attempt === 0) io.stderr(`protokoll: ${(error as Error).message} Trying again.\n`);
      await sleep(waitMs, undefined, { signal: io.signal });
    }
  }
}

async function sendOnce(
  io: Io,
  endpoint: Endpoint,
  lines: readonly string[],
  dryRun: boolean,
): Promise<readonly registry.ImportOutcomeJson[]> {
  const answer = await openStream(endpoint, {
    method: 'POST',
    path: `/api/v1/import${dryRun ? '?dry-run=true' : ''}`,
    accept: NDJSON,
    body: { type: NDJSON, bytes: new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')) },
    signal: io.signal,
  });
  if (answer.status !== 200) throw await refusalOf(endpoint.url, answer);
  const text = await textOf(answer, endpoint.url, MAX_ANSWER_BYTES);
  try {
    const answered = text.split('\n').filter((line) => line !== '');
    return answered.map((line) => JSON.parse(line) as registry.ImportOutcomeJson);
  } catch (cause) {
    throw unreachable(endpoint.url, cause);
  }
}

const FIRST_SERVER_STATUS = 500;
const TRY_AGAIN_STATUS = 429;

function isPassing(error: unknown): boolean {
  if (!isRegistryError(error)) return false;
  return error.row.http >= FIRST_SERVER_STATUS || error.row.http === TRY_AGAIN_STATUS;
}
