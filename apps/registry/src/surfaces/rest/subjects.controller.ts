import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { Describe, RouteGroup } from '#libs/nest-kit';
import type { registry } from '#libs/gen';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { VERSION_STATES } from '../../core/entities/version.entity.js';
import { Policies } from '../../core/services/policies.service.js';
import { Publishing } from '../../core/services/publishing.service.js';
import { Subjects } from '../../core/services/subjects.service.js';
import { DEFAULT_CONTEXT, formatSubjectName } from '../../core/subject-name.js';
import { contextOf } from './request-context.js';
import { verdictJson } from './to-json.js';
import { PROPOSAL, flag, integer, validate } from './validate.js';
import { VersionFactsReader } from './version-facts.js';

const STATE = z.object({ state: z.enum(VERSION_STATES) });
const LABEL = z.object({
  version: z.union([z.number().int().positive(), z.string().max(250)]).default('latest'),
});

/** Subjects and their versions. */
@RouteGroup('subjects')
@Controller('api/v1/subjects')
export class SubjectsController {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(VersionFactsReader) private readonly facts: VersionFactsReader,
  ) {}

  @Get()
  @Describe('Names of subjects, in order, a page at a time', { answer: 'ListResponse' })
  async list(
    @Req() request: FastifyRequest,
    @Query() query: Record<string, string>,
  ): Promise<registry.ListResponseJson> {
    const limit = integer('limit', query['limit'], { min: 1, max: 1_000, default: 100 });
    const context = query['context'] ?? DEFAULT_CONTEXT;
    const names = await this.subjects.list(contextOf(request), {
      prefix: query['prefix'] ?? '',
      context,
      after: query['after'] ?? '',
      limit,
    });
    const last = names.length === limit ? (names.at(-1) ?? '') : '';
    return { items: names.map((name) => formatSubjectName({ context, name })), next: last };
  }

  @Get(':subject')
  @Describe('A subject: owner, latest version, labels', { answer: 'SubjectInfo' })
  async get(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
  ): Promise<registry.SubjectInfoJson> {
    const { subject, versions } = await this.subjects.listVersions(contextOf(request), name, {
      deleted: false,
    });
    const labels = await this.subjects.labels(subject);
    const { owner } = await this.policies.effective(subject);
    const latest = versions.findLast((version) => version.state !== 'DRAFT')?.version ?? 0;
    return {
      name: formatSubjectName(subject),
      owner,
      latest,
      labels: labels.map(({ name: label, version }) => ({ name: label, version })),
      createdAt: subject.createdAt,
    };
  }

  @Delete(':subject')
  @Describe('Deletes all versions; permanent=true removes softly deleted ones for good', {
    answer: 'DeleteResponse',
  })
  async remove(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Query('permanent') permanent?: string,
  ): Promise<registry.DeleteResponseJson> {
    const versions = await this.subjects.deleteSubject(contextOf(request), name, flag(permanent));
    return { versions, permanent: flag(permanent) };
  }

  @Post(':subject/versions')
  @Describe(
    'Publishes: 201 a new version, 200 the same content as a live one, 409 refused with the verdict',
    { body: 'PublishRequest', answer: 'PublishResponse' },
  )
  async publish(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('subject') name: string,
    @Body() body: unknown,
  ): Promise<void> {
    const published = await this.publishing.publish(contextOf(request), name, validate(PROPOSAL, body));
    const answer: registry.PublishResponseJson = {
      version: await this.facts.describePublished(published),
      created: published.created,
      verdict: verdictJson(published.verdict),
      plans: [...published.plans()],
    };
    await reply.status(published.created ? 201 : 200).send(answer);
  }

  @Get(':subject/versions')
  @Describe('Versions in order; deleted=true shows softly deleted ones too', { answer: 'VersionsResponse' })
  async versions(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Query('deleted') deleted?: string,
  ): Promise<registry.VersionsResponseJson> {
    const { subject, versions } = await this.subjects.listVersions(contextOf(request), name, {
      deleted: flag(deleted),
    });
    return { versions: await this.facts.describeAll(subject, versions) };
  }

  @Get(':subject/versions/:version')
  @Describe('A version by number, label or "latest", or the draft under a label', { answer: 'VersionInfo' })
  async version(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Query('deleted') deleted?: string,
  ): Promise<registry.VersionInfoJson> {
    const found = await this.subjects.version(contextOf(request), name, which, { deleted: flag(deleted) });
    return this.facts.describe(found.subject, found.version);
  }

  @Delete(':subject/versions/:version')
  @Describe('Deletes a version; permanent=true removes a softly deleted one for good. A draft goes at once', {
    answer: 'DeleteResponse',
  })
  async removeVersion(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Query('permanent') permanent?: string,
  ): Promise<registry.DeleteResponseJson> {
    const version = await this.subjects.deleteVersion(contextOf(request), name, which, flag(permanent));
    // A draft has no number, and goes for good at once.
    return version === 0
      ? { versions: [], permanent: true }
      : { versions: [version], permanent: flag(permanent) };
  }

  @Put(':subject/versions/:version/state')
  @Describe('Moves a version to DRAFT, ACTIVE, DEPRECATED, SUNSET or RETIRED', {
    body: 'StateRequest',
    answer: 'VersionInfo',
  })
  async setState(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Body() body: unknown,
  ): Promise<registry.VersionInfoJson> {
    const found = await this.subjects.setState(contextOf(request), name, which, validate(STATE, body).state);
    return this.facts.describe(found.subject, found.version);
  }

  @Get(':subject/drafts')
  @Describe('What checks kept under labels, by label: version 0, state DRAFT', { answer: 'VersionsResponse' })
  async drafts(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
  ): Promise<registry.VersionsResponseJson> {
    const { subject, drafts } = await this.subjects.listDrafts(contextOf(request), name);
    return { versions: await this.facts.describeAll(subject, drafts) };
  }

  @Get(':subject/labels')
  @Describe('Labels and the versions they are on', { answer: 'LabelsResponse' })
  async labels(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
  ): Promise<registry.LabelsResponseJson> {
    const labels = await this.subjects.labels(await this.subjects.get(contextOf(request), name));
    return { labels: labels.map((label) => ({ name: label.name, version: label.version })) };
  }

  @Put(':subject/labels/:label')
  @Describe('Puts a label on a version', { body: 'Label', answer: 'Label' })
  async setLabel(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('label') label: string,
    @Body() body: unknown,
  ): Promise<registry.LabelJson> {
    const found = await this.subjects.setLabel(
      contextOf(request),
      name,
      label,
      String(validate(LABEL, body ?? {}).version),
    );
    return { name: label, version: found.version.version };
  }

  @Delete(':subject/labels/:label')
  @Describe('Takes a label away')
  async removeLabel(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('subject') name: string,
    @Param('label') label: string,
  ): Promise<void> {
    await this.subjects.removeLabel(contextOf(request), name, label);
    await reply.status(204).send();
  }
}
