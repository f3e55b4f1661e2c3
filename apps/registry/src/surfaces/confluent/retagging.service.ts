import { Inject, Injectable } from '@nestjs/common';
import type { CatalogVersion } from '../../core/repositories/catalog.repository.js';
import type { RequestContext } from '../../core/request-context.js';
import type { SubjectName } from '../../core/subject-name.js';
import { Describing, type SchemaJson } from './describing.service.js';
import { mergeContracts } from './merge-contract.js';
import { Reading } from './reading.service.js';
import { Registering } from './registering.service.js';
import type { Metadata, RuleSet, TaggingBody } from './request-body.js';
import { Tagging } from './tagging.service.js';

/** Property in which a version says its number, when a client chose it. */
const VERSION_PROPERTY = 'confluent:version';

/** Makes versions that differ from another in tags, metadata or rules. */
@Injectable()
export class Retagging {
  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(Describing) private readonly describing: Describing,
    @Inject(Tagging) private readonly tagging: Tagging,
    @Inject(Registering) private readonly registering: Registering,
  ) {}

  /** The new version. **Throws** 40401, 40402, 40901, 42201, 42205. */
  async retag(
    context: RequestContext,
    subject: SubjectName,
    which: number | 'latest',
    body: TaggingBody,
  ): Promise<CatalogVersion> {
    const version = await this.reading.version(subject, which);
    const stored = await this.describing.schema(version, { format: 'default', qualified: false });
    const change = { add: body.tagsToAdd ?? [], remove: body.tagsToRemove ?? [] };
    const unchanged = change.add.length + change.remove.length === 0;
    return this.registering.register(context, subject, {
      schemaType: stored.schemaType,
      schema: unchanged ? stored.schema : await this.tagging.changed(version, change),
      references: [...stored.references],
      metadata: metadataOf(body, stored),
      ruleSet: body.ruleSet ?? rulesOf(body, stored),
      version: body.newVersion,
      id: undefined,
      schemaTagsToAdd: undefined,
      schemaTagsToRemove: undefined,
      propagateSchemaTags: undefined,
    });
  }
}

function metadataOf({ metadata, newVersion }: TaggingBody, stored: SchemaJson): Metadata | undefined {
  const kept = metadata ?? stored.metadata;
  if (newVersion === undefined) return kept;
  const empty: Metadata = { properties: undefined, tags: undefined, sensitive: undefined };
  const properties = { ...kept?.properties, [VERSION_PROPERTY]: String(newVersion) };
  return { ...(kept ?? empty), properties };
}

function rulesOf({ rulesToMerge, rulesToRemove = [] }: TaggingBody, stored: SchemaJson): RuleSet | undefined {
  const { ruleSet } = mergeContracts([
    { metadata: undefined, ruleSet: stored.ruleSet },
    { metadata: undefined, ruleSet: rulesToMerge },
  ]);
  if (ruleSet === undefined) return undefined;
  const kept = (rules: RuleSet['domainRules']): RuleSet['domainRules'] =>
    rules?.filter(({ name }) => !rulesToRemove.includes(name));
  return {
    migrationRules: kept(ruleSet.migrationRules),
    domainRules: kept(ruleSet.domainRules),
    encodingRules: kept(ruleSet.encodingRules),
    enableAt: ruleSet.enableAt,
  };
}
