import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import type { SubjectName } from '../../core/subject-name.js';
import { Aliases } from './aliases.service.js';
import { one, subjectOf, type PathParams, type Query } from './path.js';

/** Settings are those of the subject that is named, so that an alias can be changed. */
const REWRITTEN = /subjects\/:subject/;
const BY_ID = /schemas\/ids\//;

/** Puts the subject that an alias stands for in its place, in paths and in `subject` beside an id. */
@Injectable()
export class AliasRewriting implements NestInterceptor {
  constructor(@Inject(Aliases) private readonly aliases: Aliases) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const params = request.params as PathParams & { subject?: string };
    const query = request.query as Query & { subject?: string };
    const route = request.routeOptions.url ?? '';
    const named = one(query, 'subject');
    if (REWRITTEN.test(route)) {
      const target = await this.aliases.target(subjectOf(params));
      if (target !== null) params.subject = qualified(target);
    } else if (BY_ID.test(route) && named !== '' && !named.endsWith(':')) {
      const target = await this.aliases.target(subjectOf(params, named));
      if (target !== null) query.subject = qualified(target);
    }
    return next.handle();
  }
}

/** With its context even when that is the default: a path may be below another one. */
function qualified({ context, name }: SubjectName): string {
  return `:${context}:${name}`;
}
