import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ReadyAnswer } from '#libs/nest-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cacheShares } from '../../core/cache-shares.js';
import type { RegistryConfig } from '../../core/config.js';
import { REGISTRY_CONFIG } from '../../core/core.module.js';
import { KeptAnswers, type About, type Made } from '../../core/kept-answers.js';
import { ChangeWatch } from '../../core/services/change-watch.service.js';
import { textOf } from './answering.js';
import { answerType } from './content-type.js';

/** An answer that is kept. */
export interface Told {
  /** What is sent, as with any handler. */
  readonly answer: unknown;
  readonly about: About;
  /** True when clients and proxies may keep it for good. */
  readonly lasting: boolean;
}

/** Bytes that an answer takes beside its body: heads, tags, objects. */
const OVERHEAD_BYTES = 600;

/**
 * Answers from memory, as long as nothing changed that they tell. An address is the key: all that they depend on is in it. What is
 * kept is sent by a hook, before Nest looks for a handler: the way to one and back costs more than the rest of such a request.
 */
@Injectable()
export class ReadyAnswers implements OnModuleInit {
  private readonly kept: KeptAnswers<ReadyAnswer>;
  /** Where the watch was when a request came: what an alias stands for was read before the handler was called. */
  private readonly positions = new WeakMap<FastifyRequest, number>();

  constructor(
    @Inject(ChangeWatch) private readonly watch: ChangeWatch,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(REGISTRY_CONFIG) { maxCacheBytes }: RegistryConfig,
  ) {
    const { answers } = cacheShares(maxCacheBytes);
    this.kept = new KeptAnswers(watch, answers, ({ sizeBytes }) => OVERHEAD_BYTES + sizeBytes);
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, reply, done) => {
      if (request.method !== 'GET') return done();
      const ready = this.kept.peek(request.originalUrl);
      if (ready !== undefined) return ready.send(request, reply, answerType(request));
      this.positions.set(request, this.watch.position);
      done();
    });
  }

  /** Sends the answer to a request; `make` is called when it is not there. */
  async send(request: FastifyRequest, reply: FastifyReply, make: () => Promise<Told>): Promise<void> {
    const tell = async (): Promise<Made<ReadyAnswer>> => {
      const { answer, about, lasting } = await make();
      return { value: new ReadyAnswer(textOf(answer), lasting), about };
    };
    const ready = await this.kept.get(request.originalUrl, tell, this.positions.get(request));
    ready.send(request, reply, answerType(request));
  }
}
