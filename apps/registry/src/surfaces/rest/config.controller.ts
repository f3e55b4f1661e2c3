import { Body, Controller, Delete, Get, Inject, Param, Put, Req, Res } from '@nestjs/common';
import { Describe, RouteGroup } from '#libs/nest-kit';
import type { registry } from '#libs/gen';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { configOfPolicy } from '../../core/policy-of-config.js';
import { Policies, type ConfigScope, type EffectiveConfig } from '../../core/services/policies.service.js';
import { parseSubjectName } from '../../core/subject-name.js';
import { CONFIG } from './config-body.js';
import { contextOf } from './request-context.js';
import { validate } from './validate.js';

/** What decides over changes: for all, for a context (`:.ctx:`), for a subject. */
@RouteGroup('config')
@Controller('api/v1/config')
export class ConfigController {
  constructor(@Inject(Policies) private readonly policies: Policies) {}

  @Get()
  @Describe('Global settings, defaults filled in', { answer: 'Config' })
  async global(): Promise<registry.ConfigJson> {
    return (await this.policies.get({ kind: 'global' })) ?? {};
  }

  @Put()
  @Describe('Replaces the global settings', { body: 'Config', answer: 'Config' })
  setGlobal(@Req() request: FastifyRequest, @Body() body: unknown): Promise<registry.ConfigJson> {
    return this.set(request, { kind: 'global' }, body);
  }

  @Delete()
  @Describe('Goes back to the defaults')
  removeGlobal(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.remove(request, reply, { kind: 'global' });
  }

  @Get(':subject')
  @Describe('What holds for a subject: its own settings over its context over the global ones', {
    answer: 'Config',
  })
  async subject(@Param('subject') name: string): Promise<registry.ConfigJson> {
    const scope = scopeOf(name);
    return scope.kind === 'subject'
      ? effectiveJson(await this.policies.effective(scope.subject))
      : ((await this.policies.get(scope)) ?? {});
  }

  @Put(':subject')
  @Describe("Replaces the subject's or context's own settings", { body: 'Config', answer: 'Config' })
  setSubject(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Body() body: unknown,
  ): Promise<registry.ConfigJson> {
    return this.set(request, scopeOf(name), body);
  }

  @Delete(':subject')
  @Describe("Removes the subject's or context's own settings")
  removeSubject(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('subject') name: string,
  ): Promise<void> {
    return this.remove(request, reply, scopeOf(name));
  }

  private async set(
    request: FastifyRequest,
    scope: ConfigScope,
    body: unknown,
  ): Promise<registry.ConfigJson> {
    const config = validate(CONFIG, body) as registry.ConfigJson;
    await this.policies.set(contextOf(request), scope, config);
    return config;
  }

  private async remove(request: FastifyRequest, reply: FastifyReply, scope: ConfigScope): Promise<void> {
    await this.policies.remove(contextOf(request), scope);
    await reply.status(204).send();
  }
}

function scopeOf(name: string): ConfigScope {
  const context = /^:(\.[^:]*):$/u.exec(name)?.[1];
  return context === undefined
    ? { kind: 'subject', subject: parseSubjectName(name) }
    : { kind: 'context', context };
}

function effectiveJson(config: EffectiveConfig): registry.ConfigJson {
  return {
    ...configOfPolicy(config.policy),
    tables: [...config.tables],
    dialects: [...config.dialects],
    owner: config.owner,
  };
}
