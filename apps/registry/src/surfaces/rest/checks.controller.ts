import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { Describe, RouteGroup } from '#libs/nest-kit';
import { RegistryError, toProblem } from '#libs/errors';
import type { registry } from '#libs/gen';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Checking, type Checked } from '../../core/services/checking.service.js';
import { contextOf } from './request-context.js';
import { verdictJson } from './to-json.js';
import { BATCH_CHECK, CHECK, validate } from './validate.js';
import { VersionFactsReader } from './version-facts.js';

/**
 * Checks for CI: the same question gives the same answer, and nothing is stored but the draft that was asked for. A finding has
 * the members that `protokoll check --format json` prints; `before`, `after`, `witness` and `waiver` are left out where they are
 * null there. A batch has at most `MAX_CHECK_SUBJECTS` subjects, each once, in a body of at most `BODY_LIMIT_BYTES`; its verdict
 * is `invalid` when some subject could not be checked. A draft is read and removed at `/subjects/{s}/versions/{label}`; it has no
 * number and no id, nothing is judged against it, and a subject has at most `MAX_DRAFTS`. Other limits are `MAX_SCHEMA_FILES`,
 * `MAX_SCHEMA_BYTES`, `MAX_SCHEMA_FILE_BYTES`, `MAX_SCHEMA_NESTING`, `MAX_IMAGE_BYTES`, `COMPILE_TIMEOUT_MS`,
 * `MAX_HISTORY_BYTES` and `MAX_MESSAGE_PAIRS`, see [settings](config.md); fixed are 1 000 references, 1 000 versions that they draw in, 4 096 characters
 * of a path or subject, 10 000 of author and reason, 250 of a label, and 256 tries for one witness.
 */
@RouteGroup('checks')
@Controller('api/v1')
export class ChecksController {
  constructor(
    @Inject(Checking) private readonly checking: Checking,
    @Inject(VersionFactsReader) private readonly facts: VersionFactsReader,
  ) {}

  @Post('subjects/:subject/check')
  @Describe(
    'What publishing would come to: verdict and table plans. Stores nothing but the draft that draftLabel asks for',
    { body: 'CheckRequest', answer: 'CheckResponse' },
  )
  async check(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('subject') subject: string,
    @Body() body: unknown,
  ): Promise<void> {
    const { draftLabel, ...proposal } = validate(CHECK, body);
    const checked = await this.checking.check(
      contextOf(request),
      subject,
      { ...proposal, labels: [] },
      orNull(draftLabel),
    );
    await reply.status(200).send(await this.answer(checked));
  }

  @Post('check')
  @Describe(
    'Checks several subjects, each with its files: one answer for each, in their order. One that does not compile hides no other',
    { body: 'BatchCheckRequest', answer: 'BatchCheckResponse' },
  )
  async checkAll(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() body: unknown,
  ): Promise<void> {
    const { checks, draftLabel, ...occasion } = validate(BATCH_CHECK, body);
    const proposals = checks.map(({ subject, ...content }) => ({
      subject,
      proposal: { ...content, ...occasion, labels: [] },
    }));
    const outcomes = await this.checking.checkAll(contextOf(request), proposals, orNull(draftLabel));
    const results: registry.SubjectCheckResultJson[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      const { subject } = proposals[index]!;
      results.push(
        outcome instanceof RegistryError
          ? { subject, problem: toProblem(outcome) as registry.ProblemJson }
          : { subject, check: await this.answer(outcome) },
      );
    }
    await reply
      .status(200)
      .send({ verdict: verdictOf(results), results } satisfies registry.BatchCheckResponseJson);
  }

  private async answer(checked: Checked): Promise<registry.CheckResponseJson> {
    const { verdict, fingerprint, existing, plans, draft } = checked;
    return {
      verdict: verdictJson(verdict),
      fingerprint,
      existingVersion: existing?.version ?? 0,
      plans: [...plans],
      ...(draft === null ? {} : { draft: await this.facts.describe(draft.subject, draft.version) }),
    };
  }
}

/** What could not be checked weighs most: the answer on the rest is not the whole one. */
function verdictOf(results: readonly registry.SubjectCheckResultJson[]): string {
  if (results.some((result) => result.problem !== undefined)) return 'invalid';
  const incompatible = results.some((result) => result.check?.verdict?.verdict === 'incompatible');
  return incompatible ? 'incompatible' : 'compatible';
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}
