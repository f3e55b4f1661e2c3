import { Inject, Injectable } from '@nestjs/common';
import { groupBy } from '../../core/group-by.js';
import { AssociationsRepository } from '../../core/repositories/associations.repository.js';
import type { CatalogVersion } from '../../core/repositories/catalog.repository.js';
import { Listing } from '../../core/services/listing.service.js';
import { Aliases } from './aliases.service.js';
import { filterOf, toJson, type AssociationJson } from './association-listing.js';
import { Describing, tellingOf, type SchemaJson } from './describing.service.js';
import { fromCoreMetadata } from './keep-metadata.js';
import { flag, one, pageOf, type PathParams, type Query } from './path.js';
import { prefixOf } from './prefix.js';
import { livenessOf } from './reading.service.js';

/** Most schemas that one list has, as with Confluent. */
const MAX_SCHEMAS = 1_000;

/** Queries that ask for the associations of what is listed. */
const ABOUT_ASSOCIATIONS = ['resourceType', 'associationType', 'lifecycle'];

/** Whether a version has a rule of a type. */
function hasRuleOf({ metadata }: CatalogVersion, type: string): boolean {
  const {
    migrationRules = [],
    domainRules = [],
    encodingRules = [],
  } = fromCoreMetadata(metadata).ruleSet ?? {};
  return [...migrationRules, ...domainRules, ...encodingRules].some((rule) => rule.type === type);
}

/** Those of the pages' items that match, from an offset on, as many as the limit. */
async function* pageOfMatches<T>(
  pages: AsyncIterable<readonly T[]>,
  matches: (item: T) => boolean,
  { offset, limit }: { readonly offset: number; readonly limit: number | null },
): AsyncGenerator<T[]> {
  let left = limit ?? Infinity;
  let skipped = 0;
  for await (const page of pages) {
    const matching = page.filter(matches);
    const wanted = matching.slice(Math.max(0, offset - skipped)).slice(0, left);
    skipped = Math.min(offset, skipped + matching.length);
    left -= wanted.length;
    if (wanted.length > 0) yield wanted;
    if (left <= 0) return;
  }
}

/** Lists of versions with their schemas. */
@Injectable()
export class SchemaLists {
  constructor(
    @Inject(Listing) private readonly listing: Listing,
    @Inject(Describing) private readonly describing: Describing,
    @Inject(Aliases) private readonly aliases: Aliases,
    @Inject(AssociationsRepository) private readonly associations: AssociationsRepository,
  ) {}

  /** What a query asks for, a page at a time. */
  async *pages(params: PathParams, query: Query): AsyncGenerator<SchemaJson[]> {
    const versions = this.versions(params, query);
    const named = flag(query, 'aliases') ? await this.aliases.byTarget() : null;
    for await (const page of versions) {
      const schemas = await this.describing.schemas(page, tellingOf(query));
      const associated = await this.associated(page, query);
      yield schemas.map((schema) => ({
        ...schema,
        aliases: named?.get(schema.subject) ?? [],
        associations: associated?.get(schema.subject) ?? [],
      }));
    }
  }

  private versions(params: PathParams, query: Query): AsyncIterable<CatalogVersion[]> {
    const page = pageOf(query, MAX_SCHEMAS);
    const ruleType = one(query, 'ruleType');
    const wanted = {
      ...prefixOf(params, query),
      liveness: livenessOf(query),
      latestOnly: flag(query, 'latestOnly'),
    };
    if (ruleType === '') return this.listing.versions({ ...wanted, ...page });
    const all = this.listing.versions({ ...wanted, offset: 0, limit: null });
    return pageOfMatches(all, (version) => hasRuleOf(version, ruleType), page);
  }

  /** The associations of subjects that a query is about, by subject; null when it is about none. */
  private async associated(
    versions: readonly CatalogVersion[],
    query: Query,
  ): Promise<ReadonlyMap<string, readonly AssociationJson[]> | null> {
    if (!ABOUT_ASSOCIATIONS.some((name) => one(query, name) !== '')) return null;
    const wanted = filterOf(query);
    const subjectIds = [...new Set(versions.map(({ subjectId }) => subjectId))];
    const found = subjectIds.length === 0 ? [] : await this.associations.find({ subjectIds });
    return groupBy(found.filter(wanted).map(toJson), ({ subject }) => subject);
  }
}
