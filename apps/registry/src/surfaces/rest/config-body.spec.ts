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
    [{ buf: { use: ['file'] } }, ["Field 'buf.use.0'", "'file'", 'FILE, PACKAGE, CSR, WIRE_JSON, WIRE']],
    [
      { buf: { except: ['FIELD_SAME_TASTE'] } },
      ["Field 'buf.except.0'", "'FIELD_SAME_TASTE'", 'docs/reference/rules.md'],
    ],
    [{ buf: { use: ['__proto__'] } }, ["'__proto__'"]],
    [{ buf: { ignoreOnly: [{ rule: '', paths: [] }] } }, ["Field 'buf.ignoreOnly.0.rule'", "''"]],
    [{ buf: { using: [] } }, ["Field 'buf'", 'using']],
    [{ profile: 7 }, ["'7'"]],
    [{ waivers: [{ reason: '', author: 'a' }] }, ["Field 'waivers.0.reason'", 'say why']],
  ])('refuses %j, naming the value and what is allowed', (body, parts) => {
    const problem = problemOf(body);
    for (const part of parts) expect(problem).toContain(part);
  });

  it('quotes no more of a value than a sentence takes', () => {
    const problem = problemOf({ profile: 'x'.repeat(10_000) });
    expect(problem).toContain("'xxx");
    expect(problem.length).toBeLessThan(500);
  });
});
