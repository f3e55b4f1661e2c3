import { Readable } from 'node:stream';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { Describe, RouteGroup } from '#libs/nest-kit';
import type { registry } from '#libs/gen';
import type { FastifyReply } from 'fastify';
import { Exporting } from '../../core/services/exporting.service.js';

/** One JSON object a line. */
export const NDJSON = 'application/x-ndjson';

/** All of it, for another registry or a backup. */
@RouteGroup('move')
@Controller('api/v1/export')
export class ExportController {
  constructor(@Inject(Exporting) private readonly exporting: Exporting) {}

  @Get()
  @Describe('Everything that is stored, a MoveRecord a line, what others refer to first', {
    answer: 'MoveRecord',
    produces: NDJSON,
  })
  export(@Res() reply: FastifyReply): void {
    void reply.type(NDJSON).send(Readable.from(linesOf(this.exporting.records()), { objectMode: false }));
  }
}

async function* linesOf(records: AsyncIterable<registry.MoveRecordJson>): AsyncGenerator<string> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
}
