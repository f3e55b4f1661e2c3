import { Body, Delete, Get, Inject, Param, Put, Query as QueryParams, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ConfluentController } from './confluent-controller.js';
import { FAILURES } from './confluent-error.js';
import { Configs, type ConfigJson } from './configs.service.js';
import { Modes } from './modes.service.js';
import { contextOf, flag, type PathParams, type Query } from './path.js';
import { readObject } from './request-body.js';
import { keyOf, scopeOf } from './scopes.js';

/** What is demanded of changes. */
@ConfluentController()
export class ConfigController {
  constructor(
    @Inject(Configs) private readonly configs: Configs,
    @Inject(Modes) private readonly modes: Modes,
  ) {}

  @Get('config')
  global(@Param() params: PathParams): Promise<ConfigJson> {
    return this.configs.effective(scopeOf(params));
  }

  @Put('config')
  setGlobal(
    @Req() request: FastifyRequest,
    @Param() params: PathParams,
    @Body() body: unknown,
  ): Promise<ConfigJson> {
    return this.set(request, params, body);
  }

  @Delete('config')
  async removeGlobal(@Req() request: FastifyRequest, @Param() params: PathParams): Promise<ConfigJson> {
    const scope = scopeOf(params);
    await this.modes.checkScope(scope);
    const before = await this.configs.effective(scope);
    await this.configs.remove(contextOf(request), scope);
    return before;
  }

  @Get('config/:subject')
  async subject(@Param() params: PathParams, @QueryParams() query: Query): Promise<ConfigJson> {
    const scope = scopeOf(params);
    if (flag(query, 'defaultToGlobal') || scope.kind === 'global') return this.configs.effective(scope);
    const own = await this.configs.own(scope);
    if (own === null) throw FAILURES.noSubjectConfig(keyOf(scope));
    return own;
  }

  @Put('config/:subject')
  setSubject(
    @Req() request: FastifyRequest,
    @Param() params: PathParams,
    @Body() body: unknown,
  ): Promise<ConfigJson> {
    return this.set(request, params, body);
  }

  @Delete('config/:subject')
  async removeSubject(@Req() request: FastifyRequest, @Param() params: PathParams): Promise<ConfigJson> {
    const scope = scopeOf(params);
    await this.modes.checkScope(scope);
    const before = await this.configs.remove(contextOf(request), scope);
    if (before === null) throw FAILURES.subjectNotFound(keyOf(scope));
    return before;
  }

  private async set(request: FastifyRequest, params: PathParams, body: unknown): Promise<ConfigJson> {
    const scope = scopeOf(params);
    const wanted = readObject(body);
    await this.modes.checkScope(scope);
    return this.configs.set(contextOf(request), scope, wanted);
  }
}
