import { prefixEnd } from './prefix-end.js';

/** As both databases compare. */
const isBelow = (one: string, other: string): boolean =>
  Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;

describe('prefixEnd', () => {
  it.each([
    'orders',
    'a',
    'ä',
    '\ud7ff',
    '\u{ffff}',
    '%_',
    'x\u{10ffff}',
    '\u{1f600}',
    "it's",
    'a\u{10ffff}\u{10ffff}',
  ])('is past every text that begins with %j, and no further', (prefix) => {
    const end = prefixEnd(prefix)!;
    for (const rest of ['', 'a', '\u{10ffff}', '\u{10ffff}zzz', '\u007f', 'ü'])
      expect(isBelow(prefix + rest, end)).toBe(true);
    expect(end.startsWith(prefix)).toBe(false);
    // Whatever is below the end and not below the prefix begins with it.
    for (const other of ['orderz', 'ordert', 'b', '\u{e000}', '\u{10000}', 'y', '&_', "it'", '\u{1f601}'])
      if (isBelow(other, end) && !isBelow(other, prefix)) expect(other.startsWith(prefix)).toBe(true);
  });

  it.each(['', '\u{10ffff}', '\u{10ffff}\u{10ffff}'])('is nowhere for %j', (prefix) => {
    expect(prefixEnd(prefix)).toBeNull();
  });
});
