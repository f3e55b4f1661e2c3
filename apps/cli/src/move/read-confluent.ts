import { RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Io } from '../io.js';
import { runBounded } from '../run-bounded.js';
import { confluentVersion, settingsRecords, type ConfluentSchema } from './confluent-records.js';
import { openStream, textOf, unreachable, type Endpoint } from './open-stream.js';
import type { Write } from './write-stream.js';

const TYPES = 'application/vnd.schemaregistry.v1+json, application/json';
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const AT_ONCE = 8;
const WAITS_MS = [200, 500, 1_000, 2_000];
const PAGE = 1_000;

/** Writes all that a registry with Confluent's API has as records; `waitsMs` are between tries. **Throws** REGISTRY_UNREACHABLE, BAD_REQUEST when it lets nobody in. */
export async function readConfluent(
  io: Pick<Io, 'signal'>,
  endpoint: Endpoint,
  write: Write,
  waitsMs: readonly number[] = WAITS_MS,
): Promise<void> {
  const source = new ConfluentSource(io, endpoint, waitsMs);
  const put = (record: registry.MoveRecordJson): Promise<void> => write(`${JSON.stringify(record)}\n`);
  await put({ header: { format: 1, source: 'confluent' } });
  const contexts = await source.contexts();
  for (const scope of ['', ...contexts.filter((name) => name !== '.').map((name) => `:${name}:`)])
    for (const record of await source.settings(scope)) await put(record);
  let versions = 0;
  for (const subject of await source.subjects(contexts.length > 1)) {
    for (const record of await source.settings(subject)) await put(record);
    for (const version of await source.versions(subject)) {
      versions += 1;
      await put({ version });
    }
  }
  await put({ end: { versions } });
}

class ConfluentSource {
  constructor(
    private readonly io: Pick<Io, 'signal'>,
    private readonly endpoint: Endpoint,
    private readonly waitsMs: readonly number[],
  ) {}

  /** The default one alone where there are no contexts. */
  async contexts(): Promise<readonly string[]> {
    return (await this.get<string[]>('/contexts')) ?? ['.'];
  }

  /** Those whose versions are all deleted too. */
  async subjects(everyContext: boolean): Promise<readonly string[]> {
    const prefix = everyContext ? '&subjectPrefix=%3A*%3A' : '';
    const found = new Set<string>();
    for (;;) {
      const path = `/subjects?deleted=true${prefix}&offset=${found.size}&limit=${PAGE}`;
      const before = found.size;
      for (const name of (await this.get<string[]>(path)) ?? []) found.add(name);
      // A server that knows no pages answers all of them, each time; one may have smaller pages than asked for.
      if (found.size === before) return [...found].sort();
    }
  }

  async settings(scope: string): Promise<readonly registry.MoveRecordJson[]> {
    const path = scope === '' ? '' : `/${encodeURIComponent(scope)}`;
    const config = await this.get<Record<string, unknown>>(`/config${path}`);
    const mode = await this.get<{ mode?: string }>(`/mode${path}`);
    return settingsRecords(scope, config ?? {}, mode?.mode ?? null);
  }

  /** Ascending; a version that goes meanwhile is left out. */
  async versions(subject: string): Promise<readonly registry.MoveVersionJson[]> {
    const path = `/subjects/${encodeURIComponent(subject)}/versions`;
    const numbers = (await this.get<number[]>(`${path}?deleted=true`)) ?? [];
    const live = new Set((await this.get<number[]>(path)) ?? []);
    const found = await runBounded(numbers, AT_ONCE, async (number) => {
      const schema = await this.get<ConfluentSchema>(`${path}/${number}?deleted=true`);
      return schema === null ? [] : [confluentVersion(subject, schema, !live.has(number))];
    });
    return found.flat();
  }

  /** Null for what is not there. */
  private async get<T>(path: string): Promise<T | null> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.getOnce<T>(path);
      } catch (error) {
        const waitMs = this.waitsMs[attempt];
        const passes = error instanceof RegistryError && error.code === 'REGISTRY_UNREACHABLE';
        if (waitMs === undefined || !passes || this.io.signal.aborted) throw error;
        await sleep(waitMs, undefined, { signal: this.io.signal });
      }
    }
  }

  private async getOnce<T>(path: string): Promise<T | null> {
    const { url } = this.endpoint;
    const answer = await openStream(this.endpoint, {
      method: 'GET',
      path,
      accept: TYPES,
      signal: this.io.signal,
    });
    const text = await textOf(answer, url, MAX_ANSWER_BYTES);
    if (answer.status === 404) return null;
    if (answer.status === 401 || answer.status === 403) {
      const problem = `The registry at ${url} lets nobody in like that (${answer.status}); set PROTOKOLL_SOURCE_USER to user:password, or PROTOKOLL_SOURCE_TOKEN.`;
      throw new RegistryError('BAD_REQUEST', { problem });
    }
    if (answer.status !== 200) throw unreachable(url, new Error(`${path} answered ${answer.status}`));
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw unreachable(url, new Error(`${path} answered something that is not JSON`, { cause }));
    }
  }
}
