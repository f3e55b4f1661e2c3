import { createHash, type Hash } from 'node:crypto';
import type { Proposal } from '../../core/services/preparation.service.js';
import { formatSubjectName, parseSubjectName } from '../../core/subject-name.js';
import { fromCoreMetadata } from './keep-metadata.js';
import type { Metadata, RuleSet } from './request-body.js';

/** What a reference is known by. */
interface FixedReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** Stands before metadata and rules, so that none are not as empty ones. */
const PRESENT = Buffer.of(1);

/**
 * The GUID that Confluent's server gives a content: the MD5 of its text, references, metadata and rules, one after the other.
 * **Source** of a text alone: the specification of its wire format V1; how references are written (name, subject, version in four
 * bytes) is not specified, and may differ.
 */
export function contentGuid(
  proposal: Pick<Proposal, 'files' | 'metadata'>,
  references: readonly FixedReference[],
): string {
  const hash = createHash('md5').update(proposal.files[0]!.content);
  for (const { name, subject, version } of references) {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(version);
    hash
      .update(name)
      .update(formatSubjectName(parseSubjectName(subject)))
      .update(bytes);
  }
  const { metadata, ruleSet } = fromCoreMetadata(proposal.metadata);
  if (metadata !== undefined) addMetadata(hash.update(PRESENT), metadata);
  if (ruleSet !== undefined) addRules(hash.update(PRESENT), ruleSet);
  return hash.digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function addMetadata(hash: Hash, { tags, properties, sensitive }: Metadata): void {
  for (const [path, values] of sorted(tags)) {
    hash.update(path);
    for (const value of values.toSorted()) hash.update(value);
  }
  for (const [name, value] of sorted(properties)) hash.update(name).update(value);
  for (const name of (sensitive ?? []).toSorted()) hash.update(name);
}

function addRules(hash: Hash, { migrationRules, domainRules, encodingRules }: RuleSet): void {
  for (const rule of [...(migrationRules ?? []), ...(domainRules ?? []), ...(encodingRules ?? [])]) {
    const { name, doc, kind, mode, type, tags, params, expr, onSuccess, onFailure, disabled } = rule;
    for (const text of [name, doc, kind, mode, type]) if (text !== undefined) hash.update(text);
    for (const tag of (tags ?? []).toSorted()) hash.update(tag);
    for (const [key, value] of sorted(params)) hash.update(key).update(value);
    for (const text of [expr, onSuccess, onFailure]) if (text !== undefined) hash.update(text);
    if (disabled === true) hash.update(PRESENT);
  }
}

function sorted<T>(members: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(members ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}
