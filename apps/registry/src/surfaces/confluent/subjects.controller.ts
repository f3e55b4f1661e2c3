import { Body, Delete, Get, Inject, Param, Post, Query as QueryParams, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Listing } from '../../core/services/listing.service.js';
import { formatSubjectName, type SubjectName } from '../../core/subject-name.js';
import { ConfluentController } from './confluent-controller.js';
import { Describing, tellingOf, type SchemaJson } from './describing.service.js';
import { contextOf, flag, pageOf, subjectOf, type PathParams, type Query } from './path.js';
import { prefixOf } from './prefix.js';
import { Erasing } from './erasing.service.js';
import { LookingUp } from './looking-up.service.js';
import { livenessOf } from './reading.service.js';
import { Registering } from './registering.service.js';
import { readRegistration } from './request-body.js';
import { tellingSchema } from './tell-schema.js';
import { StreamedList } from './streamed-list.js';

/** Subjects: listed, registered to, looked up in, deleted. */
@ConfluentController()
export class SubjectsController {
  constructor(
    @Inject(Listing) private readonly listing: Listing,
    @Inject(Registering) private readonly registering: Registering,
    @Inject(Erasing) private readonly erasing: Erasing,
    @Inject(Describing) private readonly describing: Describing,
    @Inject(LookingUp) private readonly lookingUp: LookingUp,
  ) {}

  @Get('subjects')
  list(@Param() params: PathParams, @QueryParams() query: Query): StreamedList {
    const scope = { ...prefixOf(params, query), liveness: livenessOf(query) };
    return new StreamedList(namesOf(this.listing.subjects({ ...scope, ...pageOf(query) })));
  }

  @Post('subjects/:subject')
  async lookUp(
    @Param() params: PathParams,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<SchemaJson> {
    const subject = subjectOf(params);
    const registration = readRegistration(body);
    const how = { liveness: livenessOf(query), normalize: flag(query, 'normalize') };
    const version = await tellingSchema(subject, registration, () =>
      this.lookingUp.find(subject, registration, how),
    );
    return this.describing.schema(version, tellingOf(query));
  }

  @Delete('subjects/:subject')
  remove(
    @Req() request: FastifyRequest,
    @Param() params: PathParams,
    @QueryParams() query: Query,
  ): Promise<number[]> {
    return this.erasing.subject(contextOf(request), subjectOf(params), flag(query, 'permanent'));
  }

  @Post('subjects/:subject/versions')
  async register(
    @Req() request: FastifyRequest,
    @Param() params: PathParams,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<SchemaJson> {
    const registration = readRegistration(body);
    const subject = subjectOf(params);
    const how = { force: flag(query, 'force'), normalize: flag(query, 'normalize') };
    const version = await tellingSchema(subject, registration, () =>
      this.registering.register(contextOf(request), subject, registration, how),
    );
    await this.erasing.replaced(contextOf(request), subject, version);
    const { subject: _subject, ...answer } = await this.describing.schema(version, tellingOf(query));
    return answer;
  }
}

async function* namesOf(pages: AsyncIterable<readonly SubjectName[]>): AsyncGenerator<string[]> {
  for await (const page of pages) yield page.map(formatSubjectName);
}
