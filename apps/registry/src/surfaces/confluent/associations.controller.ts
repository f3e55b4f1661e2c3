import { Body, Delete, Get, Inject, Param, Post, Put, Query as QueryParams, Req } from '@nestjs/common';
import { isRegistryError } from '#libs/errors';
import type { FastifyRequest } from 'fastify';
import {
  AssociationsRepository,
  type AssociationQuery,
} from '../../core/repositories/associations.repository.js';
import { MultiStatus } from './answering.js';
import { associationTypeOf, readAssociations, readBatch, resourceTypeOf } from './association-body.js';
import { filterOf, toJson, type AssociationJson } from './association-listing.js';
import { AssociationRemoval } from './association-removal.service.js';
import { Associations, type AssociationAnswer } from './associations.service.js';
import { ConfluentController } from './confluent-controller.js';
import { ConfluentError } from './confluent-error.js';
import { all, contextName, contextOf, cut, flag, one, pageOf, subjectOf } from './path.js';
import type { PathParams, Query } from './path.js';
import { toConfluent } from './tell-failure.js';

/** The namespace that stands for all of them. */
const ANY_NAMESPACE = '-';

/** Most associations that one list has, as with schemas. */
const MAX_LISTED = 1_000;

type Params = PathParams & {
  readonly resourceId?: string;
  readonly namespace?: string;
  readonly resourceName?: string;
};

/** Topics and the subjects of their keys and values. */
@ConfluentController()
export class AssociationsController {
  constructor(
    @Inject(Associations) private readonly associations: Associations,
    @Inject(AssociationRemoval) private readonly removal: AssociationRemoval,
    @Inject(AssociationsRepository) private readonly repository: AssociationsRepository,
  ) {}

  @Post('associations')
  create(
    @Req() request: FastifyRequest,
    @Param() params: Params,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<AssociationAnswer> {
    return this.change(request, params, query, body, 'CREATE');
  }

  @Put('associations')
  upsert(
    @Req() request: FastifyRequest,
    @Param() params: Params,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<AssociationAnswer> {
    return this.change(request, params, query, body, 'UPSERT');
  }

  @Put('associations/resources/:resourceId')
  upsertById(
    @Req() request: FastifyRequest,
    @Param() params: Params,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<AssociationAnswer> {
    return this.change(request, params, query, body, 'UPSERT');
  }

  /** Each request by itself: one that fails takes nothing from the others. */
  @Post(['associations::batch', 'associations::batchMutate'])
  async batch(
    @Req() request: FastifyRequest,
    @Param() params: Params,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<MultiStatus> {
    const results: object[] = [];
    for (const single of readBatch(body)) {
      try {
        results.push({ result: await this.change(request, params, query, single, 'CREATE') });
      } catch (failure) {
        results.push({ error: errorOf(failure) });
      }
    }
    return new MultiStatus({ results });
  }

  @Get('associations/resources/:resourceId')
  ofResource(@Param() params: Params, @QueryParams() query: Query): Promise<AssociationJson[]> {
    return this.list({ resourceId: params.resourceId ?? '' }, query);
  }

  @Get('associations/resources/:namespace/:resourceName')
  ofResourceName(@Param() params: Params, @QueryParams() query: Query): Promise<AssociationJson[]> {
    const { namespace = '', resourceName = '' } = params;
    if (namespace === ANY_NAMESPACE) return this.list({ resourceName }, query);
    return this.list({ resourceName, resourceNamespace: namespace }, query);
  }

  @Get('associations/subjects/:subject')
  ofSubject(@Param() params: Params, @QueryParams() query: Query): Promise<AssociationJson[]> {
    return this.list({ subject: subjectOf(params) }, query);
  }

  @Delete('associations/resources/:resourceId')
  async remove(
    @Req() request: FastifyRequest,
    @Param() params: Params,
    @QueryParams() query: Query,
  ): Promise<void> {
    resourceTypeOf(one(query, 'resourceType'));
    await this.removal.remove(contextOf(request), params.resourceId ?? '', {
      types: all(query, 'associationType').map(associationTypeOf),
      cascade: flag(query, 'cascadeLifecycle'),
      dryRun: flag(query, 'dryRun'),
    });
  }

  private change(
    request: FastifyRequest,
    params: Params,
    query: Query,
    body: unknown,
    op: 'CREATE' | 'UPSERT',
  ): Promise<AssociationAnswer> {
    const dryRun = flag(query, 'dryRun');
    const named = one(query, 'context');
    const { resourceId } = params;
    const wanted = readAssociations(body, {
      context: contextName(named === '' ? params : { context: named }),
      dryRun,
      op,
      ...(resourceId === undefined ? {} : { resourceId }),
    });
    return this.associations.change(contextOf(request), wanted, dryRun);
  }

  private async list(which: AssociationQuery, query: Query): Promise<AssociationJson[]> {
    const page = pageOf(query, MAX_LISTED);
    const wanted = filterOf(query);
    return cut((await this.repository.find(which)).filter(wanted).map(toJson), page);
  }
}

function errorOf(failure: unknown): { readonly error_code: number; readonly message: string } {
  if (!(failure instanceof ConfluentError) && !isRegistryError(failure)) throw failure;
  const { confluentCode, message } = failure instanceof ConfluentError ? failure : toConfluent(failure);
  return { error_code: confluentCode, message };
}
