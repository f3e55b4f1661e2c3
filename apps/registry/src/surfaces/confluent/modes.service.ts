import { Inject, Injectable } from '@nestjs/common';
import { CatalogRepository } from '../../core/repositories/catalog.repository.js';
import type { ConfigScope } from '../../core/services/policies.service.js';
import { SurfaceSettings, type Settings } from '../../core/services/surface-settings.service.js';
import { DEFAULT_CONTEXT, type SubjectName } from '../../core/subject-name.js';
import { FAILURES } from './confluent-error.js';
import { keyOf, keysOver, SURFACE } from './scopes.js';

/** Modes that a client may set. FORWARD, as IMPORT, takes what another registry has accepted. */
export const MODES = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD'] as const;

/** Whether a scope takes writes, and whether ids and versions come with them. */
export type Mode = (typeof MODES)[number];

const DEFAULT_MODE: Mode = 'READWRITE';

/** The modes of this surface: they hold for what comes through it. */
@Injectable()
export class Modes {
  constructor(
    @Inject(SurfaceSettings) private readonly settings: SurfaceSettings,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
  ) {}

  /** A scope's own mode; null when it has none. */
  async own(scope: ConfigScope): Promise<Mode | null> {
    const key = keyOf(scope);
    return modeOf((await this.settings.get(SURFACE, [key])).get(key));
  }

  /** The mode that holds: the nearest one; READONLY_OVERRIDE anywhere above holds over all. */
  async effective(scope: ConfigScope): Promise<Mode> {
    const keys = keysOver(scope);
    const settings = await this.settings.get(SURFACE, keys);
    const modes = keys.map((key) => modeOf(settings.get(key)));
    if (modes.includes('READONLY_OVERRIDE')) return 'READONLY_OVERRIDE';
    return modes.findLast((mode) => mode !== null) ?? DEFAULT_MODE;
  }

  /** Sets a scope's mode. **Throws** 42204; 42205 for IMPORT and FORWARD where there are versions, unless forced. */
  async set(scope: ConfigScope, value: unknown, force: boolean): Promise<Mode> {
    const mode = MODES.find((one) => typeof value === 'string' && one === value.toUpperCase());
    if (mode === undefined) throw FAILURES.invalidMode();
    if (mode === 'FORWARD' && scope.kind !== 'global') throw FAILURES.forwardIsGlobal();
    if (takesPlaces(mode) && !force && (await this.hasVersions(scope)))
      throw FAILURES.notPermitted('Cannot import since found existing subjects');
    await this.settings.change(SURFACE, keyOf(scope), (before) => ({ ...before, mode }));
    return mode;
  }

  /** Removes a scope's mode and answers what it was; null when it had none. */
  async remove(scope: ConfigScope): Promise<Mode | null> {
    const before = await this.settings.change(SURFACE, keyOf(scope), ({ mode: _mode, ...rest }) => rest);
    return modeOf(before);
  }

  /** Removes the modes of everything in a scope but its own. */
  async removeBelow(scope: ConfigScope): Promise<void> {
    if (scope.kind === 'subject') return;
    const own = keyOf(scope);
    for (const [key, settings] of await this.settings.all(SURFACE)) {
      const below = scope.kind === 'global' || contextOfKey(key) === scope.context;
      if (key !== own && below && modeOf(settings) !== null)
        await this.settings.change(SURFACE, key, ({ mode: _mode, ...rest }) => rest);
    }
  }

  /** **Throws** 42205 unless the subject takes writes. Answers whether ids come with them. */
  async checkWritable(subject: SubjectName): Promise<boolean> {
    return this.checkScope({ kind: 'subject', subject });
  }

  /** The same of any scope. */
  async checkScope(scope: ConfigScope): Promise<boolean> {
    const mode = await this.effective(scope);
    if (mode === 'READONLY' || mode === 'READONLY_OVERRIDE')
      throw FAILURES.notPermitted(`Subject ${keyOf(scope)} is in read-only mode`);
    return takesPlaces(mode);
  }

  private async hasVersions(scope: ConfigScope): Promise<boolean> {
    if (scope.kind === 'subject') return this.catalog.has(scope.subject, 'live');
    const context = scope.kind === 'context' ? scope.context : null;
    const page = { after: null, offset: 0, limit: 1 };
    const found = await this.catalog.subjects({ ...page, context, prefix: '', liveness: 'live' });
    return found.length > 0;
  }
}

/** Whether ids come with what is registered. */
function takesPlaces(mode: Mode): boolean {
  return mode === 'IMPORT' || mode === 'FORWARD';
}

/** The context that a key of settings is in. */
function contextOfKey(key: string): string {
  return /^:(\.[^:]*):/u.exec(key)?.[1] ?? DEFAULT_CONTEXT;
}

function modeOf(settings: Settings | undefined): Mode | null {
  return MODES.find((mode) => mode === settings?.['mode']) ?? null;
}
