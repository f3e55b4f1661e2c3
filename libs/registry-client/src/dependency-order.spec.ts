import fc from 'fast-check';
import { dependencyOrder, type Dependent } from './dependency-order.js';

const item = (key: string, ...after: string[]): Dependent => ({ key, after });
const keysOf = (items: readonly Dependent[]): readonly (string | undefined)[] =>
  dependencyOrder(items).order.map((place) => items[place]?.key);

describe('dependencyOrder', () => {
  it('leaves as it is what has an order already', () => {
    expect(keysOf([item('a'), item('b', 'a'), item('c')])).toEqual(['a', 'b', 'c']);
    expect(keysOf([])).toEqual([]);
  });

  it('puts each after what it depends on, as late as need be', () => {
    expect(keysOf([item('c', 'b'), item('a'), item('b', 'a')])).toEqual(['a', 'b', 'c']);
  });

  it('passes over keys that nobody has', () => {
    expect(keysOf([item('a', 'gone')])).toEqual(['a']);
  });

  it('takes the first of those with one key, and keeps the others', () => {
    expect(dependencyOrder([item('b', 'a'), item('a'), item('a')])).toEqual({ order: [1, 0, 2], cycles: [] });
  });

  it('tells cycles, and orders the rest', () => {
    const items = [item('a', 'b'), item('b', 'c'), item('c', 'a'), item('d', 'a'), item('e')];
    expect(dependencyOrder(items)).toEqual({ order: [3, 4], cycles: [[0, 1, 2]] });
    expect(dependencyOrder([item('a', 'a')])).toEqual({ order: [], cycles: [[0]] });
  });

  it('follows a chain of any length', () => {
    const length = 100_000;
    const items = Array.from({ length }, (_, place) => item(`${place}`, `${place + 1}`));
    expect(dependencyOrder(items).order[0]).toBe(length - 1);
  });

  it('orders whatever has no cycle', () => {
    const graph = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 30 });
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), (edges, shuffle) => {
        const items = edges.map((targets, place) =>
          item(`${place}`, ...targets.filter((target) => target < place).map(String)),
        );
        const keys = new Map(items.map((one) => [one, shuffle.next().value as number]));
        const shuffled = [...items].sort((one, other) => (keys.get(one) ?? 0) - (keys.get(other) ?? 0));
        const order = keysOf(shuffled);
        expect([...order].sort()).toEqual(items.map(({ key }) => key).sort());
        for (const { key, after } of items)
          for (const before of after) expect(order.indexOf(before)).toBeLessThan(order.indexOf(key));
      }),
    );
  });
});
