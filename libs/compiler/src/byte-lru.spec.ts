import { ByteLru } from './byte-lru.js';

describe('ByteLru', () => {
  it('drops what was used longest ago', () => {
    const lru = new ByteLru<number>(30);
    for (const key of ['a', 'b', 'c']) lru.set(key, key.charCodeAt(0), 10);
    lru.get('a');
    lru.set('d', 0, 10);
    expect(['a', 'b', 'c', 'd'].map((key) => lru.get(key))).toEqual([97, undefined, 99, 0]);
  });

  it('drops as many as it takes', () => {
    const lru = new ByteLru<number>(30);
    for (const key of ['a', 'b', 'c']) lru.set(key, 1, 10);
    lru.set('d', 2, 25);
    expect(['a', 'b', 'c', 'd'].map((key) => lru.get(key))).toEqual([undefined, undefined, undefined, 2]);
  });

  it('counts a key once', () => {
    const lru = new ByteLru<number>(20);
    for (let count = 0; count < 10; count += 1) lru.set('a', count, 10);
    lru.set('b', 1, 10);
    expect([lru.get('a'), lru.get('b')]).toEqual([9, 1]);
  });

  it('does not keep what alone is too large, nor what it replaces', () => {
    const lru = new ByteLru<number>(20);
    lru.set('a', 1, 20);
    lru.set('b', 2, 21);
    expect([lru.get('a'), lru.get('b')]).toEqual([1, undefined]);
    lru.set('a', 3, 21);
    expect(lru.get('a')).toBeUndefined();
  });
});
