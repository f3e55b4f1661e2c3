import { applyDecorators, Controller, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { FAILURE_TELLER } from '#libs/nest-kit';
import { AliasRewriting } from './alias-rewriting.js';
import { Answering } from './answering.js';
import { tellFailure } from './tell-failure.js';

/** Every path is also there below a context. */
const PREFIXES = ['', 'contexts/:context'];

/** A controller of this surface: its paths, its content types, its failures. */
export function ConfluentController(): ClassDecorator {
  return controller(UseInterceptors(AliasRewriting, new Answering()));
}

/** Such a controller that sends its answers itself: they are kept as they are sent. */
export function ReadyController(): ClassDecorator {
  return controller(UseInterceptors(AliasRewriting));
}

function controller(...more: readonly ClassDecorator[]): ClassDecorator {
  const classDecorator = applyDecorators(Controller(PREFIXES), ...more);
  const route = RouteConfig({ [FAILURE_TELLER]: tellFailure });
  return (target) => {
    classDecorator(target);
    const prototype = target.prototype as Readonly<Record<string, unknown>>;
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
      if (name !== 'constructor' && typeof descriptor?.value === 'function')
        route(prototype, name, descriptor);
    }
  };
}
