import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Health } from './health.js';
import { Metrics } from './metrics.js';

/** For those who run the process: alive, ready, metrics. */
@Controller()
export class OpsController {
  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
  ) {}

  /** The process answers. Says nothing of what it depends on. */
  @Get('health')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when every probe is well, else 503; the body names each probe. */
  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const probes = await this.health.check();
    const well = probes.every((probe) => probe.problem === null);
    await reply.status(well ? 200 : 503).send({ status: well ? 'ready' : 'not ready', probes });
  }

  /** Prometheus text format. */
  @Get('metrics')
  async exposition(@Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-type', this.metrics.contentType).send(await this.metrics.text());
  }
}
