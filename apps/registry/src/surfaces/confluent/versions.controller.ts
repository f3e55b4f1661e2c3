import { Body, Delete, Get, Inject, Param, Post, Query as QueryParams, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CatalogRepository, type CatalogVersion } from '../../core/repositories/catalog.repository.js';
import { ConfluentController } from './confluent-controller.js';
import { FAILURES } from './confluent-error.js';
import { Describing, tellingOf, type SchemaJson } from './describing.service.js';
import { Erasing } from './erasing.service.js';
import { all, contextOf, cut, flag, pageOf, subjectOf, versionOf } from './path.js';
import type { PathParams, Query } from './path.js';
import { livenessOf, Reading } from './reading.service.js';
import { readTagging } from './request-body.js';
import { Retagging } from './retagging.service.js';

/** Versions of a subject. */
@ConfluentController()
export class VersionsController {
  constructor(
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(Reading) private readonly reading: Reading,
    @Inject(Erasing) private readonly erasing: Erasing,
    @Inject(Describing) private readonly describing: Describing,
    @Inject(Retagging) private readonly retagging: Retagging,
  ) {}

  @Get('subjects/:subject/versions')
  async list(@Param() params: PathParams, @QueryParams() query: Query): Promise<number[]> {
    const versions = await this.reading.versions(subjectOf(params), livenessOf(query));
    const negative = flag(query, 'deletedAsNegative');
    const numbers = versions.map(({ version, deletedAt }) =>
      negative && deletedAt !== null ? -version : version,
    );
    return cut(numbers, pageOf(query));
  }

  /** Another version with other tags. */
  @Post('subjects/:subject/versions/:version/tags')
  async retag(
    @Req() request: FastifyRequest,
    @Param() params: PathParams,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<SchemaJson> {
    const which = versionOf(params.version ?? '');
    const version = await this.retagging.retag(
      contextOf(request),
      subjectOf(params),
      which,
      readTagging(body),
    );
    const { subject: _subject, ...answer } = await this.describing.schema(version, tellingOf(query));
    return answer;
  }

  @Get('subjects/:subject/versions/:version/referencedby')
  async referrers(@Param() params: PathParams, @QueryParams() query: Query): Promise<number[]> {
    const { subjectId, version } = await this.find(params, { ...query, deleted: 'true' });
    return cut(await this.catalog.referrers(subjectId, version, livenessOf(query)), pageOf(query));
  }

  @Delete('subjects/:subject/versions/:version')
  remove(
    @Req() request: FastifyRequest,
    @Param() params: PathParams,
    @QueryParams() query: Query,
  ): Promise<number> {
    const which = versionOf(params.version ?? '');
    return this.erasing.version(contextOf(request), subjectOf(params), which, flag(query, 'permanent'));
  }

  /** The latest version whose properties have all the pairs. */
  @Get('subjects/:subject/metadata')
  async withMetadata(@Param() params: PathParams, @QueryParams() query: Query): Promise<SchemaJson> {
    const keys = all(query, 'key');
    const values = all(query, 'value');
    if (keys.length !== values.length) throw FAILURES.badRequest('Give a value for each key.');
    const versions = await this.reading.versions(subjectOf(params), livenessOf(query));
    const found = versions.findLast(({ metadata }) =>
      keys.every((key, index) => Object.hasOwn(metadata, key) && metadata[key] === values[index]),
    );
    if (found === undefined) throw FAILURES.schemaNotFound();
    return this.describing.schema(found, tellingOf(query));
  }

  private find(params: PathParams, query: Query): Promise<CatalogVersion> {
    return this.reading.version(subjectOf(params), versionOf(params.version ?? ''), livenessOf(query));
  }
}
