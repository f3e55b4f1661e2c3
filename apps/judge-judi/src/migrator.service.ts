import type { Logger } from '@nestjs/common';
import { dialectNamed } from '#libs/ddl';
import type { registry } from '#libs/gen';
import { planTable } from '#libs/planner';
import type { RegistryClient } from '#libs/registry-client';
import type { TableSink } from '#libs/sinks';
import type { Ledger } from '#libs/table-model';
import type { TableKeeper } from './resolver.js';

/** How long a version whose tables could not be migrated is left alone; events ask again and again. */
const RETRY_AFTER_MS = 1_000;

/** Brings the tables of every sink to what the registry's ledgers say, before any codec of a version makes rows. */
export class Migrator implements TableKeeper {
  private readonly versions = new Map<string, number>();
  private readonly failures = new Map<string, number>();
  private turn: Promise<unknown> = Promise.resolve();

  /** With `automatic` false somebody else applies the plans, and events wait until it is done. */
  constructor(
    private readonly client: RegistryClient,
    private readonly sinks: readonly TableSink[],
    private readonly logger: Logger,
    private readonly options: { readonly automatic: boolean },
  ) {}

  async isReady(mapping: registry.TableMappingJson): Promise<boolean> {
    const { subject = '', version = 0, table = '', tableVersion = 0 } = mapping;
    if ((this.versions.get(table) ?? 0) >= tableVersion) return true;
    if ((await this.readVersion(table)) >= tableVersion) return true;
    if (!this.options.automatic) return false;
    await this.ensure(subject, version);
    return (this.versions.get(table) ?? 0) >= tableVersion;
  }

  /** What was believed of the table turned out wrong. */
  forget(table: string): void {
    this.versions.delete(table);
  }

  /** Versions whose tables could not be brought up to date. */
  get behind(): number {
    return this.failures.size;
  }

  /** Migrates the tables of a version. A failure is logged and leaves its table behind; answers whether all went well. */
  ensure(subject: string, version: number): Promise<boolean> {
    // One at a time: plans for one table must not overtake each other.
    const mine = this.turn.then(() => this.migrate(subject, version));
    this.turn = mine;
    return mine;
  }

  /** All tables of all subjects; for a start, when the feed's place may be lost. **Throws** REGISTRY_UNREACHABLE. */
  async reconcile(): Promise<void> {
    for (let after = ''; ;) {
      const path = `/api/v1/subjects?limit=1000&after=${encodeURIComponent(after)}`;
      const page = await this.client.request<registry.ListResponseJson>('GET', path);
      for (const subject of page.items ?? []) await this.reconcileSubject(subject);
      after = page.next ?? '';
      if (after === '') return;
    }
  }

  private async reconcileSubject(subject: string): Promise<void> {
    const path = `/api/v1/subjects/${encodeURIComponent(subject)}/versions`;
    const { versions = [] } = await this.client.request<registry.VersionsResponseJson>('GET', path);
    // A ledger knows everything before it, but a message that is gone has its last ledger in an older version.
    const newest = new Map(
      versions.flatMap(({ version = 0, tables = [] }) => tables.map((message) => [message, version])),
    );
    for (const version of [...new Set(newest.values())].sort((one, other) => one - other))
      await this.ensure(subject, version);
  }

  private async migrate(subject: string, version: number): Promise<boolean> {
    const name = `${subject}@${version}`;
    if (Date.now() - (this.failures.get(name) ?? Number.NEGATIVE_INFINITY) < RETRY_AFTER_MS) return false;
    try {
      const path = `/api/v1/subjects/${encodeURIComponent(subject)}/versions/${version}/ledger`;
      const { ledgers } = await this.client.request<{ readonly ledgers: readonly Ledger[] }>('GET', path);
      for (const ledger of ledgers) await this.advance(ledger);
      this.failures.delete(name);
      return true;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.logger.warn(`the tables of ${name} could not be brought up to date: ${problem}`);
      this.failures.set(name, Date.now());
      return false;
    }
  }

  private async advance(after: Ledger): Promise<void> {
    for (const sink of this.sinks) await this.advanceIn(sink, after);
    await this.readVersion(after.table);
  }

  private async advanceIn(sink: TableSink, after: Ledger): Promise<void> {
    const before = await sink.ledger(after.table);
    const isBehind =
      before === null ||
      before.tableVersion < after.tableVersion ||
      before.schemaVersion < after.schemaVersion ||
      before.subject !== after.subject;
    if (!isBehind) return;
    await sink.applyPlan(planTable(dialectNamed(sink.dialect), before, after), after);
    this.logger.log(
      `${sink.dialect}: table '${after.table}' is ready for version ${after.schemaVersion} of '${after.subject}'`,
    );
  }

  /** The version that the table has everywhere. */
  private async readVersion(table: string): Promise<number> {
    const versions = await Promise.all(this.sinks.map((sink) => sink.tableVersion(table)));
    const version = Math.min(...versions);
    if (version > 0) this.versions.set(table, version);
    return version;
  }
}
