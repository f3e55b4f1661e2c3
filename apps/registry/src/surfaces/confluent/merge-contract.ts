import type { Metadata, RegistrationBody, RuleSet } from './request-body.js';

/** What a schema promises beside its form. */
export type Contract = Pick<RegistrationBody, 'metadata' | 'ruleSet'>;

/** One contract of several, the weakest first: properties and rules of a name are the last one's, tags and lists are joined. */
export function mergeContracts(contracts: readonly Contract[]): Contract {
  const metadata = contracts.flatMap((one) => one.metadata ?? []);
  const ruleSets = contracts.flatMap((one) => one.ruleSet ?? []);
  return {
    metadata: metadata.length === 0 ? undefined : metadata.reduce(mergeMetadata),
    ruleSet: ruleSets.length === 0 ? undefined : ruleSets.reduce(mergeRuleSets),
  };
}

function mergeMetadata(before: Metadata, after: Metadata): Metadata {
  const paths = new Set([...Object.keys(before.tags ?? {}), ...Object.keys(after.tags ?? {})]);
  const tagsOf = ({ tags }: Metadata, path: string): readonly string[] =>
    tags !== undefined && Object.hasOwn(tags, path) ? (tags[path] ?? []) : [];
  return {
    properties: { ...before.properties, ...after.properties },
    tags: Object.fromEntries(
      [...paths].map((path) => [path, union(tagsOf(before, path), tagsOf(after, path))]),
    ),
    sensitive: union(before.sensitive, after.sensitive),
  };
}

type Rules = RuleSet['domainRules'];

function mergeRuleSets(before: RuleSet, after: RuleSet): RuleSet {
  return {
    migrationRules: mergeRules(before.migrationRules, after.migrationRules),
    domainRules: mergeRules(before.domainRules, after.domainRules),
    encodingRules: mergeRules(before.encodingRules, after.encodingRules),
    enableAt: after.enableAt ?? before.enableAt,
  };
}

function mergeRules(before: Rules, after: Rules): Rules {
  if (before === undefined || after === undefined) return after ?? before;
  const replaced = new Set(after.map(({ name }) => name));
  return [...before.filter(({ name }) => !replaced.has(name)), ...after];
}

function union(before: readonly string[] = [], after: readonly string[] = []): string[] {
  return [...new Set([...before, ...after])];
}
