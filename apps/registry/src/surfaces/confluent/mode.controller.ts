import { Body, Delete, Get, Inject, Param, Put, Query as QueryParams } from '@nestjs/common';
import { ConfluentController } from './confluent-controller.js';
import { FAILURES } from './confluent-error.js';
import { Modes } from './modes.service.js';
import { flag, type PathParams, type Query } from './path.js';
import { readObject } from './request-body.js';
import { keyOf, scopeOf } from './scopes.js';

/** Whether writes are taken. */
@ConfluentController()
export class ModeController {
  constructor(@Inject(Modes) private readonly modes: Modes) {}

  @Get('mode')
  async global(@Param() params: PathParams): Promise<{ mode: string }> {
    return { mode: await this.modes.effective(scopeOf(params)) };
  }

  @Put('mode')
  setGlobal(
    @Param() params: PathParams,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<{ mode: string }> {
    return this.set(params, query, body);
  }

  @Delete('mode')
  async removeGlobal(@Param() params: PathParams, @QueryParams() query: Query): Promise<{ mode: string }> {
    const mode = await this.modes.effective(scopeOf(params));
    await this.modes.remove(scopeOf(params));
    if (flag(query, 'recursive')) await this.modes.removeBelow(scopeOf(params));
    return { mode };
  }

  @Get('mode/:subject')
  async subject(@Param() params: PathParams, @QueryParams() query: Query): Promise<{ mode: string }> {
    const scope = scopeOf(params);
    if (flag(query, 'defaultToGlobal')) return { mode: await this.modes.effective(scope) };
    const mode = await this.modes.own(scope);
    if (mode === null) throw FAILURES.noSubjectMode(keyOf(scope));
    return { mode };
  }

  @Put('mode/:subject')
  setSubject(
    @Param() params: PathParams,
    @QueryParams() query: Query,
    @Body() body: unknown,
  ): Promise<{ mode: string }> {
    return this.set(params, query, body);
  }

  @Delete('mode/:subject')
  async removeSubject(@Param() params: PathParams, @QueryParams() query: Query): Promise<{ mode: string }> {
    const scope = scopeOf(params);
    const mode = await this.modes.remove(scope);
    if (flag(query, 'recursive')) await this.modes.removeBelow(scope);
    if (mode === null) throw FAILURES.subjectNotFound(keyOf(scope));
    return { mode };
  }

  private async set(params: PathParams, query: Query, body: unknown): Promise<{ mode: string }> {
    return { mode: await this.modes.set(scopeOf(params), readObject(body)['mode'], flag(query, 'force')) };
  }
}
