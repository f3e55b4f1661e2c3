import { dialectNamed } from '#libs/ddl';
import type { registry } from '#libs/gen';
import { planTable } from '#libs/planner';
import type { RegistryClient } from '#libs/registry-client';
import type { EventSink } from '#libs/sinks';
import type { Ledger } from '#libs/table-model';
import type { Logger } from '@nestjs/common';
import type { TableKeeper } from './judge.js';

/** Brings the sink's tables to what the registry's ledgers say, before any codec of a version makes rows. */
export class Migrator implements TableKeeper {
  private readonly versions = new Map<string, number>();
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: RegistryClient,
    private readonly sink: EventSink,
    private readonly logger: Logger,
  ) {}

  async tableVersion(table: string): Promise<number> {
    const known = this.versions.get(table);
    if (known !== undefined) return known;
    const version = await this.sink.tableVersion(table);
    if (version > 0) this.versions.set(table, version);
    return version;
  }

  ensure(subject: string, version: number): Promise<void> {
    // One at a time: plans for one table must not overtake each other.
    this.turn = this.turn.then(() => this.migrate(subject, version));
    return this.turn;
  }

  /** Every subject's newest version; for a start, when the feed's place may be lost. **Throws** REGISTRY_UNREACHABLE. */
  async reconcile(): Promise<void> {
    for (let after = ''; ;) {
      const page = await this.client.request<registry.ListResponseJson>(
        'GET',
        `/api/v1/subjects?limit=1000&after=${encodeURIComponent(after)}`,
      );
      for (const subject of page.items ?? []) await this.ensure(subject, 0);
      after = page.next ?? '';
      if (after === '') return;
    }
  }

  /** Version 0 is the newest. */
  private async migrate(subject: string, version: number): Promise<void> {
    try {
      const which = version === 0 ? 'latest' : String(version);
      const path = `/api/v1/subjects/${encodeURIComponent(subject)}/versions/${which}/ledger`;
      const { ledgers } = await this.client.request<{ ledgers: Ledger[] }>('GET', path);
      for (const ledger of ledgers) await this.advance(ledger);
    } catch (error) {
      // The table stays behind and its events wait; the next change or retry comes here again.
      this.logger.warn(
        `tables of '${subject}' could not be brought to version ${version}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  private async advance(after: Ledger): Promise<void> {
    const before = await this.sink.ledger(after.table);
    if (
      before === null ||
      before.tableVersion < after.tableVersion ||
      before.schemaVersion < after.schemaVersion
    ) {
      const plan = planTable(dialectNamed(this.sink.dialect), before, after);
      await this.sink.applyPlan(plan, after);
      this.logger.log(`table '${after.table}' is at version ${after.tableVersion}`);
    }
    this.versions.set(after.table, await this.sink.tableVersion(after.table));
  }
}
