import type { registry } from '#libs/gen';
import { ClientStage } from '../test/client-stage.js';

const FILES = [{ path: 'a.proto', content: 'syntax = "proto3";' }];

let stage: ClientStage;
beforeEach(async () => {
  stage = new ClientStage();
  await stage.server.start();
});
afterEach(() => stage.close());

describe('check', () => {
  it('asks for one subject, whatever its name', async () => {
    const answer: registry.CheckResponseJson = {
      verdict: { verdict: 'compatible', level: 'BACKWARD', versions: [1], findings: [] },
      fingerprint: 'f'.repeat(64),
      existingVersion: 0,
      plans: [],
    };
    stage.server.always(200, answer);
    const check = { files: FILES, draftLabel: 'pr-1' };
    expect(await stage.client().check('team/a b', check)).toEqual(answer);
    expect(stage.server.requests).toEqual(['/api/v1/subjects/team%2Fa%20b/check']);
    expect(stage.server.bodies).toEqual([JSON.stringify(check)]);
  });

  it('throws what does not compile, with its diagnostics', async () => {
    const diagnostics = [{ file: 'a.proto', line: 1, column: 1 }];
    stage.server.always(422, { code: 'SCHEMA_INVALID', detail: 'x', diagnostics });
    await expect(stage.client().check('s', { files: FILES })).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      details: { diagnostics },
    });
  });
});

describe('checkAll', () => {
  it('asks for several subjects at once', async () => {
    const answer: registry.BatchCheckResponseJson = {
      verdict: 'invalid',
      results: [
        { subject: 'b', problem: { code: 'SCHEMA_INVALID' } },
        { subject: 'a', check: { fingerprint: 'f'.repeat(64) } },
      ],
    };
    stage.server.always(200, answer);
    const batch = { checks: ['b', 'a'].map((subject) => ({ subject, files: FILES })) };
    expect(await stage.client().checkAll(batch)).toEqual(answer);
    expect(stage.server.requests).toEqual(['/api/v1/check']);
    expect(stage.server.bodies).toEqual([JSON.stringify(batch)]);
  });

  it('throws a refusal of the whole batch', async () => {
    stage.server.always(413, { code: 'TOO_MANY_SUBJECTS', detail: 'too many' });
    await expect(stage.client().checkAll({ checks: [] })).rejects.toMatchObject({
      code: 'TOO_MANY_SUBJECTS',
      message: 'too many',
    });
  });
});
