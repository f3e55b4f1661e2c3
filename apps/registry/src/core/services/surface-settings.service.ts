import { RegistryError } from '#libs/errors';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { Changes } from './changes.service.js';

/** What a surface keeps about a scope. The core does not read it. */
export type Settings = Readonly<Record<string, unknown>>;

/** Looks at settings that come from elsewhere. **Throws** BAD_REQUEST for what its surface would not take. */
export type SettingsCheck = (scope: string, settings: Settings) => void;

/** Settings that only one surface knows, by scope: '' for all, `:.ctx:` for a context, a subject's name for a subject. */
export class SurfaceSettings {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
  ) {}

  private readonly checks = new Map<string, SettingsCheck>();

  /** Has a surface look at settings of its own before they are imported. */
  checkBy(surface: string, check: SettingsCheck): void {
    this.checks.set(surface, check);
  }

  /** **Throws** BAD_REQUEST for settings that their surface would not take, or of no surface. */
  check(surface: string, scope: string, settings: Settings): void {
    const check = this.checks.get(surface);
    if (check === undefined)
      throw new RegistryError('BAD_REQUEST', {
        problem: `No surface '${surface.slice(0, 80)}' keeps settings here.`,
      });
    check(scope, settings);
  }

  /** The settings of those of the scopes that have some. */
  async get(surface: string, scopes: readonly string[]): Promise<ReadonlyMap<string, Settings>> {
    const places = scopes.map(() => '?').join(', ');
    const rows = await this.database.query<{ scope: string; settings: string }>(
      `SELECT "scope", "settings" FROM "surface_setting" WHERE "surface" = ? AND "scope" IN (${places})`,
      [surface, ...scopes],
    );
    return new Map(rows.map((row) => [row.scope, JSON.parse(row.settings) as Settings]));
  }

  /** The settings of every scope that has some. */
  async all(surface: string): Promise<ReadonlyMap<string, Settings>> {
    const rows = await this.database.query<{ scope: string; settings: string }>(
      `SELECT "scope", "settings" FROM "surface_setting" WHERE "surface" = ? ORDER BY "scope"`,
      [surface],
    );
    return new Map(rows.map((row) => [row.scope, JSON.parse(row.settings) as Settings]));
  }

  /** Changes a scope's settings and answers what they were; those that end up empty are gone. */
  async change(surface: string, scope: string, change: (before: Settings) => Settings): Promise<Settings> {
    const changed = await this.database.write(async (manager) => {
      const before = await this.lock(manager, surface, scope);
      const after = change(before);
      if (Object.keys(after).length === 0)
        await this.database.run(
          manager,
          `DELETE FROM "surface_setting" WHERE "surface" = ? AND "scope" = ?`,
          [surface, scope],
        );
      else
        await this.database.run(
          manager,
          `UPDATE "surface_setting" SET "settings" = ? WHERE "surface" = ? AND "scope" = ?`,
          [JSON.stringify(after), surface, scope],
        );
      await this.record(manager, surface, scope);
      return before;
    });
    this.changes.wake();
    return changed;
  }

  /** Answers that are kept in memory may depend on settings, in other replicas too. */
  private record(manager: EntityManager, surface: string, scope: string): Promise<void> {
    const change = { kind: 'config.changed', subject: '', version: 0, fingerprint: '' };
    const at = new Date().toISOString();
    return this.changes.append(manager, [{ ...change, details: { surface, scope } }], at);
  }

  private async lock(manager: EntityManager, surface: string, scope: string): Promise<Settings> {
    await this.database.run(
      manager,
      `INSERT INTO "surface_setting" ("surface", "scope", "settings") VALUES (?, ?, '{}') ON CONFLICT ("surface", "scope") DO NOTHING`,
      [surface, scope],
    );
    const rows = await this.database.run<{ settings: string }>(
      manager,
      `SELECT "settings" FROM "surface_setting" WHERE "surface" = ? AND "scope" = ?
       ${this.database.kind === 'postgres' ? 'FOR UPDATE' : ''}`,
      [surface, scope],
    );
    return JSON.parse(rows[0]?.settings ?? '{}') as Settings;
  }
}
