import { setTimeout as wait } from 'node:timers/promises';
import type { registry } from '#libs/gen';
import { isOutage } from './registry-api.js';
import type { RegistryClient } from './registry-client.js';

/** How the change feed is followed. */
export interface FollowOptions {
  /** Cursor of the last change that was seen; null or absent: from the first change on. */
  readonly after?: string | null;
  /** Ends the loop. */
  readonly signal?: AbortSignal;
  /** How long the registry may hold a request until there is something to say. Default 20000; 55000 at most. */
  readonly waitMs?: number;
}

const POLL_MS = 20_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;

/**
 * The registry's changes, one after another, until the loop is left or a signal ends it. Each is noted by the client before it is handed
 * over, so a codec that is looked up then is as new as the change. A registry that is away is waited for, which keeps no process alive; a
 * request that it holds does, until the loop or the client is ended.
 * **Throws** BAD_CURSOR when `after` is from another registry.
 */
export async function* followChanges(
  client: RegistryClient,
  options: FollowOptions,
  closing: AbortSignal,
): AsyncGenerator<registry.ChangeJson, void, undefined> {
  const end = new AbortController();
  const signals = options.signal === undefined ? [closing] : [closing, options.signal];
  const stop = (): void => end.abort();
  // Not AbortSignal.any: on Node 20 a long-lived source keeps something of each signal made of it.
  for (const signal of signals) signal.addEventListener('abort', stop, { once: true });
  if (signals.some(({ aborted }) => aborted)) stop();
  try {
    for await (const { changes = [] } of pages(client, options, end.signal))
      for (const change of changes) {
        client.noteChange(change);
        yield change;
      }
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', stop);
    stop();
  }
}

async function* pages(
  client: RegistryClient,
  { after: first = null, waitMs = POLL_MS }: FollowOptions,
  signal: AbortSignal,
): AsyncGenerator<registry.ChangesResponseJson, void, undefined> {
  const ended = (): boolean => signal.aborted;
  let after = first;
  let retryMs = FIRST_RETRY_MS;
  while (!ended()) {
    const page = await client.changes(after, { waitMs, signal }).catch((error: unknown) => {
      if (!ended() && !isOutage(error)) throw error;
      return null;
    });
    if (page === null) {
      // An end of the wait is seen by the loop.
      await wait(retryMs, undefined, { ref: false, signal }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      continue;
    }
    retryMs = FIRST_RETRY_MS;
    yield page;
    after = page.next ?? after;
  }
}
