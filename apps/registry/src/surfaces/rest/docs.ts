import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { INestApplication } from '@nestjs/common';
import { apiSchemas } from './openapi.js';

/** Serves the OpenAPI description at /docs (for people) and /docs-json (for programs). */
export function serveDocs(app: INestApplication): void {
  const config = new DocumentBuilder()
    .setTitle('Protokoll')
    .setVersion('1')
    .setDescription('The native API: every answer that fails is RFC 9457 problem details.')
    .build();
  // Described when somebody asks: a start does not wait for it.
  SwaggerModule.setup('docs', app, () => {
    const document = SwaggerModule.createDocument(app, config);
    const components = {
      ...document.components,
      schemas: { ...document.components?.schemas, ...(apiSchemas() as object) },
    };
    return { ...document, components };
  });
}
