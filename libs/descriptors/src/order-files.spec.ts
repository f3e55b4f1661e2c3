import fc from 'fast-check';
import { compareText } from './compare-text.js';
import { orderFiles } from './order-files.js';

const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

describe('compareText', () => {
  it('is the order of the UTF-8 bytes', () => {
    const texts = [
      '',
      'a',
      'ab',
      'b',
      'é',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '\u{10000}',
      '\u{10ffff}',
      'a\u{1f600}',
      'a\uffee',
    ];
    for (const one of texts)
      for (const other of texts) expect(Math.sign(compareText(one, other))).toBe(byBytes(one, other));
  });

  it('is so for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(Math.sign(compareText(one, other))).toBe(byBytes(one, other));
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe('orderFiles', () => {
  it('puts imports first, ties by path', () => {
    const files = [
      { path: 'z', imports: [] },
      { path: 'a', imports: ['z'] },
      { path: 'c', imports: [] },
      { path: 'b', imports: ['c', 'c', 'not here'] },
    ];
    expect(orderFiles(files)).toEqual(['c', 'b', 'z', 'a']);
  });

  it('leaves out a cycle and what imports it', () => {
    const files = [
      { path: 'a', imports: ['b'] },
      { path: 'b', imports: ['a'] },
      { path: 'c', imports: ['a'] },
      { path: 'd', imports: [] },
    ];
    expect(orderFiles(files)).toEqual(['d']);
  });

  it('is the smallest order that there is, whatever order the files come in', () => {
    const graphs = fc
      .array(fc.array(fc.nat(11), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
      .chain((edges) =>
        fc
          .shuffledSubarray([...edges.keys()], { minLength: edges.length })
          .map((names) => ({ edges, names })),
      );
    fc.assert(
      fc.property(graphs, fc.nat(), ({ edges, names }, turn) => {
        const nameOf = (index: number): string => String.fromCharCode(97 + (names[index] ?? 0));
        const files = edges.map((imports, index) => ({
          path: nameOf(index),
          imports: imports.filter((other) => other < index).map(nameOf),
        }));
        const turned = [...files.slice(turn % files.length), ...files.slice(0, turn % files.length)];
        expect(orderFiles(turned)).toEqual(smallestOrder(files));
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  it('does thousands in a chain without a deep stack', () => {
    const files = Array.from({ length: 20_000 }, (_, index) => ({
      path: `f${index}`,
      imports: index === 0 ? [] : [`f${index - 1}`],
    }));
    expect(orderFiles(files.reverse())[19_999]).toBe('f19999');
  });
});

/** The definition, done plainly: again and again the smallest path that has all its imports. */
function smallestOrder(files: readonly { path: string; imports: readonly string[] }[]): string[] {
  const done: string[] = [];
  while (done.length < files.length) {
    const ready = files.filter(
      ({ path, imports }) => !done.includes(path) && imports.every((other) => done.includes(other)),
    );
    done.push(ready.map(({ path }) => path).sort()[0] ?? '');
  }
  return done;
}
