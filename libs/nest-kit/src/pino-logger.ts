import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';

/** Nest's own messages through the process's structured log. */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: FastifyBaseLogger) {}

  log(message: unknown, ...rest: unknown[]): void {
    // Nest announces every route and module; that is of use only when looking for a fault in the wiring.
    this.pino.debug(contextOf(rest), String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    // A failure at start is thrown too; whoever started the app says it.
    if (rest.at(-1) === 'ExceptionHandler') return;
    if (message instanceof Error) this.pino.error({ ...contextOf(rest), err: message }, message.message);
    else
      this.pino.error(
        { ...contextOf(rest), stack: rest.length > 1 ? String(rest[0]) : undefined },
        String(message),
      );
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(contextOf(rest), String(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.pino.debug(contextOf(rest), String(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.pino.trace(contextOf(rest), String(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal(contextOf(rest), String(message));
  }
}

function contextOf(rest: readonly unknown[]): { context?: string } {
  const last = rest.at(-1);
  return typeof last === 'string' ? { context: last } : {};
}
