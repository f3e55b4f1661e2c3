import fc from 'fast-check';
import { scanText } from './scan-text.js';

const kindOf = (text: string, maxNesting: number): string | null => scanText(text, maxNesting)?.kind ?? null;

describe('scanText', () => {
  it.each([
    ['braces', '{{}}', '{{{}}}'],
    ['lists', '[[]]', '[[[]]]'],
    ['parentheses', '(())', '((()))'],
    ['angles', 'map<a, b<', 'map<a, b<c<'],
    ['all kinds together', '{[]}', '{[(<>)]}'],
    ['siblings', '{{}{}}{}', '{{}{{}}}{}'],
    ['unmatched closing', '}}}{{', '}}}{{{'],
    ['brackets between strings and comments', '"a"{ /* */ {', '"a"{"b"{ // {\n{'],
  ])('takes two levels of %s and no third', (_, at, past) => {
    expect(kindOf(at, 2)).toBeNull();
    expect(kindOf(past, 2)).toBe('deep-brackets');
  });

  it.each([
    ['in a row', '= - -1', '= - - -1'],
    ['over lines and comments', '-\n-', '-\n-// -\n-'],
    ['apart', '-1 -1 -1', '--1 ---1'],
  ])('takes two signs %s and no third', (_, at, past) => {
    expect(kindOf(at, 2)).toBeNull();
    expect(kindOf(past, 2)).toBe('many-signs');
  });

  it.each([
    ['a line comment', '// {{{\n{'],
    ['a line comment with a backslash at its end', '// {{{\\\n{'],
    ['a block comment', '/* {{{ " // */ {'],
    ['a block comment in a block comment', '/* /* {{ */ {'],
    ['a short block comment', '/**/{'],
    ['a starry block comment', '/*** {{ ***/{'],
    ['a string', '"{{{" {'],
    ['a string with a quote in it', String.raw`"\"{{{" {`],
    ['a string with a backslash at its end', String.raw`"{{{\\" {`],
    ['single quotes', `'{{{"' {`],
    ['a comment’s mark in a string', '"/*" { "*/"'],
    ['strings in a row', '"{""{"'],
  ])('reads nothing in %s', (_, text) => {
    expect(kindOf(text, 1)).toBeNull();
  });

  it.each([
    ['before its line ends', '"abc\n"', 0],
    ['because a backslash is before the end of its line', 'a = "abc\\\n"', 4],
    ['before the text ends', 'a "', 2],
    ['since its last quote is taken back', String.raw`"abc\"`, 0],
    ['in single quotes', `"a" 'b"`, 4],
  ])('finds a string that does not end %s', (_, text, index) => {
    expect(scanText(text, 9)).toEqual({ kind: 'open-string', index });
  });

  it.each([
    ['/*', 0],
    ['a /* b *', 2],
    ['/*/', 0],
    ['"*/" /* "', 5],
  ])('finds that the comment in %j does not end', (text, index) => {
    expect(scanText(text, 9)).toEqual({ kind: 'open-comment', index });
  });

  it.each([
    ['a raw string', String.raw`a = r"\" ; "`, 'odd-quotes'],
    ['three quotes', '"""a"""', 'odd-quotes'],
    ['four quotes', `''''`, 'odd-quotes'],
    ['a keyword before a string', 'import"a.proto";', null],
    ['a sign before a string', 'a="b";', null],
    ['another quote before a string', `"a"'b'`, null],
    ['an empty string', 'a = "";', null],
    ['an empty string apart from another', '"" "a"', null],
  ])('tells %s', (_, text, kind) => {
    expect(kindOf(text, 9)).toBe(kind);
  });

  it('says where', () => {
    expect(scanText('{\n\n  {\n{', 2)).toEqual({ kind: 'deep-brackets', index: 7 });
    expect(scanText('-\n-', 1)).toEqual({ kind: 'many-signs', index: 2 });
    expect(scanText('{', 0)).toEqual({ kind: 'deep-brackets', index: 0 });
  });

  it.each([
    ['backslashes', '"\\'],
    ['backslashes in one string', '\\\\'],
    ['open comments', '/*'],
    ['quotes', `'a' "b" `],
    ['stars', '*/*'],
    ['words', 'ab '],
    ['slashes', '/ '],
  ])('is linear in the text: %s', (_, unit) => {
    const startedMs = performance.now();
    scanText(unit.repeat(250_000), 100);
    scanText(`"${unit.repeat(250_000)}`, 100);
    scanText(`/*${unit.repeat(250_000)}`, 100);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it('agrees with counting where there are only braces', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{', '}', ' '), { maxLength: 60 }), fc.nat(6), (tokens, limit) => {
        let depth = 0;
        let deepest = 0;
        for (const token of tokens) {
          if (token === '{') depth += 1;
          if (token === '}') depth = Math.max(0, depth - 1);
          deepest = Math.max(deepest, depth);
        }
        expect(scanText(tokens.join(''), limit) !== null).toBe(deepest > limit);
      }),
    );
  });
});
