import { isRegistryError } from '#libs/errors';
import { CONFIG } from './config-body.js';
import { validate } from './validate.js';

function problemOf(body: unknown): string {
  try {
    validate(CONFIG, body);
  } catch (error) {
    if (isRegistryError(error, 'BAD_REQUEST')) return error.message;
    throw error;
  }
  return '';
}

describe('CONFIG', () => {
  it.each([
    {},
    { profile: 'buf:WIRE_JSON' },
    { profile: 'confluent', encodings: ['binary', 'json', 'source'], jsonIgnoreUnknown: false },
    { buf: { use: ['FILE'], except: ['FIELD_SAME_TYPE'], ignore: ['a/b'], ignoreUnstablePackages: true } },
    { buf: { ignoreOnly: [{ rule: 'PACKAGE', paths: ['x.proto'] }] } },
    { waivers: [{ path: '#/p.M', reason: 'r', author: 'a', expires: '' }] },
  ])('takes %j', (body) => {
    expect(validate(CONFIG, body)).toEqual(body);
  });

  it.each([
    [{ profile: 'buf:ALL' }, ["Field 'profile'", "'buf:ALL'", 'protokoll, buf, buf:FILE', 'confluent']],
    [{ encodings: ['json', 'xml'] }, ["Field 'encodings.1'", "'xml'", 'binary, json, source']],
    [{ encodings: ['table'] }, ["'table'", 'binary, json, source']],
    [{ compatibility: 'SOMETIMES' }, ["'SOMETIMES'", 'NONE, BACKWARD, BACKWARD_TRANSITIVE']],
    [{ refuse: ['all'] }, ["'all'", 'break, lossy, presence, hygiene']],
    [{ dialects: ['oracle'] }, ["'oracle'", 'postgres']],
    [{ jsonIgnoreUnknown: 'yes' }, ["Field 'jsonIgnoreUnknown'", 'boolean']],
    [{ buf: { use: ['file'] } }, ["Field 'buf.use.0'", "'file'", 'FIELD_SAME_TYPE']],
    [{ buf: { ignoreOnly: [{ rule: '', paths: [] }] } }, ["Field 'buf.ignoreOnly.0.rule'", "''"]],
    [{ buf: { using: [] } }, ["Field 'buf'", 'using']],
    [{ profile: 7 }, ["'7'"]],
    [{ waivers: [{ reason: '', author: 'a' }] }, ["Field 'waivers.0.reason'", 'say why']],
    [{ profile: 'x'.repeat(10_000) }, ["'xxx"]],
  ])('refuses %j, naming the value and what is allowed', (body, parts) => {
    const problem = problemOf(body);
    for (const part of parts) expect(problem).toContain(part);
    expect(problem.length).toBeLessThan(500);
  });
});
