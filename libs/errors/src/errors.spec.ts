import { ERRORS, RegistryError, isRegistryError, toProblem, type ErrorCode } from './index.js';

describe('RegistryError', () => {
  it('fills the places of its template', () => {
    const error = new RegistryError('VERSION_NOT_FOUND', { subject: 'clicks', version: 7 });
    expect(error.message).toContain("Subject 'clicks' has no version '7'");
  });

  it('leaves a place standing when its value is missing, and does not read inherited names', () => {
    expect(new RegistryError('BAD_REQUEST').message).toBe('{problem}');
    expect(new RegistryError('BAD_REQUEST', { problem: '{constructor}' }).message).toBe('{constructor}');
  });

  it('keeps its cause', () => {
    const cause = new Error('disk');
    expect(new RegistryError('INTERNAL', {}, { cause }).cause).toBe(cause);
  });

  it('is told apart by code', () => {
    const error = new RegistryError('CONFLICT', { problem: 'x' });
    expect(isRegistryError(error)).toBe(true);
    expect(isRegistryError(error, 'CONFLICT')).toBe(true);
    expect(isRegistryError(error, 'INTERNAL')).toBe(false);
    expect(isRegistryError(new Error('x'))).toBe(false);
  });
});

describe('toProblem', () => {
  it('has the members of RFC 9457, the code and the details', () => {
    const error = new RegistryError('SCHEMA_INVALID', { problem: 'x' }, { details: { diagnostics: [1] } });
    expect(toProblem(error)).toEqual({
      type: '/docs/errors#schema-invalid',
      title: 'Schema invalid',
      status: 422,
      detail: 'The schema does not compile: x',
      code: 'SCHEMA_INVALID',
      diagnostics: [1],
    });
  });

  it('details can not overrule the standard members', () => {
    const error = new RegistryError('BAD_REQUEST', { problem: 'x' }, { details: { status: 200, code: 'Y' } });
    expect(toProblem(error)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });
});

describe('the table', () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])('%s has a real status and says something', (code) => {
    const row = ERRORS[code];
    expect(row.http).toBeGreaterThanOrEqual(400);
    expect(row.http).toBeLessThan(600);
    expect(row.message.length).toBeGreaterThan(8);
  });
});
