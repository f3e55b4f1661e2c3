import { isRegistryError } from '#libs/errors';
import type { RegistryClient } from '#libs/registry-client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Io } from './io.js';
import { printable } from './print/printable.js';

/** What to look at. */
export interface TailOptions {
  readonly table: string | null;
  readonly dead: boolean;
  readonly follow: boolean;
  readonly limit: number;
}

type Item = Readonly<Record<string, unknown>>;

interface Page {
  readonly events?: readonly Item[];
  readonly next?: string | null;
}

const POLL_MS = 1_000;
const MOST_AT_ONCE = 1_000;

/** Prints what is there and, when following, what comes, until the user stops it. **Throws** what the registry refuses, REGISTRY_UNREACHABLE. */
export async function tail(io: Io, client: RegistryClient, options: TailOptions): Promise<void> {
  const read = options.dead ? deadReader(client) : rowReader(client, options.table);
  const first = await read(options.limit);
  for (const item of first) io.stdout(lineOf(item, options.dead));
  if (first.length === 0)
    io.stderr(`protokoll: There ${options.dead ? 'are no dead letters' : 'are no rows yet'}.\n`);
  let isAway = false;
  while (options.follow && !io.signal.aborted) {
    await sleep(POLL_MS, undefined, { signal: io.signal }).catch(() => undefined);
    if (io.signal.aborted) return;
    try {
      for (const item of await read(MOST_AT_ONCE)) io.stdout(lineOf(item, options.dead));
      isAway = false;
    } catch (error) {
      // It was there a moment ago, so it may come back; said once.
      if (io.signal.aborted) return;
      if (!isRegistryError(error, 'REGISTRY_UNREACHABLE')) throw error;
      if (!isAway) io.stderr(`protokoll: ${error.message} Waiting for it.\n`);
      isAway = true;
    }
  }
}

/** Rows come oldest first, with a cursor to go on from. */
function rowReader(
  client: RegistryClient,
  table: string | null,
): (limit: number) => Promise<readonly Item[]> {
  let after: string | null = null;
  return async (limit) => {
    const query = new URLSearchParams({ limit: String(limit) });
    if (table !== null) query.set('table', table);
    if (after !== null) query.set('after', after);
    const page: Page = await client.request<Page>('GET', `/api/v1/events/recent?${query}`);
    after = page.next ?? after;
    return page.events ?? [];
  };
}

/** Dead letters come newest first, and their cursor leads to older ones: the newest known id tells what is new. */
function deadReader(client: RegistryClient): (limit: number) => Promise<readonly Item[]> {
  let newest = 0;
  return async (limit) => {
    const page = await client.request<Page>('GET', `/api/v1/events/dead?limit=${limit}`);
    const fresh = (page.events ?? []).filter((letter) => Number(letter['id']) > newest).reverse();
    newest = fresh.reduce((largest, letter) => Math.max(largest, Number(letter['id'])), newest);
    return fresh;
  };
}

function lineOf(item: Item, dead: boolean): string {
  const name = dead ? item['reason'] : item['table'];
  const content = dead ? item : item['row'];
  return `${printable(String(name ?? ''))}  ${printable(JSON.stringify(content) ?? '')}\n`;
}
