import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { Describe, RouteGroup } from '#libs/nest-kit';
import { create, toBinary, toJson } from '@bufbuild/protobuf';
import { event } from '#libs/gen';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CollectorConfig } from './config.js';
import { Intake } from './intake.service.js';
import { readJsonBatch } from './json-batch.js';
import { judgeBatch, judgeEnvelope, rejection, type JudgedEnvelope } from './judge-envelope.js';
import { parseJson, readBody } from './read-body.js';
import { COLLECTOR_CONFIG } from './tokens.js';
import { Transcoder } from './transcode.service.js';

const PROTOBUF = /\bapplication\/(x-)?protobuf\b/;

/** The Event API. Answers only when what it accepted is durable. */
@RouteGroup('events')
@Controller('v1')
export class CollectorController {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
    @Inject(Transcoder) private readonly transcoder: Transcoder,
    @Inject(COLLECTOR_CONFIG) private readonly config: CollectorConfig,
  ) {}

  @Post('events')
  @Describe('Takes an EventBatch, serialized; gzip is welcome. 200 with what was refused, event by event')
  async events(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, (body) => {
      const judged = judgeEnvelope(body, this.config.limits);
      this.intake.authorize(judged.batch.source?.writeKey ?? '');
      return judged;
    });
  }

  @Post('events.json')
  @Describe('The same for curl and webhooks: {"source":{"appId":…},"events":[{"type":…,"data":{…}}]}')
  async json(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, (body) => this.judgeJson(body));
  }

  private async judgeJson(body: Buffer): Promise<JudgedEnvelope> {
    const { batch, broken } = readJsonBatch(parseJson(body), this.config.limits.events);
    this.intake.authorize(batch.source.writeKey);
    const transcoded = await this.transcoder.transcode(batch);
    // What became of JSON keeps to the same limits as what came as bytes.
    const judged = judgeBatch(transcoded.batch, this.config.limits);
    const rejected = [
      ...broken.map(({ index, message }) => rejection(index, 'BAD_EVENT', message)),
      ...transcoded.rejected,
      ...judged.rejected.map((one) => ({ ...one, index: transcoded.positions[one.index] ?? one.index })),
    ];
    return { batch: judged.batch, rejected: rejected.sort((left, right) => left.index - right.index) };
  }

  private async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    judge: (body: Buffer) => JudgedEnvelope | Promise<JudgedEnvelope>,
  ): Promise<void> {
    const { batch, rejected } = await this.intake.admit(async () => {
      const body = await readBody(request, this.config.limits.bodyBytes);
      this.intake.countBytes(body.length);
      const judged = await judge(body);
      await this.intake.append(judged.batch, judged.rejected.length);
      return judged;
    });
    const response = create(event.PublishEventsResponseSchema, {
      accepted: batch.events.length,
      rejected: [...rejected],
    });
    await send(request, reply, response);
  }
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  response: event.PublishEventsResponse,
): Promise<void> {
  reply.status(200);
  const accepted = PROTOBUF.exec(request.headers.accept ?? '')?.[0];
  if (accepted !== undefined) {
    const bytes = toBinary(event.PublishEventsResponseSchema, response);
    await reply.header('content-type', accepted).send(Buffer.from(bytes));
    return;
  }
  await reply.send(toJson(event.PublishEventsResponseSchema, response, { alwaysEmitImplicit: true }));
}
