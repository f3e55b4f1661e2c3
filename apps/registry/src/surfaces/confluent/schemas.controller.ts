import { Get, Inject, Param, Query as QueryParams } from '@nestjs/common';
import { groupBy } from '../../core/group-by.js';
import { AssociationsRepository } from '../../core/repositories/associations.repository.js';
import { CatalogRepository, type CatalogVersion } from '../../core/repositories/catalog.repository.js';
import { formatSubjectName } from '../../core/subject-name.js';
import { Aliases } from './aliases.service.js';
import { filterOf, toJson, type AssociationJson } from './association-listing.js';
import { SCHEMA_TYPES } from './candidates.service.js';
import { ConfluentController } from './confluent-controller.js';
import { Describing, tellingOf, type SchemaJson } from './describing.service.js';
import { cut, flag, one, pageOf, type PathParams, type Query } from './path.js';
import { prefixOf } from './prefix.js';
import { livenessOf } from './reading.service.js';
import { SchemasOfRefs } from './schemas-of-refs.service.js';

/** Most schemas that one list has, as with Confluent. */
const MAX_SCHEMAS = 1_000;

/** Queries that ask for the associations of what is listed. */
const ABOUT_ASSOCIATIONS = ['resourceType', 'associationType', 'lifecycle'];

/** Lists of schemas, and where one is in use. */
@ConfluentController()
export class SchemasController {
  constructor(
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(SchemasOfRefs) private readonly refs: SchemasOfRefs,
    @Inject(Describing) private readonly describing: Describing,
    @Inject(Aliases) private readonly aliases: Aliases,
    @Inject(AssociationsRepository) private readonly associations: AssociationsRepository,
  ) {}

  @Get('schemas')
  async list(@Param() params: PathParams, @QueryParams() query: Query): Promise<SchemaJson[]> {
    const versions = await this.catalog.versions({
      ...prefixOf(params, query),
      ...pageOf(query, MAX_SCHEMAS),
      liveness: livenessOf(query),
      latestOnly: flag(query, 'latestOnly'),
    });
    const telling = tellingOf(query);
    const schemas = await Promise.all(versions.map((version) => this.describing.schema(version, telling)));
    const named = flag(query, 'aliases') ? await this.aliases.byTarget() : null;
    const associated = await this.associated(versions, query);
    if (named === null && associated === null) return schemas;
    return schemas.map((schema) => ({
      ...schema,
      aliases: named?.get(schema.subject) ?? [],
      associations: associated?.get(schema.subject) ?? [],
    }));
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

  @Get('schemas/types')
  types(): string[] {
    return [...SCHEMA_TYPES];
  }

  @Get('schemas/ids/:id/subjects')
  async subjectsOfId(@Param() params: PathParams, @QueryParams() query: Query): Promise<string[]> {
    const versions = await this.refs.allOfId(params, query);
    const counted = versions.filter(({ deletedAt }) => deletedAt === null || flag(query, 'deleted'));
    return cut([...new Set(counted.map(formatSubjectName))], pageOf(query));
  }

  @Get('schemas/ids/:id/versions')
  async versionsOfId(
    @Param() params: PathParams,
    @QueryParams() query: Query,
  ): Promise<{ subject: string; version: number }[]> {
    const versions = await this.refs.allOfId(params, query);
    const counted = versions.filter(({ deletedAt }) => deletedAt === null || flag(query, 'deleted'));
    const named = counted.map((one) => ({ subject: formatSubjectName(one), version: one.version }));
    return cut(named, pageOf(query));
  }

  @Get('schemas/guids/:guid/ids')
  async idsOfGuid(@Param() params: PathParams): Promise<{ context: string; id: number }[]> {
    return this.catalog.idsOf(await this.refs.fingerprintOf(params.guid ?? ''));
  }
}
