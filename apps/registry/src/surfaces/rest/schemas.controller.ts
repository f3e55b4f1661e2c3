import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { registry } from '#libs/gen';
import { Describe, RouteGroup, sendCached } from '#libs/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Codecs } from '../../core/services/codecs.service.js';
import { integer } from './validate.js';

/** What readers fetch, by fingerprint (64 or 32 hex digits) or by id. */
@RouteGroup('schemas')
@Controller('api/v1')
export class SchemasController {
  constructor(@Inject(Codecs) private readonly codecs: Codecs) {}

  @Get('schemas/:ref')
  @Describe('Where a schema is in use', { answer: 'SchemaInfo' })
  schema(@Param('ref') ref: string): Promise<registry.SchemaInfoJson> {
    return this.codecs.uses(ref);
  }

  @Get('schemas/:ref/descriptor-set')
  @Describe('The canonical FileDescriptorSet; its SHA-256 is the fingerprint', {
    produces: 'application/x-protobuf',
  })
  async descriptorSet(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('ref') ref: string,
  ): Promise<void> {
    const { bytes, fingerprint } = await this.codecs.schema(ref);
    sendCached(request, reply, {
      etag: `"${fingerprint}"`,
      contentType: 'application/x-protobuf',
      body: bytes,
      immutable: true,
    });
  }

  @Get('codecs/:ref/:message')
  @Describe('What reading the message takes: descriptors, index path, and where its rows go', {
    answer: 'CodecInfo',
  })
  async codec(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('ref') ref: string,
    @Param('message') message: string,
  ): Promise<void> {
    const answer = await this.codecs.codec(ref, message);
    // The table part may change, so clients ask again with the ETag.
    sendCached(request, reply, {
      etag: answer.etag,
      contentType: 'application/json; charset=utf-8',
      body: answer.body,
      immutable: false,
    });
  }

  @Get('codecs/:ref/:message/module.mjs')
  @Describe('The codec as an ES module: no dependency, no code from strings, the same bytes for ever', {
    produces: 'text/javascript',
  })
  async module(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('ref') ref: string,
    @Param('message') message: string,
  ): Promise<void> {
    const { parts, integrity } = await this.codecs.module(ref, message);
    const digest = integrity.slice('sha256-'.length);
    reply.header('repr-digest', `sha-256=:${digest}:`).header('x-integrity', integrity);
    const contentType = 'text/javascript; charset=utf-8';
    sendCached(request, reply, {
      etag: `"${integrity}"`,
      contentType,
      body: parts.join(''),
      immutable: true,
    });
  }

  @Get('codecs/:ref/:message/module.d.ts')
  @Describe("TypeScript declarations of the codec's module", { produces: 'text/plain' })
  async moduleTypes(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('ref') ref: string,
    @Param('message') message: string,
  ): Promise<void> {
    const { fingerprint, text } = await this.codecs.moduleTypes(ref, message);
    const contentType = 'text/plain; charset=utf-8';
    sendCached(request, reply, { etag: `"${fingerprint}-types"`, contentType, body: text, immutable: true });
  }

  @Get('messages')
  @Describe('Names of all event messages', { answer: 'ListResponse' })
  async messages(@Query('limit') limit?: string): Promise<registry.ListResponseJson> {
    return {
      items: await this.codecs.messages(integer('limit', limit, { min: 1, max: 10_000, default: 1_000 })),
      next: '',
    };
  }

  @Get('messages/:type')
  @Describe('The newest live version that has the event message', { answer: 'MessageInfo' })
  message(@Param('type') type: string): Promise<registry.MessageInfoJson> {
    return this.codecs.newestWithMessage(type);
  }
}
