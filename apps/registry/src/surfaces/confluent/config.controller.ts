import { Body, Delete, Get, Inject, Param, Put, Query as QueryParams, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ConfluentController } from './confluent-controller.js';
import { FAILURES } from './confluent-error.js';
import { Configs, type ConfigJson } from './configs.service.js';
import { contextOf, flag, type PathParams, type Query } from './path.js';
import { readObject } from './request-body.js';
import { keyOf, scopeOf } from './scopes.js';

/** What is demanded of changes. */
@ConfluentController()
export class ConfigController {
  constructor(@Inject(Configs) private readonly configs: Configs) {}

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
    return this.configs.set(contextOf(request), scopeOf(params), readObject(body));
  }

  @Delete('config')
  async removeGlobal(@Req() request: FastifyRequest, @Param() params: PathParams): Promise<ConfigJson> {
    const before = await this.configs.effective(scopeOf(params));
    await this.configs.remove(contextOf(request), scopeOf(params));
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
    return this.configs.set(contextOf(request), scopeOf(params), readObject(body));
  }

  @Delete('config/:subject')
  async removeSubject(@Req() request: FastifyRequest, @Param() params: PathParams): Promise<ConfigJson> {
    const scope = scopeOf(params);
    const before = await this.configs.remove(contextOf(request), scope);
    if (before === null) throw FAILURES.subjectNotFound(keyOf(scope));
    return before;
  }
}
