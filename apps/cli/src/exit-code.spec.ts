import { ERRORS, RegistryError, type ErrorCode } from '#libs/errors';
import { EXIT, exitCodeOf } from './exit-code.js';

describe('exitCodeOf', () => {
  it.each([
    ['SCHEMA_INCOMPATIBLE', EXIT.refused],
    ['SCHEMA_INVALID', EXIT.doesNotCompile],
    ['SCHEMA_TOO_LARGE', EXIT.doesNotCompile],
    ['COMPILE_TIMEOUT', EXIT.doesNotCompile],
    ['BAD_REQUEST', EXIT.usage],
    ['SUBJECT_NOT_FOUND', EXIT.usage],
    ['REGISTRY_UNREACHABLE', EXIT.unreachable],
    ['DATABASE_UNAVAILABLE', EXIT.unreachable],
    ['OVERLOADED', EXIT.unreachable],
    ['INTERNAL', EXIT.unreachable],
    ['COMPILER_FAILED', EXIT.unreachable],
    ['GIT_FAILED', EXIT.unreachable],
  ] as const)('%s ends with %i', (code, exitCode) => {
    expect(exitCodeOf(new RegistryError(code))).toBe(exitCode);
  });

  it.each(Object.keys(ERRORS) as ErrorCode[])('%s ends with a code that is documented', (code) => {
    expect([1, 2, 3, 4]).toContain(exitCodeOf(new RegistryError(code)));
  });

  it('tells the system’s errors from mistakes of this program', () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', syscall: 'open' });
    expect([exitCodeOf(denied), exitCodeOf(new TypeError('x')), exitCodeOf('x')]).toEqual([4, 70, 70]);
  });
});
