import type { Life } from '#libs/compat';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { insertRows } from '../database/insert-rows.js';
import type { LabelRow } from '../entities/label.entity.js';
import type { LedgerRow } from '../entities/ledger.entity.js';
import type { TableNameRow } from '../entities/table-name.entity.js';
import type { VersionReferenceRow } from '../entities/version-reference.entity.js';
import type { VersionRow } from '../entities/version.entity.js';
import type { PlacedId, PlacedVersion } from './import.repository.js';
import type { NewSchema } from './schemas.repository.js';
import type { Stores } from './stores.js';

/** A GUID that an id was imported with. */
export interface GuidRow {
  readonly guid: string;
  readonly context: string;
  readonly id: number;
  readonly fingerprint: string;
}

/** A subject whose counter and lives went on. */
export interface AdvancedSubject {
  readonly id: number;
  readonly context: string;
  readonly name: string;
  readonly nextVersion: number;
  readonly createdAt: string;
  readonly livesBefore: readonly Life[];
  readonly lives: readonly Life[];
}

/** What an import is about to write: gathered, and then written a table at a time. */
export class ImportRows {
  readonly schemas: NewSchema[] = [];
  readonly ids: PlacedId[] = [];
  readonly guids: GuidRow[] = [];
  readonly versions: VersionRow[] = [];
  readonly references: VersionReferenceRow[] = [];
  readonly tableNames: TableNameRow[] = [];
  readonly ledgers: LedgerRow[] = [];
  readonly labels: LabelRow[] = [];
  /** Versions that were there live and are deleted now. */
  readonly deletions: (PlacedVersion & { readonly deletedAt: string })[] = [];
  readonly subjects = new Set<AdvancedSubject>();

  /** Writes all of it. */
  async write(database: Database, stores: Stores, manager: EntityManager): Promise<void> {
    await stores.schemas.storeMany(manager, this.schemas);
    await this.writeIds(database, manager);
    const subjects = [...this.subjects];
    // All are there; only the counter goes on.
    await insertRows(
      database,
      manager,
      'subject',
      ['id', 'context', 'name', 'next_version', 'created_at'],
      subjects.map((one) => [one.id, one.context, one.name, one.nextVersion, one.createdAt]),
      'ON CONFLICT ("context", "name") DO UPDATE SET "next_version" = excluded."next_version"',
    );
    await stores.versions.insertMany(manager, this.versions, this.references);
    await stores.tables.storeLivesOf(
      manager,
      subjects.map(({ id, livesBefore, lives }) => ({ subjectId: id, before: livesBefore, after: lives })),
    );
    await stores.tables.claimTableNames(manager, this.tableNames);
    await stores.tables.insertLedgers(manager, this.ledgers);
    for (const label of this.labels) await stores.versions.setLabel(manager, label);
    for (const { subjectId, version, deletedAt } of this.deletions)
      await stores.versions.update(manager, { subjectId, version }, { deletedAt });
  }

  private async writeIds(database: Database, manager: EntityManager): Promise<void> {
    const ids = this.ids.map(({ context, id, contentKey, fingerprint }) => [
      context,
      id,
      contentKey,
      fingerprint,
    ]);
    await insertRows(database, manager, 'schema_id', ['context', 'id', 'content_key', 'fingerprint'], ids);
    const highest = new Map<string, number>();
    for (const { context, id } of this.ids) highest.set(context, Math.max(highest.get(context) ?? 0, id));
    for (const [context, id] of highest)
      await database.run(manager, `UPDATE "context" SET "next_id" = ? WHERE "name" = ? AND "next_id" < ?`, [
        id + 1,
        context,
        id + 1,
      ]);
    await insertRows(
      database,
      manager,
      'schema_guid',
      ['guid', 'context', 'id', 'fingerprint'],
      this.guids.map(({ guid, context, id, fingerprint }) => [guid, context, id, fingerprint]),
      'ON CONFLICT ("context", "id") DO NOTHING',
    );
  }
}
