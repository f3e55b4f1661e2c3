import { DEFAULT_POLICY, mergePolicy, type Policy } from '#libs/compat';
import { EXECUTED_DIALECTS } from '#libs/ddl';
import type { registry } from '#libs/gen';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { ConfigRow } from '../entities/config.entity.js';
import { isSet, policyOfConfig } from '../policy-of-config.js';
import type { RequestContext } from '../request-context.js';
import { formatSubjectName, type SubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';

/** What holds for a subject once its own settings, its context's and the global ones are laid over the defaults. */
export interface EffectiveConfig {
  readonly policy: Policy;
  /** Messages that are tables; empty: by annotation, see table-model's eventMessages. */
  readonly tables: readonly string[];
  /** Names of the dialects that plans are made for. */
  readonly dialects: readonly string[];
  /** Those of them that settings name: somebody has such tables, so what a change does to them is part of a verdict. */
  readonly targets: readonly string[];
  /** Whether a change is refused when such a table could not take it in place. */
  readonly strictTables: boolean;
  readonly owner: string;
}

/** The dialect of tables that are nobody's in particular. */
const LOGICAL_DIALECT = 'iceberg';

/** The settings of a subject whose tables must take every change as they are: reused numbers count, and so do types of columns. */
export function logically(config: EffectiveConfig): EffectiveConfig {
  return {
    ...config,
    policy: { ...config.policy, profile: 'protokoll' },
    targets: [...new Set([...config.targets, LOGICAL_DIALECT])],
    strictTables: true,
  };
}

/** Settings' scope: the whole registry, a context, or a subject. */
export type ConfigScope =
  | { readonly kind: 'global' }
  | { readonly kind: 'context'; readonly context: string }
  | { readonly kind: 'subject'; readonly subject: SubjectName };

/** Reads and changes what decides over subjects' changes. */
export class Policies {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
    /** What holds where no settings say anything. */
    private readonly defaults: Policy = DEFAULT_POLICY,
  ) {}

  /** A scope's own settings; null when it has none. */
  async get(
    scope: ConfigScope,
    manager: EntityManager = this.database.reads,
  ): Promise<registry.ConfigJson | null> {
    const row = await manager.getRepository<ConfigRow>('config').findOneBy({ scope: keyOf(scope) });
    return row?.config ?? null;
  }

  /** Replaces a scope's own settings. The caller has checked their values. */
  async set(context: RequestContext, scope: ConfigScope, config: registry.ConfigJson): Promise<void> {
    await this.database.write(async (manager) => {
      await manager.getRepository<ConfigRow>('config').save({ scope: keyOf(scope), config });
      await this.record(context, manager, scope);
    });
    this.changes.wake();
  }

  /** Removes a scope's own settings; false when it had none. */
  async remove(context: RequestContext, scope: ConfigScope): Promise<boolean> {
    const removed = await this.database.write(async (manager) => {
      const repository = manager.getRepository<ConfigRow>('config');
      if (!(await repository.existsBy({ scope: keyOf(scope) }))) return false;
      await repository.delete({ scope: keyOf(scope) });
      await this.record(context, manager, scope);
      return true;
    });
    this.changes.wake();
    return removed;
  }

  /** Subject over context over global over the defaults. */
  async effective(
    subject: SubjectName,
    manager: EntityManager = this.database.reads,
  ): Promise<EffectiveConfig> {
    return (await this.effectiveOf([subject], manager))(subject);
  }

  /** What holds for each of several subjects. */
  async effectiveOf(
    subjects: readonly SubjectName[],
    manager: EntityManager = this.database.reads,
  ): Promise<(subject: SubjectName) => EffectiveConfig> {
    const scopes = [...new Set(subjects.flatMap((subject) => scopesOf(subject).map(keyOf)))];
    const rows = await this.database.run<{ scope: string; config: string }>(
      manager,
      `SELECT "scope", "config" FROM "config" WHERE "scope" IN (${scopes.map(() => '?').join(', ')})`,
      scopes,
    );
    const configs = new Map(rows.map((row) => [row.scope, JSON.parse(row.config) as registry.ConfigJson]));
    return (subject) => effectiveBy(subject, configs, this.defaults);
  }

  private record(context: RequestContext, manager: EntityManager, scope: ConfigScope): Promise<void> {
    const subject = scope.kind === 'subject' ? formatSubjectName(scope.subject) : '';
    const details = { scope: keyOf(scope), actor: context.actor };
    return this.changes.append(
      manager,
      [{ kind: 'config.changed', subject, version: 0, fingerprint: '', details }],
      new Date().toISOString(),
    );
  }
}

/** The scopes that bear on a subject, weakest first. */
function scopesOf(subject: SubjectName): ConfigScope[] {
  return [{ kind: 'global' }, { kind: 'context', context: subject.context }, { kind: 'subject', subject }];
}

function keyOf(scope: ConfigScope): string {
  switch (scope.kind) {
    case 'global':
      return '';
    case 'context':
      return `:${scope.context}:`;
    case 'subject':
      // Qualified even in the default context, so that no subject's name can be another scope's key.
      return `:${scope.subject.context}:${scope.subject.name}`;
  }
}

function lastSet(values: readonly (readonly string[] | undefined)[]): readonly string[] | null {
  return values.findLast((value) => isSet(value)) ?? null;
}

function effectiveBy(
  subject: SubjectName,
  configs: ReadonlyMap<string, registry.ConfigJson>,
  defaults: Policy,
): EffectiveConfig {
  const keys = scopesOf(subject).map(keyOf);

  const layers = keys.flatMap((key) => configs.get(key) ?? []);
  const targets = lastSet(layers.map((layer) => layer.dialects));
  return {
    policy: mergePolicy(defaults, ...layers.map(policyOfConfig)),
    tables: lastSet(layers.map((layer) => layer.tables)) ?? [],
    dialects: targets ?? EXECUTED_DIALECTS.map((dialect) => dialect.name),
    targets: targets ?? [],
    strictTables: false,
    owner: layers.map((layer) => layer.owner ?? '').findLast((owner) => owner !== '') ?? '',
  };
}
