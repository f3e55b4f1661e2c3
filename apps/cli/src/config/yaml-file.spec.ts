import { z } from 'zod';
import { didYouMean } from './did-you-mean.js';
import { parseYaml, readYaml } from './yaml-file.js';

const SCHEMA = z.strictObject({
  name: z.string({ error: 'a text is expected' }),
  list: z.array(z.strictObject({ size: z.number({ error: 'a number is expected' }) })).optional(),
});
const problemOf = (text: string): string => {
  try {
    parseYaml(text, 'x.yaml', SCHEMA);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('parseYaml', () => {
  it('reads values and knows where they stand', () => {
    const { value, lineOf } = parseYaml(
      '# first\nname: a\nlist:\n  - size: 1\n  -\n    size: 2\n',
      'x',
      SCHEMA,
    );
    expect(value).toEqual({ name: 'a', list: [{ size: 1 }, { size: 2 }] });
    expect(lineOf(['name'])).toBe(2);
    expect(lineOf(['list', 1, 'size'])).toBe(6);
    expect(lineOf(['list', 1, 'none'])).toBe(6);
    expect(lineOf(['none'])).toBe(2);
    expect(lineOf([])).toBe(2);
  });

  it.each([
    ['a wrong value', 'name: a\nlist:\n  - size: x\n', 'x.yaml:3: list[0].size: a number is expected.'],
    ['a key that is not known', 'name: a\nlsit: []\n', "x.yaml:2: 'lsit' is no key; did you mean 'list'."],
    [
      'one deeper',
      'name: a\nlist:\n  - size: 1\n    q: 2\n',
      "x.yaml:4: 'q' is no key of list[0]; there are size.",
    ],
    ['what lacks', '\nlist: []\n', 'x.yaml:2: name: a text is expected.'],
    ['an empty file', '', 'x.yaml:1: name: a text is expected.'],
    ['another form', '- a\n', 'x.yaml:1: the file: Invalid input: expected object, received array.'],
    ['a key twice', 'name: a\nname: b\n', 'x.yaml:2: Map keys must be unique.'],
    [
      'bad syntax',
      'name: [a\n',
      'x.yaml:2: Flow sequence in block collection must be sufficiently indented and end with a ].',
    ],
    [
      'a name of JavaScript',
      'name: a\n__proto__: {a: 1}\n',
      "x.yaml:2: '__proto__' is no key; there are name, list.",
    ],
  ])('says where there is %s', (_, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  it('is not blown up by aliases', () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'].map((pair) => [...pair]))
      lines.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(',')}]`);
    expect(problemOf(lines.join('\n'))).toMatch(/^x\.yaml:1: Excessive alias count/);
  });

  it('takes a text at the limit and none past it', () => {
    const text = (size: number): string => `name: a\n#${'x'.repeat(size - 9)}`;
    expect(problemOf(text(1024 * 1024))).toBe('none');
    expect(problemOf(text(1024 * 1024 + 1))).toMatch('larger than the limit of 1048576 characters');
  });

  it('says that a file is not there', async () => {
    await expect(readYaml('/nowhere/x.yaml', 'x.yaml', SCHEMA)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining("'x.yaml' can not be read"),
    });
  });
});

describe('didYouMean', () => {
  it.each([
    ['levle', ['level', 'profile'], "; did you mean 'level'"],
    ['LEVEL', ['level', 'profile'], "; did you mean 'level'"],
    ['x', ['level', 'profile'], '; there are level, profile'],
    ['x', [], ''],
  ])('of %s in %j', (written, known, expected) => {
    expect(didYouMean(written, known)).toBe(expected);
  });
});
