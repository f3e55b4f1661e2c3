import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RegistryError } from '#libs/errors';
import { z } from 'zod';
import { Health, Metrics, NestKitModule, createApp, readConfig } from './index.js';

@Controller()
class ProbeController {
  @Post('echo')
  echo(@Body() body: unknown): object {
    return { buffer: Buffer.isBuffer(body), body: Buffer.isBuffer(body) ? body.toString('hex') : body };
  }

  @Get('missing')
  missing(): never {
    throw new RegistryError('SUBJECT_NOT_FOUND', { subject: 'clicks' });
  }

  @Get('broken')
  broken(): never {
    throw new TypeError('secret detail');
  }

  @Get('full')
  full(): never {
    throw new RegistryError('LOG_FULL', { size: 1, retryAfterSeconds: 7 });
  }
}

@Module({ imports: [NestKitModule], controllers: [ProbeController] })
class ProbeModule {}

describe('createApp', () => {
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    app = await createApp(ProbeModule, { logLevel: 'silent', bodyLimitBytes: 1_000 });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  const post = (body: string | Uint8Array<ArrayBuffer>, type?: string): Promise<Response> =>
    fetch(`${url}/echo`, {
      method: 'POST',
      body,
      headers: type === undefined ? {} : { 'content-type': type },
    });

  it('parses JSON', async () => {
    expect(await (await post('{"a":1}', 'application/json')).json()).toEqual({
      buffer: false,
      body: { a: 1 },
    });
  });

  it.each([
    ['application/x-protobuf'],
    ['application/octet-stream'],
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    [undefined],
  ])('gives a Buffer for %s', async (type) => {
    expect(await (await post(new Uint8Array([1, 255]), type)).json()).toEqual({
      buffer: true,
      body: '01ff',
    });
  });

  it('drops __proto__ from JSON', async () => {
    const answer = await post('{"__proto__":{"admin":true},"a":1}', 'application/json');
    expect(await answer.json()).toEqual({ buffer: false, body: { a: 1 } });
  });

  it('answers a RegistryError as problem details', async () => {
    const answer = await fetch(`${url}/missing`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'SUBJECT_NOT_FOUND', status: 404 });
  });

  it('says how long to wait', async () => {
    const answer = await fetch(`${url}/full`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
  });

  it('keeps the details of a bug to itself', async () => {
    const answer = await fetch(`${url}/broken`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret detail');
  });

  it('answers unknown routes, malformed JSON and large bodies with their codes', async () => {
    expect(await (await fetch(`${url}/nowhere`)).json()).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    expect(await (await post('{"a":', 'application/json')).json()).toMatchObject({
      code: 'BAD_REQUEST',
      status: 400,
    });
    expect(await (await post('x'.repeat(2_000), 'text/plain')).json()).toMatchObject({
      code: 'BODY_TOO_LARGE',
      status: 413,
    });
  });

  it('is alive, and ready only while every probe is well', async () => {
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
    const health = app.get(Health);
    health.register('disk', () => undefined);
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    health.register('disk', () => Promise.reject(new Error('full')));
    const answer = await fetch(`${url}/ready`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: 'not ready', probes: [{ name: 'disk', problem: 'full' }] });
  });

  it('exposes metrics, one per name', async () => {
    const metrics = app.get(Metrics);
    metrics.counter('test_total', 'A test', ['kind']).inc({ kind: 'a' });
    metrics.counter('test_total', 'A test', ['kind']).inc({ kind: 'a' });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('test_total{kind="a"} 2');
  });
});

describe('readConfig', () => {
  const schema = z.object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(8_081),
    NAME: z.string().default('x'),
  });

  it('has defaults, and takes an empty value for none', () => {
    expect(readConfig(schema, { PORT: '' })).toEqual({ PORT: 8_081, NAME: 'x' });
  });

  it('lets the environment win over the file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'protokoll.yaml');
    writeFileSync(file, 'PORT: 1000\nNAME: file\n');
    expect(readConfig(schema, { PROTOKOLL_CONFIG: file, PORT: '2000' })).toEqual({
      PORT: 2_000,
      NAME: 'file',
    });
  });

  it('names the setting that is wrong', () => {
    expect(() => readConfig(schema, { PORT: 'abc' })).toThrow(/Setting 'PORT' is 'abc'/);
    expect(() => readConfig(schema, { PROTOKOLL_CONFIG: '/nowhere.yaml' })).toThrow(/PROTOKOLL_CONFIG/);
  });

  it('does not show secrets', () => {
    const secret = z.object({ WRITE_KEY: z.string().max(3) });
    expect(() => readConfig(secret, { WRITE_KEY: 'hunter2' })).toThrow(/'\*\*\*'/);
  });
});
