import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { mergeMap, type Observable } from 'rxjs';
import { answerType } from './content-type.js';
import { sendable, StreamedList } from './streamed-list.js';

/** A text that is answered as it is, without JSON's quotes. */
export class PlainText {
  constructor(readonly text: string) {}
}

/** An answer whose parts have a status each. */
export class MultiStatus {
  constructor(readonly answer: unknown) {}
}

/** Answers with Confluent's content type, 200 also to POST, 204 to nothing, and without members that are null or empty. */
export class Answering implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<Buffer | Readable | undefined> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        if (answer === undefined) {
          reply.status(204);
          return undefined;
        }
        reply.status(answer instanceof MultiStatus ? 207 : 200).header('content-type', answerType(request));
        if (answer instanceof StreamedList) return sendable(answer, textOf);
        // Bytes: a text would get a charset behind its type, which Confluent's answers have not.
        return Buffer.from(textOf(answer));
      }),
    );
  }
}

/** An answer as it is sent. */
export function textOf(answer: unknown): string {
  if (answer instanceof MultiStatus) return textOf(answer.answer);
  return answer instanceof PlainText ? answer.text : JSON.stringify(pruned(answer));
}

/** The value without members that are null, undefined, '' or empty; a list is kept at the top. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(([name, member]) => [name, pruned(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => !isEmpty(member)));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
