import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { RegistryError } from '#libs/errors';
import { DIALECTS } from '#libs/ddl';
import type { registry } from '#libs/gen';
import { Describe, RouteGroup, sendCached } from '#libs/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDraft } from '../../core/draft.js';
import { SchemasRepository } from '../../core/repositories/schemas.repository.js';
import { Codecs } from '../../core/services/codecs.service.js';
import { Drafts } from '../../core/services/drafts.service.js';
import { Subjects } from '../../core/services/subjects.service.js';
import { Tables } from '../../core/services/tables.service.js';
import { contextOf } from './request-context.js';
import { flag } from './validate.js';

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json; charset=utf-8';

/** What a version holds: its sources, descriptors and tables. */
@RouteGroup('versions')
@Controller('api/v1/subjects/:subject/versions/:version')
export class VersionContentController {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(Drafts) private readonly drafts: Drafts,
    @Inject(Codecs) private readonly codecs: Codecs,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(SchemasRepository) private readonly schemas: SchemasRepository,
  ) {}

  @Get('files')
  @Describe('The sources as they were published', { answer: 'FilesResponse' })
  async files(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('subject') name: string,
    @Param('version') which: string,
  ): Promise<void> {
    const { version } = await this.subjects.version(contextOf(request), name, which, { deleted: true });
    const source = isDraft(version)
      ? await this.drafts.content(version)
      : await this.schemas.source(version.sourceDigest);
    const answer: registry.FilesResponseJson = {
      files: source.files.map(({ path, content }) => ({ path, content })),
      references: await this.subjects.references(version),
    };
    const body = JSON.stringify(answer);
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    sendCached(request, reply, { etag, contentType: JSON_TYPE, body, immutable: isNumber(which) });
  }

  @Get('descriptor-set')
  @Describe(
    'The canonical FileDescriptorSet; source-info=true answers the compiled one with comments and positions',
    { produces: PROTOBUF },
  )
  async descriptorSet(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Query('source-info') sourceInfo?: string,
  ): Promise<void> {
    const { version } = await this.subjects.version(contextOf(request), name, which, { deleted: true });
    const immutable = isNumber(which);
    if (flag(sourceInfo) && sourceInfo !== undefined) {
      const { image } = isDraft(version)
        ? await this.drafts.content(version)
        : await this.schemas.source(version.sourceDigest);
      const etag = `"${version.sourceDigest}"`;
      sendCached(request, reply, { etag, contentType: PROTOBUF, body: image, immutable });
      return;
    }
    const bytes = isDraft(version)
      ? await this.drafts.canonical(version)
      : (await this.codecs.schema(version.fingerprint)).bytes;
    const etag = `"${version.fingerprint}"`;
    sendCached(request, reply, { etag, contentType: PROTOBUF, body: bytes, immutable });
  }

  @Get('ddl')
  @Describe("Statements that make the version's tables", { answer: 'PlansResponse' })
  async ddl(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Query() query: Record<string, string>,
  ): Promise<registry.PlansResponseJson> {
    const { version } = await this.subjects.version(contextOf(request), name, which, { deleted: true });
    return { plans: await this.tables.plans(null, version, dialectOf(query), query['message'] ?? null) };
  }

  @Get('plan')
  @Describe("Statements that take another version's tables to this one's", { answer: 'PlansResponse' })
  async plan(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Query() query: Record<string, string>,
  ): Promise<registry.PlansResponseJson> {
    const from = query['from'];
    if (from === undefined || from === '')
      throw new RegistryError('BAD_REQUEST', {
        problem: "Parameter 'from' is missing: the version to start from.",
      });
    const context = contextOf(request);
    const before = await this.subjects.version(context, name, from, { deleted: true });
    const after = await this.subjects.version(context, name, which, { deleted: true });
    return {
      plans: await this.tables.plans(
        before.version,
        after.version,
        dialectOf(query),
        query['message'] ?? null,
      ),
    };
  }

  @Get('ledger')
  @Describe("Column ledgers of the version's tables, as plain JSON")
  async ledger(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Query('message') message?: string,
  ): Promise<object> {
    const { version } = await this.subjects.version(contextOf(request), name, which, { deleted: true });
    return { ledgers: await this.tables.ledgers(version, message ?? null) };
  }
}

/** A number always names the same content; a label and "latest" move. */
function isNumber(which: string): boolean {
  return /^\d+$/.test(which);
}

function dialectOf(query: Record<string, string>): string {
  const dialect = query['dialect'];
  if (dialect !== undefined && dialect !== '') return dialect;
  throw new RegistryError('UNSUPPORTED_DIALECT', {
    dialect: '',
    known: DIALECTS.map(({ name }) => name).join(', '),
  });
}
