import { RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import type { EntityManager } from 'typeorm';
import type { ChangeRow } from '../entities/change.entity.js';
import type { ChangesRepository, NewChange } from '../repositories/changes.repository.js';
import type { ChangeWatch } from './change-watch.service.js';

/** How often another replica's changes are looked for while somebody waits. */
const POLL_INTERVAL_MS = 200;

/** The change feed: everything that changed, in commit order, resumable. */
export class Changes {
  private readonly waiters = new Set<() => void>();
  private closed = false;

  constructor(
    private readonly repository: ChangesRepository,
    private readonly watch: ChangeWatch,
  ) {}

  /** Records changes; must be the last step of the transaction. Call {@link wake} after the commit. */
  append(manager: EntityManager, changes: readonly NewChange[], at: string): Promise<void> {
    return this.repository.append(manager, changes, at);
  }

  /** Tells those who wait in this process that something was committed. */
  wake(): void {
    this.watch.noteCommit();
    for (const waiter of this.waiters) waiter();
  }

  /**
   * Changes past a cursor, at most `limit`, waiting up to `waitMs` for the first one. A null cursor starts at the
   * beginning. **Throws** BAD_CURSOR.
   */
  async read(
    after: string | null,
    options: { limit: number; waitMs: number; signal?: AbortSignal },
  ): Promise<registry.ChangesResponseJson> {
    const id = parseCursor(after);
    const deadline = performance.now() + options.waitMs;
    for (;;) {
      const rows = await this.repository.after(id, options.limit);
      const leftMs = deadline - performance.now();
      if (rows.length > 0 || leftMs <= 0 || this.closed || options.signal?.aborted === true) {
        return { changes: rows.map(toJson), next: String(rows.at(-1)?.id ?? id) };
      }
      await this.nextWake(Math.min(leftMs, POLL_INTERVAL_MS), options.signal);
    }
  }

  /** Id of the newest committed change, or 0. */
  head(): Promise<number> {
    return this.repository.head();
  }

  /** Answers everybody who waits. */
  close(): void {
    this.closed = true;
    for (const waiter of this.waiters) waiter();
  }

  private nextWake(maxMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiters.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, maxMs);
      this.waiters.add(done);
      signal?.addEventListener('abort', done);
    });
  }
}

function parseCursor(after: string | null): number {
  if (after === null || after === '') return 0;
  const id = Number(after);
  if (!/^\d{1,15}$/.test(after) || !Number.isSafeInteger(id))
    throw new RegistryError('BAD_CURSOR', { cursor: after.slice(0, 40) });
  return id;
}

function toJson(row: ChangeRow): registry.ChangeJson {
  return {
    cursor: String(row.id),
    kind: row.kind,
    subject: row.subject,
    version: row.version,
    fingerprint: row.fingerprint,
    at: row.at,
    details: row.details,
  };
}
