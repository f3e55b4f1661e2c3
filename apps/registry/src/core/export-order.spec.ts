import { dependencyOrder } from '#libs/registry-client';
import fc from 'fast-check';
import { exportOrder } from './export-order.js';
import { IntRows } from './int-rows.js';

const rowsOf = (width: number, rows: readonly (readonly number[])[]): IntRows => {
  const made = new IntRows(width);
  for (const row of rows) made.add(...row);
  return made;
};
const ordered = (places: readonly number[][], references: readonly number[][]): string[] =>
  [...exportOrder(rowsOf(2, places), rowsOf(4, references))].map((row) => places[row]!.join('/'));

describe('exportOrder', () => {
  it('leaves the order as it is, and nothing out', () => {
    expect(ordered([], [])).toEqual([]);
    expect(
      ordered(
        [
          [7, 1],
          [7, 2],
          [3, 1],
        ],
        [],
      ),
    ).toEqual(['7/1', '7/2', '3/1']);
  });

  it('tells what is referred to first, with the versions before it', () => {
    const places = [
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
      [2, 3],
    ];
    expect(ordered(places, [[1, 1, 2, 2]])).toEqual(['2/1', '2/2', '1/1', '1/2', '2/3']);
    expect(
      ordered(places, [
        [1, 1, 9, 9],
        [9, 9, 1, 1],
      ]),
    ).toEqual(['1/1', '1/2', '2/1', '2/2', '2/3']);
  });

  it('ends where versions refer to each other', () => {
    expect(
      ordered(
        [
          [1, 1],
          [2, 1],
        ],
        [
          [1, 1, 2, 1],
          [2, 1, 1, 1],
        ],
      ),
    ).toEqual(['2/1', '1/1']);
  });

  it('takes chains of any length', () => {
    const places = Array.from({ length: 20_000 }, (_, at) => [at + 1, 1]);
    const references = places.slice(1).map(([id]) => [id! - 1, 1, id!, 1]);
    expect(ordered(places, references).slice(0, 2)).toEqual(['20000/1', '19999/1']);
  });

  it('is that of the same graph with names', () => {
    const graph = fc.record({
      counts: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 }),
      links: fc.array(fc.tuple(fc.nat(31), fc.nat(31)), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(graph, ({ counts, links }) => {
        const places = counts.flatMap((count, at) =>
          Array.from({ length: count }, (_, number) => [50 - at, number + 1]),
        );
        // What is later in a random order refers to what is earlier, so that there are no cycles with earlier versions.
        const references = links.flatMap(([from, to]) => {
          const [one, other] = [places[from % (places.length || 1)], places[to % (places.length || 1)]];
          return one !== undefined && other !== undefined && one[0]! < other[0]! ? [[...one, ...other]] : [];
        });
        const items = places.map(([id, number]) => ({
          key: `${id}/${number}`,
          after: [
            ...(number === 1 ? [] : [`${id}/${number! - 1}`]),
            ...references.filter(([a, b]) => a === id && b === number).map(([, , c, d]) => `${c}/${d}`),
          ],
        }));
        const expected = dependencyOrder(items).order.map((place) => items[place]!.key);
        expect(ordered(places, references)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
