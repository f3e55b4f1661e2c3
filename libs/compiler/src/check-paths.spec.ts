import { checkPaths } from './check-paths.js';

describe('checkPaths', () => {
  it.each([
    ['a.proto'],
    ['a/b/c.proto'],
    ['.proto'],
    ['a b/ü.proto'],
    ['...proto'],
    ['a/..b.proto'],
    ['__proto__/constructor.proto'],
    ['con/nul.proto'],
    [`${'x'.repeat(249)}.proto`],
    [`${'x/'.repeat(2_045)}.proto`],
  ])('takes %j', (path) => {
    expect(() => checkPaths([path])).not.toThrow();
  });

  it.each([
    ['', 'does not end in .proto'],
    ['a.txt', 'does not end in .proto'],
    ['a.proto/', 'does not end in .proto'],
    ['a.PROTO', 'does not end in .proto'],
    ['/etc/a.proto', 'not relative'],
    ['C:/a.proto', 'not relative'],
    ['c:a.proto', 'not relative'],
    ['../a.proto', 'an empty, "." or ".." segment'],
    ['a/../b.proto', 'an empty, "." or ".." segment'],
    ['./a.proto', 'an empty, "." or ".." segment'],
    ['a//b.proto', 'an empty, "." or ".." segment'],
    ['a\\b.proto', 'a backslash'],
    ['..\\a.proto', 'a backslash'],
    ['a\0.proto', 'a control character'],
    ['a\n.proto', 'a control character'],
    ['a\u0085.proto', 'a control character'],
    ['a\u2028.proto', 'a control character'],
    ['a\ud800.proto', 'not valid Unicode'],
    [`${'x'.repeat(250)}.proto`, 'a segment is longer than 255 bytes'],
    [`${'é'.repeat(125)}.proto`, 'a segment is longer than 255 bytes'],
    [`${'x/'.repeat(2_046)}.proto`, 'longer than 4096 bytes'],
  ])('refuses %j: %s', (path, problem) => {
    expect(() => checkPaths(['ok.proto', path])).toThrow(problem);
    expect(() => checkPaths([path])).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });

  it('refuses a path twice', () => {
    expect(() => checkPaths(['a.proto', 'b.proto', 'a.proto'])).toThrow('File "a.proto" is given twice');
  });

  it('refuses a path that is a file and a folder, whichever comes first', () => {
    const both = '"a/b.proto" is both a file and the folder of "a/b.proto/c.proto"';
    expect(() => checkPaths(['a/b.proto', 'a/b.proto/c.proto'])).toThrow(both);
    expect(() => checkPaths(['a/b.proto/c.proto', 'a/b.proto'])).toThrow(both);
    expect(() => checkPaths(['a/b.proto', 'a/b.protos/c.proto'])).not.toThrow();
  });

  it('shows no more than the start of a long path, and no control character', () => {
    expect(() => checkPaths([`\u001b[31m${'x'.repeat(4_000)}.proto`])).toThrow(
      /^File path "\\u001b\[31mx{115}…" is not/,
    );
  });

  it.each(['d/', '.proto/'])('is linear in the number of folders %s', (folder) => {
    const depth = Math.floor(4_000 / folder.length);
    const paths = Array.from({ length: 2_000 }, (_, index) => `${folder.repeat(depth)}${index}.proto`);
    const startedMs = performance.now();
    checkPaths(paths);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});
