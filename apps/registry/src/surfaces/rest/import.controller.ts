import { Body, Controller, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { Describe, RouteGroup } from '#libs/nest-kit';
import { isRegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Importing } from '../../core/services/importing.service.js';
import { NDJSON } from './export.controller.js';
import { readImport } from './import-body.js';
import { contextOf } from './request-context.js';
import { flag } from './validate.js';

/** What another registry had, with its ids and versions. */
@RouteGroup('move')
@Controller('api/v1/import')
export class ImportController {
  constructor(@Inject(Importing) private readonly importing: Importing) {}

  @Post()
  @HttpCode(200)
  @Describe('Takes MoveRecords, one a line; dry-run=true stores nothing. An ImportOutcome for each', {
    body: 'MoveRecord',
    answer: 'ImportOutcome',
    produces: NDJSON,
  })
  async take(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() body: unknown,
    @Query('dry-run') dryRun?: string,
  ): Promise<void> {
    const read = readImport(body);
    const places = read.flatMap((record, place) => (isRegistryError(record) ? [] : [place]));
    const records = read.flatMap((record) => (isRegistryError(record) ? [] : [record]));
    const taken = await this.importing.take(contextOf(request), records, {
      dryRun: dryRun !== undefined && flag(dryRun),
    });
    const outcomes: registry.ImportOutcomeJson[] = taken.map((one) => ({
      ...one,
      index: places[one.index ?? 0] ?? 0,
    }));
    for (const [index, record] of read.entries())
      if (isRegistryError(record))
        outcomes.push({ index, outcome: 'refused', code: record.code, problem: record.message });
    outcomes.sort((one, other) => (one.index ?? 0) - (other.index ?? 0));
    await reply.type(NDJSON).send(outcomes.map((one) => `${JSON.stringify(one)}\n`).join(''));
  }
}
