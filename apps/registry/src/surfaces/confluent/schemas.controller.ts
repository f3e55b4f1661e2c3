import { Get, Inject, Param, Query as QueryParams } from '@nestjs/common';
import { CatalogRepository } from '../../core/repositories/catalog.repository.js';
import { formatSubjectName } from '../../core/subject-name.js';
import { SCHEMA_TYPES } from './candidates.service.js';
import { ConfluentController } from './confluent-controller.js';
import { cut, flag, pageOf, type PathParams, type Query } from './path.js';
import { SchemaLists } from './schema-lists.service.js';
import { SchemasOfRefs } from './schemas-of-refs.service.js';
import { StreamedList } from './streamed-list.js';

/** Lists of schemas, and where one is in use. */
@ConfluentController()
export class SchemasController {
  constructor(
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(SchemasOfRefs) private readonly refs: SchemasOfRefs,
    @Inject(SchemaLists) private readonly lists: SchemaLists,
  ) {}

  @Get('schemas')
  list(@Param() params: PathParams, @QueryParams() query: Query): StreamedList {
    return new StreamedList(this.lists.pages(params, query));
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
