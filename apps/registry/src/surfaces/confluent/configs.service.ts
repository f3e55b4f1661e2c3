import { Inject, Injectable } from '@nestjs/common';
import type { CompatibilityLevel } from '#libs/compat';
import type { Placement } from '../../core/placement.js';
import type { RequestContext } from '../../core/request-context.js';
import { Policies, type ConfigScope } from '../../core/services/policies.service.js';
import { PROTOBUF } from '../../core/schema-format.js';
import { SurfaceSettings, type Settings } from '../../core/services/surface-settings.service.js';
import { parseSubjectName, type SubjectName } from '../../core/subject-name.js';
import { ALIAS } from './aliases.service.js';
import { FAILURES } from './confluent-error.js';
import type { Contract } from './merge-contract.js';
import { readMetadata, readRuleSet } from './request-body.js';
import { keyOf, keysOver, SURFACE } from './scopes.js';

const LEVELS: readonly CompatibilityLevel[] = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
];
const DEFAULT_LEVEL = 'BACKWARD';

/** What is kept and answered, and changes nothing: schemas are compared by content and compiled whole in any case. */
const FLAGS = ['normalize', 'validateFields', 'validateNewSchemas', 'validateRules'] as const;

/** What is laid under and over the metadata and rules of what is registered. */
const CONTRACTS = ['defaultMetadata', 'overrideMetadata', 'defaultRuleSet', 'overrideRuleSet'] as const;

/** Metadata property whose values are judged apart. */
const GROUP = 'compatibilityGroup';

/** Another name of a subject: see Aliases. That for keys is kept and answered; there are no keys here. */
const ALIASES = [ALIAS, 'aliasForDeks'] as const;

/** How schemas are judged. STRICT and LENIENT are the same here; with LOGICAL, tables must take every change as they are. */
const POLICY = 'compatibilityPolicy';
const LOGICAL = 'LOGICAL';
const POLICIES = ['STRICT', 'LENIENT', LOGICAL];

/** Names of the settings that are kept beside the level. */
export const KEPT: readonly string[] = [...FLAGS, ...CONTRACTS, ...ALIASES, GROUP, POLICY];

/** What the settings demand of changes beside the level. */
export type Demands = Required<Pick<Placement, 'streamProperty' | 'logical'>>;

/** A scope's settings in Confluent's form. */
export type ConfigJson = Readonly<Record<string, unknown>>;

/** Levels are the core's, since they hold for every surface; the rest is this surface's. */
@Injectable()
export class Configs {
  constructor(
    @Inject(Policies) private readonly policies: Policies,
    @Inject(SurfaceSettings) private readonly settings: SurfaceSettings,
  ) {}

  /** What a scope says itself; null when it says nothing. */
  async own(scope: ConfigScope): Promise<ConfigJson | null> {
    const key = keyOf(scope);
    const kept = keptOf((await this.settings.get(SURFACE, [key])).get(key));
    const level = (await this.policies.get(scope))?.compatibility ?? '';
    const config = { ...(level === '' ? {} : { compatibilityLevel: level }), ...kept };
    return Object.keys(config).length === 0 ? null : config;
  }

  /** What holds for a scope: its own settings over those above it and the defaults. */
  async effective(scope: ConfigScope): Promise<ConfigJson> {
    const keys = keysOver(scope);
    const settings = await this.settings.get(SURFACE, keys);
    const kept = keys.map((key) => keptOf(settings.get(key)));
    return { compatibilityLevel: await this.level(scope), ...Object.assign({}, ...kept) };
  }

  /** Changes what the body says; null takes a setting away. Answers the body. **Throws** 42203, 42208, 42210, 422. */
  async set(context: RequestContext, scope: ConfigScope, body: ConfigJson): Promise<ConfigJson> {
    const level = levelOf(body['compatibility']);
    const names = KEPT.filter((name) => body[name] !== undefined);
    const kept = Object.fromEntries(names.map((name) => [name, settingOf(scope, name, body[name])]));
    if (level !== undefined) await this.setLevel(context, scope, level);
    if (names.length > 0) await this.keep(scope, kept);
    return { compatibility: level, ...kept };
  }

  /** Removes a scope's settings and answers them; null when there were none. */
  async remove(context: RequestContext, scope: ConfigScope): Promise<ConfigJson | null> {
    const before = await this.own(scope);
    if (before === null) return null;
    await this.setLevel(context, scope, null);
    await this.settings.change(SURFACE, keyOf(scope), (settings) => without(settings, KEPT));
    return before;
  }

  /** What is laid under and over the contracts of what is registered to a subject. */
  async contracts(subject: SubjectName): Promise<{ readonly under: Contract; readonly over: Contract }> {
    const config = await this.effective({ kind: 'subject', subject });
    const of = (word: 'default' | 'override'): Contract => ({
      metadata: config[`${word}Metadata`] as Contract['metadata'],
      ruleSet: config[`${word}RuleSet`] as Contract['ruleSet'],
    });
    return { under: of('default'), over: of('override') };
  }

  /** Whether schemas of a subject are normalized, where their format makes a difference of it. */
  async normalizes(subject: SubjectName): Promise<boolean> {
    return (await this.effective({ kind: 'subject', subject }))['normalize'] === true;
  }

  /** What is demanded of a schema of that type beside the level. **Throws** 42205 when nobody can judge it so. */
  async demands(subject: SubjectName, type: string): Promise<Demands> {
    const { [GROUP]: group, [POLICY]: policy } = await this.effective({ kind: 'subject', subject });
    const logical = policy === LOGICAL;
    if (logical && type !== PROTOBUF)
      throw FAILURES.notPermitted(
        `Compatibility policy LOGICAL is served for ${PROTOBUF} alone, not for ${type}.`,
      );
    return { streamProperty: typeof group === 'string' ? group : null, logical };
  }

  private async level(scope: ConfigScope): Promise<string> {
    if (scope.kind === 'subject') return (await this.policies.effective(scope.subject)).policy.level;
    const own = (await this.policies.get(scope))?.compatibility ?? '';
    if (own !== '') return own;
    if (scope.kind === 'global') return DEFAULT_LEVEL;
    return this.level({ kind: 'global' });
  }

  private async setLevel(
    context: RequestContext,
    scope: ConfigScope,
    level: CompatibilityLevel | null,
  ): Promise<void> {
    const { compatibility: _before, ...rest } = (await this.policies.get(scope)) ?? {};
    if (level !== null) await this.policies.set(context, scope, { ...rest, compatibility: level });
    else if (Object.keys(rest).length > 0) await this.policies.set(context, scope, rest);
    else await this.policies.remove(context, scope);
  }

  private async keep(scope: ConfigScope, kept: Settings): Promise<void> {
    const set = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== null));
    await this.settings.change(SURFACE, keyOf(scope), (before) => ({
      ...without(before, Object.keys(kept)),
      ...set,
    }));
  }
}

/** A setting's value once it is checked; null takes it away. **Throws** 422, 42210. */
export function settingOf(scope: ConfigScope, name: string, value: unknown): unknown {
  if (value === null) return null;
  if (ALIASES.some((alias) => alias === name)) return aliasOf(scope, name, value);
  if (name === POLICY) return policyOf(value);
  if (name.endsWith('Metadata')) return readMetadata(value);
  if (name.endsWith('RuleSet')) return readRuleSet(value);
  if (name === GROUP) {
    if (typeof value === 'string' && value !== '') return value;
    throw FAILURES.unprocessable(`'${GROUP}' must be the name of a property.`);
  }
  if (typeof value !== 'boolean') throw FAILURES.unprocessable(`'${name}' must be true or false.`);
  return value;
}

/** A subject's other name; an empty one takes it away. **Throws** 422, 42208. */
function aliasOf(scope: ConfigScope, name: string, value: unknown): string | null {
  if (scope.kind !== 'subject') throw FAILURES.unprocessable(`'${name}' is a setting of subjects.`);
  if (typeof value !== 'string') throw FAILURES.unprocessable(`'${name}' must be the name of a subject.`);
  if (value === '') return null;
  parseSubjectName(value);
  return value;
}

/** **Throws** 422. */
function policyOf(value: unknown): string {
  const policy = typeof value === 'string' ? value.toUpperCase() : '';
  if (POLICIES.includes(policy)) return policy;
  throw FAILURES.unprocessable(`'${POLICY}' must be STRICT, LENIENT or LOGICAL.`);
}

function levelOf(value: unknown): CompatibilityLevel | null | undefined {
  if (value === undefined || value === null) return value;
  const level = LEVELS.find((one) => typeof value === 'string' && one === value.toUpperCase());
  if (level === undefined) throw FAILURES.invalidLevel();
  return level;
}

function keptOf(settings: Settings | undefined): Settings {
  return Object.fromEntries(Object.entries(settings ?? {}).filter(([name]) => KEPT.includes(name)));
}

function without(settings: Settings, names: readonly string[]): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));
}
