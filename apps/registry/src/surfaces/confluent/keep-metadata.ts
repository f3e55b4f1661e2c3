import type { Metadata, RegistrationBody, RuleSet } from './request-body.js';

/** Keys under which a version's metadata hold what the core has no place for, as JSON. No property may be called so. */
const TAGS = 'confluent:tags';
const SENSITIVE = 'confluent:sensitive';
const RULES = 'confluent:ruleSet';
const OWN = new Set([TAGS, SENSITIVE, RULES]);

/** What Confluent tells of a version beside its schema. */
export interface KeptMetadata {
  readonly metadata?: Metadata;
  readonly ruleSet?: RuleSet;
}

/** Metadata and rules as a version's metadata: properties under their names, the rest as JSON. */
export function toCoreMetadata({
  metadata,
  ruleSet,
}: Pick<RegistrationBody, 'metadata' | 'ruleSet'>): Record<string, string> {
  const properties = Object.entries(metadata?.properties ?? {}).filter(([name]) => !OWN.has(name));
  const rest: [string, unknown][] = [
    [TAGS, metadata?.tags],
    [SENSITIVE, metadata?.sensitive],
    [RULES, ruleSet],
  ];
  const kept = rest.filter(([, value]) => !isEmpty(value));
  return Object.fromEntries([
    ...properties,
    ...kept.map(([name, value]) => [name, JSON.stringify(value)] as const),
  ]);
}

/** The other way round. */
export function fromCoreMetadata(stored: Readonly<Record<string, string>>): KeptMetadata {
  const properties = Object.fromEntries(Object.entries(stored).filter(([name]) => !OWN.has(name)));
  const metadata = {
    properties,
    tags: parsed(stored[TAGS]),
    sensitive: parsed(stored[SENSITIVE]),
  } as Metadata;
  const ruleSet = parsed(stored[RULES]) as RuleSet | undefined;
  return {
    ...(Object.keys(stored).some((name) => name !== RULES) ? { metadata } : {}),
    ...(ruleSet === undefined ? {} : { ruleSet }),
  };
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
