import { Pairs } from './pairs.js';

describe('pairs', () => {
  it('are told apart by identity and counted once', () => {
    const [one, other, same] = [{ a: 1 }, { b: 1 }, { a: 1 }];
    const pairs = new Pairs<object, number | undefined>();
    expect([pairs.get(one, other), pairs.has(one, other), pairs.size]).toEqual([undefined, false, 0]);
    pairs.set(one, other, 1);
    pairs.set(one, other, 2);
    pairs.set(other, one, 3);
    pairs.set(one, one, undefined);
    expect([pairs.get(one, other), pairs.get(other, one), pairs.get(same, other)]).toEqual([2, 3, undefined]);
    expect([pairs.has(one, one), pairs.has(other, other), pairs.has(same, other)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(pairs.size).toBe(3);
  });

  it('may be of two kinds of parts', () => {
    const pairs = new Pairs<string, boolean, null | object>();
    pairs.set('a', null, true);
    expect([pairs.get('a', null), pairs.get('a', {})]).toEqual([true, undefined]);
  });
});
