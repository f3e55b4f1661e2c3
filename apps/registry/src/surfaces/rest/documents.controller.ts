import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { Describe, RouteGroup, sendCached } from '#libs/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CatalogRepository, type CatalogVersion } from '../../core/repositories/catalog.repository.js';
import { PROTOBUF } from '../../core/schema-format.js';
import { Codecs } from '../../core/services/codecs.service.js';
import { DocumentStore } from '../../core/services/document-store.service.js';
import { DEFAULT_CONTEXT } from '../../core/subject-name.js';

/** What readers of Avro and JSON fetch, by id, fingerprint or GUID. */
@RouteGroup('schemas')
@Controller('api/v1/schemas/:ref/document')
export class DocumentsController {
  constructor(
    @Inject(Codecs) private readonly codecs: Codecs,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(DocumentStore) private readonly documents: DocumentStore,
  ) {}

  @Get()
  @Describe('A schema of Avro or JSON with the texts that it refers to', { answer: 'DocumentInfo' })
  async document(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('ref') ref: string,
  ): Promise<void> {
    const version = await this.find(ref);
    if (version.format === PROTOBUF) throw new RegistryError('NOT_A_DOCUMENT', { ref });
    const { text, imports } = await this.documents.texts(version);
    const info: registry.DocumentInfoJson = {
      fingerprint: version.fingerprint,
      id: version.context === DEFAULT_CONTEXT ? version.schemaId : 0,
      format: version.format,
      text,
      references: imports.map(({ path, content }) => ({ name: path, text: content })),
    };
    sendCached(request, reply, {
      etag: `"${version.fingerprint}-${version.context}-${version.schemaId}"`,
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify(info),
      // An id says which references are meant; a fingerprint, whose text is the same with others, leads to the oldest.
      immutable: /^\d+$/.test(ref),
    });
  }

  /** **Throws** SCHEMA_NOT_FOUND. */
  private async find(ref: string): Promise<CatalogVersion> {
    const fingerprint = await this.codecs.resolve(ref);
    const version = /^\d+$/.test(ref)
      ? await this.catalog.versionOfId(DEFAULT_CONTEXT, Number(ref), '')
      : await this.catalog.versionOfFingerprint(fingerprint);
    if (version === null) throw new RegistryError('SCHEMA_NOT_FOUND', { ref });
    return version;
  }
}
