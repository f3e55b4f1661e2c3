import { Controller, Get, Inject, Options, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import { create, toBinary, toJson } from '@bufbuild/protobuf';
import { RegistryError } from '#libs/errors';
import { event } from '#libs/gen';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CollectorConfig } from './config.js';
import { Intake } from './intake.service.js';
import { judgeEnvelope, rejection, type JudgedEnvelope } from './judge-envelope.js';
import { readBody } from './read-body.js';
import { readJsonBatch } from './json-batch.js';
import { COLLECTOR_CONFIG } from './tokens.js';
import { Transcoder } from './transcode.service.js';

const PROTOBUF = 'application/x-protobuf';

/** The Event API. Answers only when what it accepted is durable. */
@ApiTags('events')
@Controller('v1')
export class CollectorController {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
    @Inject(Transcoder) private readonly transcoder: Transcoder,
    @Inject(COLLECTOR_CONFIG) private readonly config: CollectorConfig,
  ) {}

  @Post('events')
  @ApiOperation({
    summary: 'Takes an EventBatch, serialized; gzip is welcome. 200 with what was refused, event by event',
  })
  async events(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, async () => {
      const body = await readBody(request, this.config.limits.bodyBytes);
      const judged = judgeEnvelope(body, this.config.limits);
      this.intake.authorize(judged.batch.source?.writeKey ?? '');
      return judged;
    });
  }

  @Post('events.json')
  @ApiOperation({
    summary: 'The same for curl and webhooks: {"source":{"appId":…},"events":[{"type":…,"data":{…}}]}',
  })
  async json(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, async () => {
      const { batch, positions, broken } = readJsonBatch(jsonOf(request.body), this.config.limits.events);
      this.intake.authorize(batch.source.writeKey);
      const transcoded = await this.transcoder.transcode(batch);
      const refused = [
        ...broken.map(({ index, message }) => rejection(index, 'BAD_EVENT', message)),
        ...transcoded.rejected.map((one) =>
          rejection(positions[one.index] ?? one.index, one.reason, one.message),
        ),
      ];
      return { batch: transcoded.batch, rejected: refused.sort((a, b) => a.index - b.index) };
    });
  }

  @Options(['events', 'events.json'])
  @ApiExcludeEndpoint()
  preflight(@Res() reply: FastifyReply): void {
    allowOrigins(reply);
    void reply
      .headers({
        'access-control-allow-methods': 'POST, OPTIONS',
        'access-control-allow-headers': 'content-type, content-encoding',
        'access-control-max-age': '86400',
      })
      .status(204)
      .send();
  }

  @Get(['events', 'events.json'])
  @ApiExcludeEndpoint()
  other(@Res() reply: FastifyReply): void {
    void reply
      .status(405)
      .headers({ allow: 'POST, OPTIONS', 'content-type': 'application/problem+json' })
      .send(
        JSON.stringify({
          type: '/docs/errors#route-not-found',
          title: 'Method not allowed',
          status: 405,
          detail: 'Events are sent with POST. To read them back use GET /api/v1/events/recent.',
          code: 'ROUTE_NOT_FOUND',
        }),
      );
  }

  private async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    judge: () => Promise<JudgedEnvelope>,
  ): Promise<void> {
    allowOrigins(reply);
    try {
      const { batch, rejected } = await this.intake.admit(
        Number(request.headers['content-length'] ?? 0),
        async () => {
          const judged = await judge();
          await this.intake.append(judged.batch, judged.rejected.length);
          return judged;
        },
      );
      this.intake.countRequest(200);
      const response = create(event.PublishEventsResponseSchema, {
        accepted: batch.events.length,
        rejected: [...rejected],
      });
      await send(request, reply, response);
    } catch (error) {
      this.intake.countRequest(error instanceof RegistryError ? error.row.http : 500);
      throw error;
    }
  }
}

/** Any web page may send events; it can read nothing but the answer. */
function allowOrigins(reply: FastifyReply): void {
  reply.header('access-control-allow-origin', '*');
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  response: event.PublishEventsResponse,
): Promise<void> {
  reply.status(200);
  if (request.headers.accept?.includes(PROTOBUF) === true) {
    await reply
      .header('content-type', PROTOBUF)
      .send(Buffer.from(toBinary(event.PublishEventsResponseSchema, response)));
    return;
  }
  await reply.send({
    accepted: response.accepted,
    rejected: response.rejected.map((one) =>
      toJson(event.RejectionSchema, one, { alwaysEmitImplicit: true }),
    ),
  });
}

/** Webhooks do not always name their content type. */
function jsonOf(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return body;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new RegistryError('BAD_ENVELOPE', { problem: 'it is not JSON.' });
  }
}
