import { All, Delete, Get, Inject, Param, Post, Query as QueryParams } from '@nestjs/common';
import { CatalogRepository } from '../../core/repositories/catalog.repository.js';
import { ConfluentController } from './confluent-controller.js';
import { FAILURES } from './confluent-error.js';
import { contextName, cut, one, pageOf, type PathParams, type Query } from './path.js';

/** The version of Confluent's API that is served here; clients ask to know what they may call. */
const API_VERSION = '8.4.0';

/** Words of this API: what nobody serves below them is told in its way. */
const WORDS = [
  'subjects',
  'schemas',
  'config',
  'mode',
  'compatibility',
  'contexts',
  'associations',
  'v1/metadata',
];
/** What a server without it does not serve at all. */
const NOT_HERE = ['exporters', 'dek-registry', 'associations::batchGet'];
const ABSENT = [...[...WORDS, ...NOT_HERE].map((word) => `${word}/*`), ...NOT_HERE];

/** The server itself: that it is there, what it is, its contexts. */
@ConfluentController()
export class ServerController {
  constructor(@Inject(CatalogRepository) private readonly catalog: CatalogRepository) {}

  @Get()
  root(): object {
    return {};
  }

  @Post()
  postRoot(): object {
    return {};
  }

  @Get('contexts')
  async contexts(@QueryParams() query: Query): Promise<string[]> {
    const prefix = one(query, 'contextPrefix');
    const names = await this.catalog.contexts();
    return cut(
      names.filter((name) => name.startsWith(prefix)),
      pageOf(query),
    );
  }

  /** Contexts come and go with their subjects, so one without any is gone already. */
  @Delete('contexts/:context')
  async removeContext(@Param() params: PathParams): Promise<void> {
    const context = contextName(params);
    const page = { after: null, offset: 0, limit: 1 };
    const found = await this.catalog.subjects({ ...page, context, prefix: '', liveness: 'all' });
    if (found.length > 0) throw FAILURES.contextNotEmpty(context);
  }

  @Get('v1/metadata/id')
  id(): object {
    return { scope: { clusters: { 'schema-registry-cluster': 'protokoll' } }, id: 'protokoll' };
  }

  @Get('v1/metadata/version')
  version(): object {
    return { version: API_VERSION, commitId: 'protokoll' };
  }

  @Get('v1/metadata/deployment')
  deployment(): object {
    return { attributes: ['deploymentScope:protokoll'] };
  }

  /** As a server answers that has no such path. */
  @All(ABSENT)
  absent(): never {
    throw FAILURES.notFound();
  }
}
