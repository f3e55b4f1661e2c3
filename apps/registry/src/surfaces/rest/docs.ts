import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { DOCS_PAGE, errorsPage } from './docs-pages.js';

const HTML = 'text/html; charset=utf-8';

/**
 * Serves the OpenAPI description at /docs (for people) and /docs-json (for programs), and what failures mean at
 * /docs/errors. The description is made when it is first asked for: what makes it is as large as the rest of a server.
 */
export function serveDocs(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  let document: Promise<object> | null = null;
  void fastify.register(import('@fastify/static'), {
    root: assetsFolder(),
    prefix: '/docs/assets/',
    index: false,
  });
  fastify.get('/docs', (_request, reply) => reply.type(HTML).send(DOCS_PAGE));
  fastify.get('/docs/errors', (_request, reply) => reply.type(HTML).send(errorsPage()));
  fastify.get('/docs-json', () => (document ??= makeDocument(app)));
}

/** The folder of the page's scripts and styles. */
function assetsFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

async function makeDocument(app: NestFastifyApplication): Promise<object> {
  const { describeApi } = await import('./describe-api.js');
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  return describeApi(
    app,
    controllers.flatMap(({ metatype }) => (typeof metatype === 'function' ? [metatype] : [])),
  );
}
