import type { Logger } from '@nestjs/common';
import { isRegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import type { RegistryClient } from '#libs/registry-client';
import type { EventSink } from '#libs/sinks';
import { Backoff } from './backoff.js';
import type { Migrator } from './migrator.service.js';
import type { ParkedRetrier } from './parked.service.js';

const CURSOR = 'registry-changes';
/** How long the registry may hold a request open until there is something to say. */
const POLL_MS = 20_000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** Follows the registry's change feed: tables first, then codecs and parked events. The place in it is kept in the sink. */
export class FeedFollower {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private reachable = false;

  constructor(
    private readonly client: RegistryClient,
    private readonly sink: EventSink,
    private readonly migrator: Migrator,
    private readonly parked: ParkedRetrier,
    private readonly logger: Logger,
    private readonly options: { readonly migrates: boolean },
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** True when the last request to the registry was answered. */
  get registryUp(): boolean {
    return this.reachable;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const backoff = new Backoff(FIRST_RETRY_MS, LAST_RETRY_MS);
    let reconciled = !this.options.migrates;
    while (!signal.aborted) {
      try {
        if (!reconciled) await this.migrator.reconcile();
        reconciled = true;
        await this.follow(signal);
        if (!this.reachable) this.parked.nudge();
        this.reachable = true;
        backoff.reset();
      } catch (error) {
        if (signal.aborted) return;
        this.fail(error);
        await backoff.wait(signal);
      }
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const after = await this.sink.cursor(CURSOR);
    const { changes = [], next } = await this.readChanges(after, signal);
    for (const change of changes) await this.apply(change);
    if (next !== undefined && next !== after) await this.sink.saveCursor(CURSOR, next);
    if (changes.length > 0) this.parked.nudge();
  }

  private async readChanges(
    after: string | null,
    signal: AbortSignal,
  ): Promise<registry.ChangesResponseJson> {
    try {
      // At first nothing is waited for, so that the registry counts as reached at once.
      return await this.client.changes(after, { waitMs: this.reachable ? POLL_MS : 0, signal });
    } catch (error) {
      if (!isRegistryError(error, 'BAD_CURSOR')) throw error;
      // Another registry than the one the cursor is from, such as a restored backup.
      if (this.options.migrates) await this.migrator.reconcile();
      return this.client.changes(null, { waitMs: 0, signal });
    }
  }

  private async apply(change: registry.ChangeJson): Promise<void> {
    // A table that can not be migrated now is tried again when an event needs it.
    if (change.kind === 'version.created' && this.options.migrates)
      await this.migrator.ensure(change.subject ?? '', change.version ?? 0);
    this.client.noteChange(change);
  }

  private fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (this.reachable) this.logger.warn(`the registry's changes can not be followed: ${message}`);
    this.reachable = false;
  }
}
