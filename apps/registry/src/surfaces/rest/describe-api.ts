import { applyDecorators, type INestApplication } from '@nestjs/common';
import {
  ApiBody,
  ApiExcludeController,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  DocumentBuilder,
  SwaggerModule,
} from '@nestjs/swagger';
import { descriptionOf, groupOf, type RouteDescription } from '#libs/nest-kit';
import { apiSchemas, schemaPath } from './openapi.js';

/** The OpenAPI document of an app's controllers, as they are described by `RouteGroup` and `Describe`. */
export function describeApi(app: INestApplication, controllers: readonly Function[]): object {
  for (const controller of controllers) decorate(controller);
  const config = new DocumentBuilder()
    .setTitle('Protokoll')
    .setVersion('1')
    .setDescription('The native API: every answer that fails is RFC 9457 problem details.')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const schemas = { ...document.components?.schemas, ...apiSchemas() };
  return { ...document, components: { ...document.components, schemas } };
}

function decorate(controller: Function): void {
  const group = groupOf(controller);
  if (group === null) {
    ApiExcludeController()(controller);
    return;
  }
  ApiTags(group)(controller);
  const prototype = controller.prototype as object;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    if (typeof descriptor?.value !== 'function') continue;
    const description = descriptionOf(descriptor.value as object);
    if (description !== null) decoratorOf(description)(prototype, name, descriptor);
  }
}

function decoratorOf({ summary, body, answer, produces }: RouteDescription): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary }),
    ...(body === undefined ? [] : [ApiBody({ schema: { $ref: schemaPath(body) } })]),
    ...(answer === undefined ? [] : [ApiOkResponse({ schema: { $ref: schemaPath(answer) } })]),
    ...(produces === undefined ? [] : [ApiProduces(produces)]),
  );
}
