import { explain } from './explain.js';

const KNOWN = new Set(['acme/v1/money.proto', 'acme/v2/money.proto', 'other.proto']);
const missing = (source: string): string => explain('imported file does not exist', source, KNOWN).message;

describe('explain', () => {
  it.each([
    ['import "a/b.proto";', 'a/b.proto'],
    ['import public "a/b.proto";', 'a/b.proto'],
    ["import weak 'a/b.proto'", 'a/b.proto'],
    ['import"a/b.proto"', 'a/b.proto'],
  ])('reads which file %s wants', (source, path) => {
    expect(missing(source)).toBe(
      `imported file "${path}" does not exist; add the file, or add a reference named "${path}" to the subject and version that hold it`,
    );
  });

  it('offers a file of the same name, the first of several, and no file whose name only ends alike', () => {
    expect(missing('import "money.proto";')).toContain('did you mean "acme/v1/money.proto"?');
    expect(missing('import "x/other.proto";')).toContain('did you mean "other.proto"?');
    expect(missing('import "her.proto";')).toContain('add the file');
  });

  it('leaves what it can not read', () => {
    expect(explain('imported file does not exist', '?', KNOWN)).toEqual({
      ruleId: 'COMPILE',
      message: 'imported file does not exist',
    });
  });

  it('tells kinds apart', () => {
    const ruleOf = (message: string): string => explain(message, '', KNOWN).ruleId;
    expect(ruleOf('detected cyclic import while importing "a.proto"')).toBe('IMPORT_CYCLE');
    expect(ruleOf('input appears to be encoded with UTF-8, but found invalid byte')).toBe('INVALID_TEXT');
    expect(ruleOf('cannot find `A` in this scope')).toBe('COMPILE');
  });
});
