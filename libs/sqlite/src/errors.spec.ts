import { withCodes } from './errors.js';

function failing(errcode: unknown): () => never {
  return () => {
    throw Object.assign(new Error('engine'), { errcode });
  };
}

describe('withCodes', () => {
  it.each([
    [5, 'SQLITE_BUSY'],
    [13, 'SQLITE_FULL'],
    [18, 'SQLITE_TOOBIG'],
    [20, 'SQLITE_MISMATCH'],
    [2067, 'SQLITE_CONSTRAINT_UNIQUE'],
    // An extended code that is not told apart has the name of its primary one: SQLITE_IOERR_FSYNC, SQLITE_BUSY_RECOVERY.
    [1034, 'SQLITE_IOERR'],
    [261, 'SQLITE_BUSY'],
    [1, 'SQLITE_ERROR'],
    [9999, 'SQLITE_ERROR'],
  ])('names result code %d %s', (errcode, code) => {
    expect(() => withCodes(failing(errcode))).toThrow(expect.objectContaining({ code }));
  });

  it('leaves what is not from SQLite alone', () => {
    const error = Object.assign(new TypeError('no'), { code: 'ERR_INVALID_ARG_TYPE' });
    expect(() =>
      withCodes(() => {
        throw error;
      }),
    ).toThrow(error);
    expect(error.code).toBe('ERR_INVALID_ARG_TYPE');
    expect(() => withCodes(failing('5'))).toThrow(expect.not.objectContaining({ code: expect.anything() }));
  });

  it('answers what the work answers', () => {
    expect(withCodes(() => 7)).toBe(7);
  });
});
