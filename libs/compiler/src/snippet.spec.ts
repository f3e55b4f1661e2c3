import { lineAt, snippetAt } from './snippet.js';

describe('snippetAt', () => {
  it('puts the caret below the column', () => {
    expect(snippetAt('a\n  bc', 2, 4)).toBe('  bc\n   ^');
    expect(snippetAt('bc', 1, 1)).toBe('bc\n^');
  });

  it('keeps tabs above and below', () => {
    expect(snippetAt('\ta\tbc', 1, 5)).toBe('\ta\tbc\n\t \t ^');
  });

  it('gives a wide character a wide space, also one of two UTF-16 units', () => {
    expect(snippetAt('漢😀x', 1, 4)).toBe('漢😀x\n\u3000\u3000^');
  });

  it('cuts long lines around the column', () => {
    const text = `${'a'.repeat(300)}!${'b'.repeat(300)}`;
    const [line = '', caret = ''] = snippetAt(text, 1, 301).split('\n');
    expect(line[caret.length - 1]).toBe('!');
    expect(line).toMatch(/^…a+!b+…$/);
    expect(line).toHaveLength(162);
  });

  it('cuts nothing that fits, and only the end when the column is near the start', () => {
    expect(snippetAt('a'.repeat(160), 1, 150)).toBe(`${'a'.repeat(160)}\n${' '.repeat(149)}^`);
    expect(snippetAt('a'.repeat(161), 1, 3)).toBe(`${'a'.repeat(160)}…\n  ^`);
  });

  it('shows nothing that drives a terminal or turns the text around', () => {
    expect(snippetAt('a\u001b[31m\u202eb', 1, 2)).toBe('a\u{fffd}[31m\u{fffd}b\n ^');
  });

  it('puts the caret behind the line when the column is past it', () => {
    expect(snippetAt('ab', 1, 99)).toBe('ab\n  ^');
  });

  it('is empty where there is no such place', () => {
    expect([snippetAt('a', 2, 1), snippetAt('a', 0, 1), snippetAt('a', 1, 0), snippetAt('a', -1, 1)]).toEqual(
      Array.from({ length: 4 }, () => ''),
    );
  });
});

describe('lineAt', () => {
  it('is without its line break, of either kind', () => {
    expect([1, 2, 3, 4].map((line) => lineAt('a\r\nb\n\nc', line))).toEqual(['a', 'b', '', 'c']);
  });

  it('is null past the end', () => {
    expect(lineAt('a\n', 2)).toBe('');
    expect(lineAt('a\n', 3)).toBeNull();
  });
});
