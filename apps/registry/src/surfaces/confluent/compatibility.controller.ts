import { Body, Inject, Param, Post, Query as QueryParams } from '@nestjs/common';
import type { SubjectName } from '../../core/subject-name.js';
import { Candidates } from './candidates.service.js';
import { ConfluentController } from './confluent-controller.js';
import { Judgements, type Judgement } from './judgements.service.js';
import { flag, subjectOf, versionOf, type PathParams, type Query } from './path.js';
import { Reading } from './reading.service.js';
import { readRegistration, type RegistrationBody } from './request-body.js';
import { invalidSchemaOf, tellingSchema } from './tell-schema.js';

/** A verdict; `messages` only to those that ask. */
export interface VerdictJson {
  readonly is_compatible: boolean;
  readonly messages?: readonly string[];
}

interface Asked {
  readonly verbose: boolean;
  readonly normalize: boolean;
}

function askedOf(query: Query): Asked {
  return { verbose: flag(query, 'verbose'), normalize: flag(query, 'normalize') };
}

/** Says whether a schema may be registered. */
@ConfluentController()
export class CompatibilityController {
  constructor(
    @Inject(Candidates) private readonly candidates: Candidates,
    @Inject(Judgements) private readonly judgements: Judgements,
    @Inject(Reading) private readonly reading: Reading,
  ) {}

  @Post('compatibility/subjects/:subject/versions/:version')
  async withVersion(
    @Param() params: PathParams,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<VerdictJson> {
    const subject = subjectOf(params);
    const which = versionOf(params.version ?? '');
    const registration = readRegistration(body);
    const only = which === 'latest' ? await this.reading.latest(subject) : which;
    if (which !== 'latest') await this.reading.checkVersion(subject, which);
    return this.verdict(subject, registration, only, askedOf(query));
  }

  @Post('compatibility/subjects/:subject/versions')
  withAll(
    @Param() params: PathParams,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<VerdictJson> {
    return this.verdict(subjectOf(params), readRegistration(body), null, askedOf(query));
  }

  private async verdict(
    subject: SubjectName,
    body: RegistrationBody,
    only: number | null,
    { verbose, normalize }: Asked,
  ): Promise<VerdictJson> {
    try {
      const { compatible, messages } = await tellingSchema(subject, body, () =>
        this.judge(subject, body, only, normalize),
      );
      return { is_compatible: compatible, ...(verbose ? { messages } : {}) };
    } catch (error) {
      const problem = invalidSchemaOf(error);
      if (!verbose || problem === null) throw error;
      return { is_compatible: false, messages: [problem] };
    }
  }

  private async judge(
    subject: SubjectName,
    body: RegistrationBody,
    only: number | null,
    normalize: boolean,
  ): Promise<Judgement> {
    const proposal = await this.candidates.propose(subject, body, { normalize });
    return this.judgements.judge(subject, await this.candidates.complete(subject, body, proposal), only);
  }
}
